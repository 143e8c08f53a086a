"""`fanous register show` and `list`: records of the register on a terminal.

Decides the order in which a claim answers: who says so, how do they know, who says otherwise, do
measurements fit, what would change this. Leaves the words of grades and hedges to
`reports.register_words`.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from fanous.cli.output import printable, say
from fanous.errors import UsageError
from fanous.i18n import Phrase

if TYPE_CHECKING:
    from fanous.register.load import Register
    from fanous.register.schema import Claim

__all__ = ["listed", "show"]


def show(chosen: argparse.Namespace, register: Register) -> int:
    """One record. Raises UsageError, with near ids, if there is none of that id."""
    key = chosen.id
    if key in register.claims:
        told, record = _claim(register, key, chosen.store)
    elif key in register.entities:
        told, record = _entity(register, key)
    elif key in register.sources:
        told, record = _source(register, key)
    elif key in register.tombstones:
        stone = register.tombstones[key]
        told = [
            say("{id} was removed on {date}: {why}", id=key, date=stone.removed, why=stone.reason)
        ]
        record = msgspec.to_builtins(stone)
    else:
        raise _unknown(register, key)
    if chosen.format == "json":
        print(printable(json.dumps(record, ensure_ascii=False, indent=1)))
    else:
        print(printable("\n".join(told)))
    return 0


def _unknown(register: Register, key: str) -> UsageError:
    known = [*register.claims, *register.entities, *register.sources]
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(key.casefold(), folded, n=3)
    remedy = say("Try `fanous register search {word}`.", word=key)
    if near:
        names = ", ".join(folded[name] for name in near)
        remedy = say("Did you mean one of these: {names}?", names=names)
    return UsageError(say("{id}: nothing in the register has this id", id=key), remedy=remedy)


def _grades(register: Register, claim: Claim, store: Path | None) -> list[Mapping[str, Any]]:
    """Results kept in a store, else what can be said without any measurement."""
    from dataclasses import asdict

    from fanous.register.grading.grade import grade_claim
    from fanous.register.grading.measured import Measured
    from fanous.register.grading.results import latest

    kept = latest(store) if store else []
    own: list[Mapping[str, Any]] = [grade for grade in kept if grade["claim"] == claim.id]
    return own or [asdict(grade) for grade in grade_claim(register, claim, Measured())]


def _claim(register: Register, key: str, store: Path | None) -> tuple[list[str], dict[str, Any]]:
    from fanous.register.exports.rows import claim_row
    from fanous.register.roots import standings
    from fanous.reports.register_words import HEDGE_WORDS, SOURCE_STATUS_WORDS, STEP_WORDS

    claim = register.claims[key]
    standing = standings(register)[key]
    row = claim_row(register, claim, standing)
    grades = _grades(register, claim, store)
    source = register.sources.get(claim.source)
    told = [f"{key}  {say(SOURCE_STATUS_WORDS[claim.status])}", f"  {claim.text}"]
    if claim.status_reason:
        told.append(f"  {claim.status_reason}")
    told += [
        say("Who says so: {who} ({hedge})", who=claim.attribution.words, hedge=say(
            HEDGE_WORDS[claim.hedge])),
        say("Where: {source}, {title}, {locator}", source=claim.source,
            title=source.title if source else "?", locator=claim.locator),
        say("How do they know: independent roots: {count} ({roots}); the weakest hedge among all "
            "who say it: {hedge}", count=len(standing.roots), roots=", ".join(standing.roots),
            hedge=say(HEDGE_WORDS[standing.hedge])),
        say("How far it goes: {step}", step=say(STEP_WORDS[standing.step])),
    ]  # fmt: skip
    told += [say("Number: {number}", number=number) for number in row["amounts"]]
    told += _others(register, say("Said in reply"), standing.replies)
    told += _others(register, say("Said otherwise"), standing.contradicted_by)
    told += _others(register, say("Said the same"), [name for name in standing.same if name != key])
    told += [line for grade in grades for line in _grade_lines(grade)]
    if claim.note:
        told.append(say("Note: {note}", note=claim.note))
    return told, {**row, "grades": grades}


def _others(register: Register, heading: str, keys: Iterable[str]) -> list[str]:
    return [
        f"{heading}: {key}  {register.claims[key].text} [{register.claims[key].hedge}]"
        for key in keys
        if key in register.claims
    ]


def _grade_lines(grade: Mapping[str, Any]) -> list[str]:
    from fanous.i18n import messages
    from fanous.reports.register_words import GRADE_WORDS, grade_sentence

    spoken = messages(os.environ.get("FANOUS_LANGUAGE", "en"))
    name = say(GRADE_WORDS[str(grade["grade"])])
    where = grade["link"] or grade["claim"]
    lines = [
        say("Do measurements fit ({link}): {grade}", link=where, grade=name),
        f"  {grade_sentence(spoken, grade)}",
    ]
    if grade["why"]:
        lines.append(f"  {grade['why']}")
    if grade.get("needs") and grade["grade"] != "corroborated":
        lines.append(say("  What would change this: {needs}", needs=grade["needs"]))
    return lines


def _entity(register: Register, key: str) -> tuple[list[str], dict[str, Any]]:
    from fanous.register.exports.rows import subject_name

    entity = register.entities[key]
    named = f"{entity.name} – {entity.name_fa}" if entity.name_fa else entity.name
    told = [f"{key}  {entity.kind}  {named}"]
    told += [f"  {text}" for text in (entity.summary, entity.trace_note, entity.note) if text]
    if entity.trace:
        told.append(say("Leaves a trace in network measurement: {trace}", trace=entity.trace))
    claims = _about(register, key)
    told += [f"{c.id}  {subject_name(register, c)}: {c.text} [{c.hedge}]" for c in claims]
    record = msgspec.to_builtins(entity)
    return told, {**record, "claims": [claim.id for claim in claims]}


def _about(register: Register, key: str) -> list[Claim]:
    """Claims that name an entity in whatever place."""
    return [
        claim
        for _, claim in sorted(register.claims.items())
        if key in (claim.subject, claim.attribution.by, *claim.objects, *claim.systems)
    ]


def _source(register: Register, key: str) -> tuple[list[str], dict[str, Any]]:
    from fanous.register.roots import roots_of_source

    source = register.sources[key]
    told = [f"{key}  {source.kind}  {source.title} ({source.publisher or '–'}, {source.published})"]
    told += [f"  {text}" for text in (source.standing, source.note) if text]
    if source.seen == "cited":
        told.append(say("Known only through others: nobody here has read it."))
    roots = sorted(roots_of_source(register, key) - {key})
    if roots:
        told.append(say("It rests on: {roots}", roots=", ".join(roots)))
    for error in source.errors:
        told.append(say("Known error: {what} {claims}", what=error.what, claims=", ".join(
            filter(None, [error.claim, *error.differs]))))  # fmt: skip
    claims = [name for name, c in sorted(register.claims.items()) if c.source == key]
    resting = [name for name, c in sorted(register.claims.items()) if key in c.rests_on]
    told += [f"{name}  {register.claims[name].text}" for name in dict.fromkeys([*claims, *resting])]
    return told, {**msgspec.to_builtins(source), "claims": claims, "resting": resting}


def listed(
    register: Register, kind: str, system: str | None
) -> tuple[list[str], list[list[object]]]:
    """Header and rows of all records of a kind."""
    from fanous.register.roots import standings

    if system is not None and system not in register.systems:
        raise UsageError(
            say("{id}: no such system", id=system),
            remedy=say("`fanous register list systems` shows them."),
        )
    if kind == "claims":
        stand = standings(register)
        header = ["id", "system", "hedge", "roots", "step", "measurable", "text"]
        return header, [
            [c.id, list(c.systems), stand[c.id].hedge, len(stand[c.id].roots), stand[c.id].step,
             c.measurable, c.text]
            for _, c in sorted(register.claims.items())
            if system is None or system in c.systems
        ]  # fmt: skip
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
    entities = register.systems if kind == "systems" else register.entities
    return ["id", "kind", "name", "name_fa"], [
        [e.id, e.kind, e.name, Phrase(e.name_fa)] for _, e in sorted(entities.items())
    ]
