"""A claim's page: who says so, how do they know, do measurements fit, what would change it?

Decides the order of the answers, how a chain of sources is drawn out down to its roots, and that
what several grades rest on is shown once. Leaves the words of grades to `register_words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fanous.i18n import Phrase
from fanous.register.schema import Claim
from fanous.reports.connectivity_text import signal_word
from fanous.reports.csv_file import csv_bytes
from fanous.reports.event_words import moment_of
from fanous.reports.register_answers import answers
from fanous.reports.register_desk import Desk, Written
from fanous.reports.register_shelf import claim_path, country_path, source_path
from fanous.reports.register_words import (
    COUNT_WORDS,
    HEDGE_WORDS,
    OPERATORS,
    grade_sentence,
    locator_words,
    named,
)

__all__ = ["Step", "chain", "claim_page", "claim_tables"]

_SHARES = ("absent_share", "blocked_share", "coverage", "depth")
_MEASURES = ("depth", "t90_t10_minutes", "residual")
_LOSS_COLUMNS = ("entity", "onset_earliest", "onset_latest", "end_earliest", "end_latest", "signal",
                 *_MEASURES)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A source in a chain, and what it rests on; without anything below it, it is a root."""

    path: str
    title: str
    seen: str
    below: tuple[Step, ...]
    claim: str = ""
    """The claim in which this source says it."""


def claim_page(desk: Desk, key: str) -> Written:
    """The page of one claim."""
    claim, stand = desk.register.claims[key], desk.shelf.standings[key]
    source = desk.register.sources[claim.source]
    page = desk.page(claim_path(key), f"{key} · {desk.subject(claim)}")
    grades = desk.shelf.grades.get(key, ())
    said = f"{HEDGE_WORDS[stand.hedge]}; {claim.attribution.words}; {source.title}, {claim.locator}"
    return desk.written(
        "register_claim.html",
        page,
        row=desk.shelf.row(key),
        answers=answers(desk, [key], anchors=True),
        source={"path": source_path(source.id), "title": source.title},
        locator=locator_words(desk.spoken, claim.locator),
        about=desk.linked([claim.subject, *claim.objects, *claim.systems]),
        said_by=desk.linked([claim.attribution.by, claim.attribution.via]),
        places=[(desk.place(code), _country(code)) for code in claim.places],
        chain=chain(desk, claim),
        sayers=len({step.path for step in chain(desk, claim)}),
        roots=stand.roots,
        same=desk.brief(name for name in stand.same if name != key),
        replies=desk.brief(stand.replies),
        replied=desk.brief(claim.reply_to),
        otherwise=desk.brief(stand.contradicted_by),
        errors=[error.what for error in source.errors if error.claim == key],
        grades=[_grade(desk, grade) for grade in grades],
        needs=list(_needs(grades)),
        losses=list(_losses(desk, grades)),
        losses_table=_losses_path(key),
        event_ids=_events(desk, grades),
        orders=list(_orders(desk, grades)),
        citation=desk.cited(claim, page, f"claim {key}: {claim.text} [{said}]."),
    )


def _losses_path(key: str) -> str:
    return claim_path(key).removesuffix(".html") + "~losses.csv"


def claim_tables(desk: Desk, key: str) -> Iterator[Written]:
    """The file beside the table of losses, where the page has one: a row a loss and signal."""
    rows = []
    for grade in desk.shelf.grades.get(key, ()):
        for event in (grade.get("facts") or {}).get("events", ()):
            signals = sorted({name for measure in _MEASURES for name in event.get(measure) or {}})
            for name in signals:
                row = (event["entity"], *event["onset"][:2], *event["end"][:2], name,
                       *(_measured(event, measure, name) for measure in _MEASURES))  # fmt: skip
                rows += [row] if row not in rows else []
    if rows:
        yield _losses_path(key), csv_bytes(_LOSS_COLUMNS, rows)


def _country(code: str) -> str:
    """The page of a place's country; empty for a region of the world."""
    return country_path(code[:2]) if code[:2].isalpha() and ":" not in code else ""


def chain(desk: Desk, claim: Claim) -> list[Step]:
    """Every source that says it, its own first, each down to its roots."""
    register = desk.register
    family = [claim.id, *(name for name in desk.shelf.standings[claim.id].same if name != claim.id)]
    members = [register.claims[name] for name in family]
    return [
        _step(desk, member.source, member.rests_on, claim=member.id)
        for member in members
        if member.status != "withdrawn" or member.id == claim.id
    ]


