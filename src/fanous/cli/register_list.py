"""`fanous register list` and `search`: records of the register, one a line.

Decides the columns of each kind, and that a search says when there is more than it shows.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from fanous.cli.output import printable, say, table, warn
from fanous.cli.register_lines import claim_line
from fanous.errors import UsageError

if TYPE_CHECKING:
    from fanous.register.database import Hit
    from fanous.register.load import Register

__all__ = ["listing", "searched"]

_MOST_HITS = 50
_PLACED = ("claims", "entities", "systems")


def listing(chosen: argparse.Namespace, register: Register) -> int:
    """Print all records of a kind."""
    header, found = _listed(register, chosen.kind, chosen.system, chosen.place)
    if chosen.format == "json":
        records = [dict(zip(header, row, strict=True)) for row in found]
        print(json.dumps(records, ensure_ascii=False, indent=1))
    else:
        print(printable(table(header, found)))
    return 0


def searched(chosen: argparse.Namespace, register: Register) -> int:
    """Print what has all of the words, best first."""
    from fanous.register.database import in_memory, search

    text = " ".join(chosen.words)
    hits = search(in_memory(register), text, limit=_MOST_HITS + 1)
    more, hits = len(hits) > _MOST_HITS, hits[:_MOST_HITS]
    if chosen.format == "json":
        print(json.dumps([asdict(hit) for hit in hits], ensure_ascii=False, indent=1))
    else:
        for hit in hits:
            print(printable(_hit_line(register, hit)))
    if not hits:
        warn(say("Nothing in the register has all of these words."))
        warn(say("Try fewer of them; the beginning of a word is enough."))
    if more:
        warn(say("There is more: these are the best {n}. Add a word.", n=_MOST_HITS))
    return 0


def _hit_line(register: Register, hit: Hit) -> str:
    from fanous.reports import register_words as words

    if hit.kind == "claim":
        return claim_line(register.claims[hit.id])
    if hit.kind == "source":
        kind = words.SOURCE_KIND_WORDS[register.sources[hit.id].kind]
    else:
        kind = words.ENTITY_KIND_WORDS[hit.kind]
    return f"{hit.id}  {hit.shown} [{say(kind)}]"


def _listed(
    register: Register, kind: str, system: str | None, place: str | None
) -> tuple[list[str], list[list[object]]]:
    """Header and rows of all records of a kind."""
    if system is not None and system not in register.systems:
        raise UsageError(
            say("{id}: no such system", id=system),
            remedy=say("`fanous register list systems` shows them."),
        )
    if place is not None and kind not in _PLACED:
        raise UsageError(
            say("--place: {kind} have no place", kind=kind),
            remedy=say("Use it with claims, entities or systems."),
        )
    if kind == "claims":
        return _claims(register, system, place)
    if kind == "sources":
        return ["id", "kind", "published", "seen", "title"], [
            [s.id, s.kind, s.published, s.seen, s.title]
            for _, s in sorted(register.sources.items())
        ]
    if kind == "links":
        return ["id", "element", "test", "implication"], [
            [link.id, link.element, link.test or "", link.implication]
            for _, record in sorted(register.links.items())
            for link in record.links
        ]
    return _entities(register, kind, place)


def _claims(
    register: Register, system: str | None, place: str | None
) -> tuple[list[str], list[list[object]]]:
    from fanous.register.roots import standings

    stand = standings(register)
    header = ["id", "date", "system", "status", "hedge", "roots", "step", "measurable", "text"]
    return header, [
        [c.id, c.date, list(c.systems), c.status, stand[c.id].hedge, len(stand[c.id].roots),
         stand[c.id].step, c.measurable, c.text]
        for _, c in sorted(register.claims.items())
        if system in (None, *c.systems) and _within(place, c.places)
    ]  # fmt: skip


def _entities(
    register: Register, kind: str, place: str | None
) -> tuple[list[str], list[list[object]]]:
    from fanous.i18n import Phrase

    entities = register.systems if kind == "systems" else register.entities
    return ["id", "kind", "name", "name_fa"], [
        [e.id, e.kind, e.name, Phrase(e.name_fa)]
        for _, e in sorted(entities.items())
        if _within(place, e.places)
    ]


def _within(place: str | None, codes: tuple[str, ...]) -> bool:
    """Whether a place is one of these, or one of these is a part of it."""
    wanted = (place or "").upper()
    return not wanted or any(code == wanted or code.startswith(f"{wanted}-") for code in codes)
