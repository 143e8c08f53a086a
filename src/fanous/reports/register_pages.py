"""Pages of the register: a claim, a source, an entity or system, a country, and the way in.

Decides the path of each page (permanent: ids never change) and what its template sees. A claim's
page answers: who says so, how do they know, did anyone else find it on their own, do measurements
fit, what would change this. Leaves words to `register_words`, and where pages are written to who
asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from fanous.i18n import Messages
from fanous.register.edtf import day_span
from fanous.register.exports.flat import csv_bytes
from fanous.register.exports.rows import claim_row, subject_name
from fanous.register.load import Register
from fanous.register.roots import Standing, roots_of_source, standings
from fanous.register.schema import Claim, Entity
from fanous.register.summary import system_counts
from fanous.reports.register_words import (
    GRADE_WORDS,
    HEDGE_WORDS,
    SOURCE_STATUS_WORDS,
    STEP_WORDS,
    grade_sentence,
)
from fanous.reports.render import Page, Renderer
from fanous.reports.sentences import country_name

__all__ = ["Shelf", "register_pages"]

Written = tuple[str, bytes]
_INDEX = "register/index.html"
_WORDS = {
    "grade_words": GRADE_WORDS,
    "hedge_words": HEDGE_WORDS,
    "status_words": SOURCE_STATUS_WORDS,
    "step_words": STEP_WORDS,
}


@dataclass(slots=True)
class Shelf:
    """A register with how its claims stand, and results of grading by claim."""

    register: Register
    grades: Mapping[str, Sequence[Mapping[str, Any]]]
    standings: dict[str, Standing] = field(init=False)

    def __post_init__(self) -> None:
        self.standings = standings(self.register)

    @property
    def digest(self) -> str:
        """SHA-256 over all that its pages are made of."""
        register = self.register
        kinds = (register.claims, register.sources, register.entities, register.links)
        whole = repr((kinds, register.predicates, sorted(self.grades.items())))
        return sha256(whole.encode()).hexdigest()

    def row(self, key: str) -> dict[str, Any]:
        """A claim as a flat row."""
        return claim_row(self.register, self.register.claims[key], self.standings[key])


def register_pages(
    shelf: Shelf, renderers: Iterable[Renderer], languages: tuple[str, ...]
) -> Iterator[Written]:
    """Every page in every language, and the table that they link to."""
    every = sorted(shelf.register.claims)
    yield "register/claims.csv", csv_bytes(shelf.row(key) for key in every)
    for renderer in renderers:
        writer = _Writer(shelf, renderer, languages)
        yield writer.index()
        yield from (writer.claim(key) for key in every)
        yield from (writer.source(key) for key in sorted(shelf.register.sources))
        yield from (writer.entity(item) for _, item in sorted(shelf.register.entities.items()))
        yield from (writer.country(cc) for cc in _countries(shelf.register))


def _claim_path(key: str) -> str:
    return f"register/claims/{key}.html"


def _source_path(key: str) -> str:
    return f"register/sources/{key}.html"


def _entity_path(key: str) -> str:
    return f"register/entities/{key}.html"


def _country_path(cc: str) -> str:
    return f"register/cc/{cc}.html"


def _countries(register: Register) -> list[str]:
    """Countries that claims are about."""
    codes = {code[:2] for claim in register.claims.values() for code in claim.places}
    return sorted(code for code in codes if code.isalpha())


class _Writer:
    """Pages in one language."""

    def __init__(self, shelf: Shelf, renderer: Renderer, languages: tuple[str, ...]) -> None:
        self.shelf, self.renderer, self.languages = shelf, renderer, languages
        self.register = shelf.register
        self.spoken: Messages = renderer.messages

    def _page(self, path: str, title: str, *, up: bool = True) -> Page:
        crumb = (self.spoken.text("The register"), _INDEX)
        return Page(path, self.spoken.language, self.languages, title, (crumb,) if up else ())

    def _written(self, template: str, page: Page, **context: object) -> Written:
        return page.file, self.renderer.render(template, page, **_WORDS, **context)

    def _name(self, entity: Entity) -> str:
        return entity.name_fa if self.spoken.language == "fa" and entity.name_fa else entity.name

    def _brief(self, keys: Iterable[str]) -> list[dict[str, Any]]:
        """Claims for a list: never without attribution and hedge."""
        return [
            {
                "id": key,
                "path": _claim_path(key),
                "date": claim.date,
                "text": claim.text,
                "attribution": claim.attribution.words,
                "hedge": claim.hedge,
                "status": claim.status,
            }
            for key in keys
            if (claim := self.register.claims.get(key))
        ]

    def _sources(self, keys: Iterable[str]) -> list[dict[str, Any]]:
        return [
            {"path": _source_path(key), "title": item.title, "seen": item.seen}
            for key in keys
            if (item := self.register.sources.get(key))
        ]

    def index(self) -> Written:
        """The way in: systems with their counts, countries, sources."""
        page = self._page(_INDEX, self.spoken.text("The register"), up=False)
        every = [grade for grades in self.shelf.grades.values() for grade in grades]
        return self._written(
            "register.html",
            page,
            systems=[
                (counts, self._name(counts.system), _entity_path(counts.system.id))
                for counts in system_counts(self.register, every)
            ],
            countries=[(cc, _country_path(cc)) for cc in _countries(self.register)],
            sources=[
                (item, _source_path(key)) for key, item in sorted(self.register.sources.items())
            ],
        )

    def claim(self, key: str) -> Written:
        """A claim's page."""
        claim, stand = self.register.claims[key], self.shelf.standings[key]
        source = self.register.sources[claim.source]
        page = self._page(_claim_path(key), f"{key} · {subject_name(self.register, claim)}")
        return self._written(
            "register_claim.html",
            page,
            row=self.shelf.row(key),
            source={"path": _source_path(source.id), "title": source.title},
            about=self._about(claim),
            roots=self._sources(stand.roots),
            same=self._brief(name for name in stand.same if name != key),
            replies=self._brief(stand.replies),
            otherwise=self._brief(stand.contradicted_by),
            errors=[error.what for error in source.errors if error.claim == key],
            grades=[self._grade(grade) for grade in self.shelf.grades.get(key, ())],
            citation=f"Fanous register, claim {key}: {claim.text} [{claim.hedge}; "
            f"{claim.attribution.words}; {source.title}, {claim.locator}]. {page.path}",
        )

    def _about(self, claim: Claim) -> list[tuple[str, str]]:
        named = dict.fromkeys(
            [*filter(None, [claim.subject, claim.attribution.by]), *claim.objects, *claim.systems]
        )
        entities = self.register.entities
        return [(self._name(entities[n]), _entity_path(n)) for n in named if n in entities]

    def _grade(self, grade: Mapping[str, Any]) -> dict[str, Any]:
        record = self.register.links.get(grade["claim"])
        links = {link.id: link for link in record.links} if record else {}
        link = links.get(grade["link"])
        return {
            **grade,
            "sentence": grade_sentence(self.spoken, grade),
            "implication": link.implication if link else "",
            "needs": "" if grade["grade"] == "corroborated" else grade.get("needs", ""),
            "numbers": _numbers(grade),
        }

    def source(self, key: str) -> Written:
        """A source's page."""
        source = self.register.sources[key]
        publisher = self.register.entities.get(source.publisher or "")
        claims = [name for name, item in sorted(self.register.claims.items()) if item.source == key]
        resting = [n for n, item in sorted(self.register.claims.items()) if key in item.rests_on]
        return self._written(
            "register_source.html",
            self._page(_source_path(key), source.title),
            source=source,
            publisher=(self._name(publisher), _entity_path(publisher.id)) if publisher else None,
            roots=self._sources(sorted(roots_of_source(self.register, key) - {key})),
            errors=[
                (error.what, [(name, _claim_path(name)) for name in filter(None, [
                    error.claim, *error.differs])])
                for error in source.errors
            ],
            claims=self._brief(claims),
            resting=self._brief(resting),
        )  # fmt: skip

    def entity(self, entity: Entity) -> Written:
        """The page of a company, public body, organisation, system, instrument or place."""
        naming = [
            name
            for name, c in sorted(self.register.claims.items())
            if entity.id in (c.subject, c.attribution.by, *c.objects, *c.systems)
        ]
        listings = [
            {
                "path": _source_path(name),
                "title": source.title,
                "kind": source.listing.kind,
                "jurisdiction": source.listing.jurisdiction,
                "start": source.listing.start,
                "end": source.listing.end,
            }
            for name, source in sorted(self.register.sources.items())
            if source.listing and source.listing.target == entity.id
        ]
        page = self._page(_entity_path(entity.id), self._name(entity))
        return self._written(
            "register_entity.html",
            page,
            entity=entity,
            claims=self._brief(naming),
            listings=listings,
        )

    def country(self, cc: str) -> Written:
        """A country's timeline: claims above, measured events below."""
        dated: dict[str, list[tuple[str, str]]] = {}
        undated = []
        for key, claim in sorted(self.register.claims.items()):
            if not any(code[:2] == cc for code in claim.places):
                continue
            span = day_span(claim.date)
            day = span.first or span.last
            if claim.date and day:
                dated.setdefault(str(day.year), []).append((str(day), key))
            else:
                undated.append(key)
        years = [(y, self._brief(key for _, key in sorted(dated[y]))) for y in sorted(dated)]
        return self._written(
            "register_country.html",
            self._page(_country_path(cc), country_name(self.spoken, cc)),
            years=years,
            undated=self._brief(undated),
            events=self._events(cc),
        )

    def _events(self, cc: str) -> list[tuple[str, str]]:
        found: dict[str, str] = {}
        for key, grades in sorted(self.shelf.grades.items()):
            for grade in grades:
                for event in (grade.get("facts") or {}).get("events", ()):
                    if str(event["entity"]).partition(":")[2][:2] == cc:
                        found.setdefault(_event_line(event), _claim_path(key))
        return sorted(found.items())


def _event_line(event: Mapping[str, Any]) -> str:
    """A measured event with its numbers, in one line."""
    onset = "/".join(map(str, event["onset"]))
    ends = "/".join(str(end) if end else ".." for end in event["end"])
    numbers = [
        f"{name} {signal} {value:g}"
        for name in ("depth", "t90_t10_minutes", "residual")
        for signal, value in sorted((event.get(name) or {}).items())
    ]
    return f"{onset} – {ends} {event['entity']} {event['kind']}: {', '.join(numbers)}"


def _numbers(grade: Mapping[str, Any]) -> list[str]:
    """Counts, thresholds and facts of a result, as lines."""
    lines = [
        f"{name}: " + ", ".join(f"{key} {value:g}" for key, value in sorted(grade[name].items()))
        for name in ("counts", "thresholds")
        if grade.get(name)
    ]
    facts = grade.get("facts") or {}
    lines += [_event_line(event) for event in facts.get("events", ())]
    if order := facts.get("networks_in_order"):
        lines.append(" → ".join(f"{item['entity']} {item['onset']}" for item in order))
    if grade.get("operators"):
        lines.append(f"operators: {', '.join(grade['operators'])}; control: {grade['control']}")
    return lines
