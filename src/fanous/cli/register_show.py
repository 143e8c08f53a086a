"""`fanous register show`: one record of the register on a terminal.

Decides the order in which a claim answers: who says so, how do they know, who says otherwise, do
measurements fit, what would change this. Leaves the words of grades and hedges to
`reports.register_words`.
"""

from __future__ import annotations

import argparse
import difflib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from fanous.cli.output import printable, say
from fanous.cli.register_lines import claim_lines, resolved, spoken, when
from fanous.errors import UsageError

if TYPE_CHECKING:
    from fanous.register.load import Register
    from fanous.register.schema import Claim, Source

__all__ = ["show"]


def show(chosen: argparse.Namespace, register: Register) -> int:
    """One record. Raises UsageError, with near ids, if nothing is called so."""
    key = resolved(register, chosen.id)
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


def _grades(
    register: Register, claim: Claim, store: Path | None
) -> tuple[list[Mapping[str, Any]], bool]:
    """Results kept in a store, else what can be said without any measurement; and which it is."""
    from dataclasses import asdict

    from fanous.register.grading.grade import grade_claim
    from fanous.register.grading.measured import Measured
    from fanous.register.grading.results import latest

    kept = latest(store) if store else []
    own: list[Mapping[str, Any]] = [grade for grade in kept if grade["claim"] == claim.id]
    if own:
        return own, True
    return [asdict(grade) for grade in grade_claim(register, claim, Measured())], False


def _claim(register: Register, key: str, store: Path | None) -> tuple[list[str], dict[str, Any]]:
    from fanous.register.exports.rows import claim_row
    from fanous.register.roots import standings
    from fanous.reports.register_words import SOURCE_STATUS_WORDS, STEP_WORDS

    claim = register.claims[key]
    standing = standings(register)[key]
    row = claim_row(register, claim, standing)
    grades, measured = _grades(register, claim, store)
    told = [f"{key}  {say(SOURCE_STATUS_WORDS[claim.status])}", f"  {claim.text}"]
    if claim.status_reason:
        told.append(f"  {claim.status_reason}")
    told += _ground(register, claim, standing.roots, standing.hedge)
    if claim.date:
        basis = f" {claim.date_basis}" if claim.date_basis else ""
        told.append(say("About the time: {date}", date=when(claim.date)) + basis)
    if claim.places:
        told.append(say("Place: {places}", places=", ".join(claim.places)))
    told.append(say("How far it goes: {step}", step=say(STEP_WORDS[standing.step])))
    told += [say("Number: {number}", number=number) for number in row["amounts"]]
    told += _errors(register, claim)
    told += claim_lines(register, say("Said in reply"), standing.replies)
    told += claim_lines(register, say("Said otherwise"), standing.contradicted_by)
    same = [name for name in standing.same if name != key]
    told += claim_lines(register, say("Said the same"), same)
    told += _fit(grades, measured=measured)
    if claim.note:
        told.append(say("Note: {note}", note=claim.note))
    return told, {**row, "grades": grades}


def _ground(register: Register, claim: Claim, roots: Sequence[str], weakest: str) -> list[str]:
    """Who says so, where, and how they know."""
    from fanous.reports.register_words import HEDGE_WORDS, locator_words

    source = register.sources.get(claim.source)
    hedge = say(HEDGE_WORDS[claim.hedge])
    return [
        say("Who says so: {who} ({hedge})", who=claim.attribution.words, hedge=hedge),
        say("Where: {source}, {title}, {locator}", source=claim.source,
            title=source.title if source else "?", locator=locator_words(spoken(), claim.locator)),
        say("How do they know: independent roots: {count} ({roots}); the weakest hedge among all "
            "who say it: {hedge}", count=len(roots), roots=", ".join(roots),
            hedge=say(HEDGE_WORDS[weakest])),
    ]  # fmt: skip