def _step(
    desk: Desk,
    key: str,
    below: Sequence[str] = (),
    *,
    claim: str = "",
    above: frozenset[str] = frozenset(),
) -> Step:
    """A source and all below it. A circle, which the check refuses, is not followed round."""
    above |= {key}
    source = desk.register.sources[key]
    rests = below or (*source.derived_from, *filter(None, [source.copy_of]))
    named_below = [name for name in dict.fromkeys(rests) if name in desk.register.sources]
    steps = tuple(_step(desk, name, above=above) for name in named_below if name not in above)
    return Step(source_path(key), source.title, source.seen, steps, claim)


def _grade(desk: Desk, grade: Mapping[str, Any]) -> dict[str, Any]:
    record = desk.register.links.get(grade["claim"])
    links = {link.id: link for link in record.links} if record else {}
    link = links.get(grade["link"])
    return {
        **grade,
        "sentence": grade_sentence(desk.spoken, grade),
        "implication": link.implication if link else "",
        "by": [OPERATORS.get(name, name) for name in grade.get("operators") or ()],
        "shares": list(_shares(grade)),
        "ground": _ground(desk, str(grade["why"])),
        "numbers": [
            (name, list(_numbers(desk, grade.get(name) or {}))) for name in ("counts", "thresholds")
        ],
    }


def _shares(grade: Mapping[str, Any]) -> Iterable[tuple[str, float]]:
    """By network, how much of what was measured was blocked."""
    for asn, share in ((grade.get("facts") or {}).get("blocked_share") or {}).items():
        yield str(asn), float(share)


def _ground(desk: Desk, why: str) -> str:
    """A ground in the reader's language where the catalogue has it; else as data."""
    said = desk.spoken.text(why) if why and "%" not in why else Phrase("")
    return said if said and said != why else why


def _numbers(desk: Desk, numbers: Mapping[str, float]) -> Iterable[tuple[str, str]]:
    for name, value in sorted(numbers.items()):
        number = int(value) if float(value).is_integer() else float(value)
        written = desk.spoken.number(number)
        if name in _SHARES:
            written = desk.spoken.text("%(n)s %%", n=round(100 * value))
        yield named(desk.spoken, COUNT_WORDS, name), written


def _needs(grades: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    """What would have to be measured, and for which link."""
    for grade in grades:
        if grade.get("needs") and grade["grade"] != "corroborated":
            yield str(grade["element"]), str(grade["needs"])


def _losses(desk: Desk, grades: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """Losses of connectivity that the grades rest on, each once, with a row a signal."""
    seen = set()
    for grade in grades:
        for event in (grade.get("facts") or {}).get("events", ()):
            key = (event["entity"], str(event["onset"]))
            if key in seen:
                continue
            seen.add(key)
            signals = sorted({name for measure in _MEASURES for name in event.get(measure) or {}})
            yield {
                "entity": _entity(desk, str(event["entity"])),
                "onset": [moment_of(each) for each in event["onset"][:2]],
                "end": [moment_of(each) for each in event["end"][:2]],
                "signals": [
                    (
                        signal_word(desk.spoken, name),
                        *(_measured(event, m, name) for m in _MEASURES),
                    )
                    for name in signals
                ],
            }


def _events(desk: Desk, grades: Iterable[Mapping[str, Any]]) -> list[str]:
    """Events of the report that the grades rest on, by id."""
    ids = {str(key) for grade in grades for key in grade.get("evidence") or ()}
    return sorted(ids & desk.beside.event_ids)


def _measured(event: Mapping[str, Any], measure: str, signal: str) -> float | None:
    value = (event.get(measure) or {}).get(signal)
    return None if value is None else float(value)


def _orders(desk: Desk, grades: Iterable[Mapping[str, Any]]) -> Iterable[list[tuple[str, Any]]]:
    """In which order networks fell; an order that is a part of another is not told twice."""
    found = []
    for grade in grades:
        order = (grade.get("facts") or {}).get("networks_in_order") or ()
        found.append([(_entity(desk, str(i["entity"])), moment_of(str(i["onset"]))) for i in order])
    shown: list[list[tuple[str, Any]]] = []
    for told in sorted(found, key=len, reverse=True):
        if told and not any(all(item in longer for item in told) for longer in shown):
            shown.append(told)
            yield told


def _entity(desk: Desk, entity: str) -> str:
    """What a signal is of: a country or region by its name, a network as AS58224."""
    kind, _, code = entity.partition(":")
    if kind in ("country", "region"):
        return desk.place(code)
    return f"AS{code}" if kind == "asn" else entity
