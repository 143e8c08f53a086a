"""What must hold between records: ids, references, the ledger of ids, and no circles.

Decides that every id named is there, that no id is two things, that none vanished without a
tombstone, and that what rests on something does not come back to itself.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping

from fanous.register.load import LEDGER, Register
from fanous.register.problem import Problem

__all__ = ["circles", "deleted_ids", "every_id", "missing_references", "shared_ids"]

_Name = tuple[str, str, tuple[str | int, ...], str, str]
"""Folder and id of a record, the field, the folder that is meant, the id that is named."""

_CLAIM_FIELDS = {
    "objects": "entities",
    "systems": "systems",
    "rests_on": "sources",
    "restates": "claims",
    "reply_to": "claims",
    "contradicts": "claims",
}
_OF_THINGS = ("sources", "entities", "claims")  # these share one space of ids


def every_id(register: Register) -> dict[str, list[str]]:
    """Every id, with the folders that have it."""
    found: dict[str, list[str]] = {}
    for folder in (*_OF_THINGS, "tombstones"):
        for key in getattr(register, folder):
            found.setdefault(key, []).append(folder)
    return found


def missing_references(register: Register) -> Iterator[Problem]:
    """An id that is named and is not there."""
    known: Mapping[str, Iterable[str]] = {
        "sources": register.sources,
        "entities": register.entities,
        "claims": register.claims,
        "systems": register.systems,
        "predicates": register.predicates,
        "things": every_id(register),
    }
    unread = {stem for _, stem in register.unread}  # told already; a slip there is none here
    for folder, key, at, wanted, name in _names(register):
        if name in known[wanted] or name in unread:
            continue
        near = difflib.get_close_matches(name, list(known[wanted]), n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        kind = {"systems": "system", "entities": "entity", "things": "record"}.get(
            wanted, wanted[:-1]
        )
        field = next(str(step) for step in reversed(at) if isinstance(step, str))
        what = f"{field}: there is no {kind} {name!r}"
        home = {"systems": "entities", "things": "sources"}.get(wanted, wanted)
        remedy = f"Write its file below {home}/ first, or mend the id.{hint}"
        yield register.problem(folder, key, at, "missing-reference", what, remedy)


def _names(register: Register) -> Iterator[_Name]:
    yield from _claim_names(register)
    for key, source in register.sources.items():
        one = {"publisher": (source.publisher, "entities"), "copy_of": (source.copy_of, "sources")}
        yield from _single("sources", key, one)
        for n, name in enumerate(source.derived_from):
            yield "sources", key, ("derived_from", n), "sources", name
        for n, error in enumerate(source.errors):
            for name in (*((error.claim,) if error.claim else ()), *error.differs):
                yield "sources", key, ("errors", n), "claims", name
        if source.listing:
            yield "sources", key, ("listing", "target"), "entities", source.listing.target
    for key, entity in register.entities.items():
        yield from _single("entities", key, {"part_of": (entity.part_of, "entities")})
    for key in register.links:
        yield "links", key, ("claim",), "claims", key
    for key, stone in register.tombstones.items():
        yield from _single("tombstones", key, {"successor": (stone.successor, "things")})


def _claim_names(register: Register) -> Iterator[_Name]:
    for key, claim in register.claims.items():
        one = {
            "source": (claim.source, "sources"),
            "subject": (claim.subject, "entities"),
            "predicate": (claim.predicate, "predicates"),
            "supersedes": (claim.supersedes, "claims"),
        }
        yield from _single("claims", key, one)
        for field in ("by", "via"):
            if (name := getattr(claim.attribution, field)) is not None:
                yield "claims", key, ("attribution", field), "entities", name
        for name, wanted in _CLAIM_FIELDS.items():
            for n, value in enumerate(getattr(claim, name)):
                yield "claims", key, (name, n), wanted, value


def _single(folder: str, key: str, fields: Mapping[str, tuple[str | None, str]]) -> Iterator[_Name]:
    for name, (value, wanted) in fields.items():
        if value is not None:
            yield folder, key, (name,), wanted, value


def shared_ids(register: Register) -> Iterator[Problem]:
    """One id for two things."""
    for key, folders in every_id(register).items():
        if len(folders) > 1:
            first, other = folders[0], folders[-1]
            what = f"the id {key!r} is taken: {register.place(first, key).path} has it too"
            remedy = "Give the newer file an id of its own; never reuse one."
            yield register.problem(other, key, ("id",), "same-id", what, remedy)


def deleted_ids(register: Register) -> Iterator[Problem]:
    """An id of the ledger that has no file, and a file that the ledger does not know."""
    found = every_id(register)
    unread = {stem for folder, stem in register.unread if folder in _OF_THINGS}
    for key, line in register.ledger.items():
        if key not in found and key not in unread:
            what = f"{key!r} was deleted: an id that was given once is never taken away"
            remedy = (
                "Restore its file with 'status: withdrawn' and a reason, or write "
                f"tombstones/{key}.yaml (id, reason, removed, successor)."
            )
            yield Problem(LEDGER, line, "deleted-id", what, remedy)
    for key, folders in found.items():
        if key not in register.ledger:
            what = f"the id {key!r} is not in {LEDGER}"
            remedy = "Run `fanous register check --add-ids`, and commit the ledger with the file."
            yield register.problem(folders[0], key, ("id",), "unlisted-id", what, remedy)


def circles(register: Register) -> Iterator[Problem]:
    """A chain that comes back to where it began."""
    sources, claims = register.sources, register.claims
    chains: tuple[tuple[str, str, Mapping[str, object], Callable[[str], Iterable[str]]], ...] = (
        ("sources", "derived_from", sources, lambda key: sources[key].derived_from),
        ("sources", "copy_of", sources, lambda key: filter(None, [sources[key].copy_of])),
        ("claims", "supersedes", claims, lambda key: filter(None, [claims[key].supersedes])),
        ("claims", "restates", claims, lambda key: claims[key].restates),
    )
    for folder, name, records, follow in chains:
        for circle in _circles(records, follow):
            what = f"{name} goes in a circle: {' → '.join((*circle, circle[0]))}"
            remedy = "One of them came first: take its line away, so that the chain has an end."
            yield register.problem(folder, circle[0], (name,), "circle", what, remedy)


def _circles(
    records: Mapping[str, object], follow: Callable[[str], Iterable[str]]
) -> Iterator[tuple[str, ...]]:
    """Each circle once, from its smallest id; without recursion, as chains may be long."""
    done: set[str] = set()
    for start in sorted(records):
        trail: dict[str, None] = {}
        stack = [(start, iter(sorted(follow(start))))] if start not in done else []
        trail.update(dict.fromkeys([start] if stack else []))
        while stack:
            key, below = stack[-1]
            after = next(below, None)
            if after is None:
                stack.pop()
                trail.pop(key)
                done.add(key)
            elif after in trail:
                names = list(trail)
                circle = names[names.index(after) :]
                least = circle.index(min(circle))
                yield (*circle[least:], *circle[:least])
            elif after in records and after not in done:
                trail[after] = None
                stack.append((after, iter(sorted(follow(after)))))