def _errors(register: Register, claim: Claim) -> list[str]:
    """What is known to be wrong in the source just here."""
    source = register.sources.get(claim.source)
    return [
        say("Known error: {what} {claims}", what=error.what, claims=", ".join(error.differs))
        for error in (source.errors if source else ())
        if error.claim == claim.id
    ]


def _fit(grades: Sequence[Mapping[str, Any]], *, measured: bool) -> list[str]:
    """Grades, those alike together: what was looked at, what came out, and what is missing."""
    from fanous.reports.register_words import ELEMENT_WORDS, GRADE_WORDS, grade_sentence

    alike: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for grade in grades:
        kind = (str(grade["grade"]), str(grade_sentence(spoken(), grade)), str(grade["why"]))
        alike.setdefault(kind, []).append(grade)
    told: list[str] = []
    for (name, sentence, why), group in alike.items():
        names = dict.fromkeys(str(grade["element"]) for grade in group if grade["element"])
        elements = [say(ELEMENT_WORDS[key]) for key in names]
        about = f" ({spoken().join(elements)})" if elements else ""
        if group[0]["test"] and not measured:  # nobody looked, which is not that nobody measured
            told.append(say("Do measurements fit: nothing measured was looked at") + about)
            told.append(say("  Name a store that holds grades with --store."))
        else:
            told.append(say("Do measurements fit: {grade}", grade=say(GRADE_WORDS[name])) + about)
            told += [f"  {sentence}", *([f"  {_known(why)}"] if why else [])]
        told += [
            say("  What would change this: {needs}", needs=grade["needs"])
            for grade in group
            if grade.get("needs") and name != "corroborated"
        ]
    return told


def _known(text: str) -> str:
    """A ground in the reader's language where the catalogue has it; it takes no values."""
    return spoken().text(text) if "%" not in text else text


def _entity(register: Register, key: str) -> tuple[list[str], dict[str, Any]]:
    from fanous.reports.register_words import ENTITY_KIND_WORDS, TRACE_WORDS

    entity = register.entities[key]
    named = f"{entity.name} – {entity.name_fa}" if entity.name_fa else entity.name
    told = [f"{key}  {named} [{say(ENTITY_KIND_WORDS[entity.kind])}]"]
    if entity.trace:
        told.append(f"  {say(TRACE_WORDS[entity.trace])}")
    told += [f"  {text}" for text in (entity.summary, entity.trace_note, entity.note) if text]
    listed = [s for _, s in sorted(register.sources.items()) if _lists(s, key)]
    told += [
        say("Listed: {title} ({start})", title=s.title, start=when(s.listing.start))
        for s in listed
        if s.listing
    ]
    about = [c.id for _, c in sorted(register.claims.items()) if _names(c, key)]
    by = [c.id for _, c in sorted(register.claims.items()) if c.attribution.by == key]
    told += claim_lines(register, say("What is said of it"), about)
    others = [name for name in by if name not in about]
    told += claim_lines(register, say("What it says of others"), others)
    record = msgspec.to_builtins(entity)
    return told, {**record, "claims": sorted({*about, *by})}


def _names(claim: Claim, key: str) -> bool:
    return key in (claim.subject, *claim.objects, *claim.systems)


def _lists(source: Source, key: str) -> bool:
    return source.listing is not None and source.listing.target == key


def _source(register: Register, key: str) -> tuple[list[str], dict[str, Any]]:
    from fanous.register.roots import roots_of_source
    from fanous.reports.register_words import SOURCE_KIND_WORDS

    source = register.sources[key]
    publisher = register.entities.get(source.publisher or "")
    with_it = [say(SOURCE_KIND_WORDS[source.kind]), publisher.name if publisher else "–"]
    told = [f"{key}  {source.title} [{spoken().join([*with_it, when(source.published)])}]"]
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
    told += claim_lines(register, say("Claims of this source"), claims)
    others = [name for name in resting if name not in claims]
    told += claim_lines(register, say("Claims of others that rest on it"), others)
    return told, {**msgspec.to_builtins(source), "claims": claims, "resting": resting}
