"""Pages of the register: the way in, all claims, a source, an entity or system.

Decides which pages and tables there are, and what these of them show. Leaves a claim's page to
`register_claim`, a country's to `register_country`, what differs to `register_differences`, words
to `register_words`, and where pages are written to who asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fanous.i18n import Phrase
from fanous.register.exports.flat import csv_bytes
from fanous.register.load import Register
from fanous.register.roots import roots_of_source
from fanous.register.schema import Entity, Source, Tombstone
from fanous.register.summary import system_counts
from fanous.reports.csv_file import csv_bytes as table_bytes
from fanous.reports.register_answers import answers
from fanous.reports.register_claim import claim_page, claim_tables
from fanous.reports.register_country import country_page, country_table
from fanous.reports.register_desk import Desk, Written
from fanous.reports.register_differences import differences_page
from fanous.reports.register_measured import NOTHING_BESIDE, Beside
from fanous.reports.register_shelf import (
    CLAIMS,
    DIFFERENCES,
    INDEX,
    Shelf,
    claim_path,
    country_path,
    entity_path,
    source_path,
)
from fanous.reports.register_words import ENTITY_GROUP_WORDS
from fanous.reports.render import Renderer

__all__ = ["Shelf", "register_pages"]


def register_pages(
    shelf: Shelf,
    renderers: Iterable[Renderer],
    languages: tuple[str, ...],
    beside: Beside = NOTHING_BESIDE,
) -> Iterator[Written]:
    """Every page in every language, and the tables that they link to.

    `beside` holds the measured events of the report that these pages are part of.
    """
    every, places = sorted(shelf.register.claims), shelf.countries
    yield "register/claims.csv", csv_bytes(shelf.row(key) for key in every)
    desks = [Desk(shelf, renderer, languages, beside) for renderer in renderers]
    yield from (country_table(desks[0], cc) for cc in places)
    yield "register/listings.csv", _listing_table(shelf.register)
    for key in every:
        yield from claim_tables(desks[0], key)
    for desk in desks:
        yield _index(desk)
        yield _claims(desk, every)
        yield differences_page(desk)
        yield from (claim_page(desk, key) for key in every)
        yield from (_source(desk, item) for _, item in sorted(shelf.register.sources.items()))
        yield from (_entity(desk, item) for _, item in sorted(shelf.register.entities.items()))
        yield from (country_page(desk, cc) for cc in places)
        for _, stone in sorted(shelf.register.tombstones.items()):
            yield from _tombstone(desk, stone)


def _index(desk: Desk) -> Written:
    """The way in: systems with their counts, countries, entities, sources."""
    register, shelf = desk.register, desk.shelf
    grades = [grade for grades in shelf.grades.values() for grade in grades]
    kinds: dict[str, list[tuple[str, str]]] = {}
    for key, item in register.entities.items():
        if item.kind != "system":
            kinds.setdefault(item.kind, []).append((desk.name(item), entity_path(key)))
    return desk.written(
        "register.html",
        desk.page(INDEX, desk.spoken.text("The register")),
        systems=[
            (counts, desk.name(counts.system), entity_path(counts.system.id))
            for counts in system_counts(register, grades)
        ],
        number=len(register.claims),
        claims_path=CLAIMS,
        differences_path=DIFFERENCES,
        countries=[(desk.place(cc), country_path(cc)) for cc in shelf.countries],
        entities=[(kind, sorted(kinds[kind])) for kind in ENTITY_GROUP_WORDS if kind in kinds],
        sources=[
            (source, sum(claim.source == source["id"] for claim in register.claims.values()))
            for source in desk.sources(sorted(register.sources))
        ],
    )


def _claims(desk: Desk, every: list[str]) -> Written:
    """All claims, by the subject that they are about."""
    by_subject: dict[str, list[str]] = {}
    for key in every:
        by_subject.setdefault(desk.subject(desk.register.claims[key]), []).append(key)
    return desk.written(
        "register_claims.html",
        desk.page(CLAIMS, desk.spoken.text("All claims")),
        number=len(every),
        subjects=[(subject, desk.brief(by_subject[subject])) for subject in sorted(by_subject)],
    )


def _source(desk: Desk, source: Source) -> Written:
    """A source's page."""
    register, key = desk.register, source.id
    publisher = register.entities.get(source.publisher or "")
    own = [name for name, item in sorted(register.claims.items()) if item.source == key]
    resting = [n for n, item in sorted(register.claims.items()) if key in item.rests_on]
    page = desk.page(source_path(key), source.title)
    called = f"{desk.register.entities[publisher.id].name}, " if publisher else ""
    return desk.written(
        "register_source.html",
        page,
        source=source,
        answers=answers(desk, list(dict.fromkeys([*own, *resting]))),
        publisher=desk.linked([publisher.id]) if publisher else [],
        roots=desk.sources(sorted(roots_of_source(register, key) - {key})),
        copies=desk.sources(
            n for n, item in sorted(register.sources.items()) if item.copy_of == key
        ),
        errors=[
            (error.what, desk.brief(filter(None, [error.claim])), desk.brief(error.differs))
            for error in source.errors
        ],
        claims=desk.brief(own),
        resting=desk.brief(name for name in resting if name not in own),
        citation=desk.cited(
            source, page, f"source {key}: {called}{source.title} ({source.published})."
        ),
    )


def _entity(desk: Desk, entity: Entity) -> Written:
    """The page of a company, public body, organisation, system, instrument or place."""
    every = sorted(desk.register.claims.items())
    about = [n for n, c in every if entity.id in (c.subject, *c.objects, *c.systems)]
    by = [
        name
        for name, claim in every
        if entity.id in (claim.attribution.by, claim.attribution.via) and name not in about
    ]
    page = desk.page(entity_path(entity.id), desk.name(entity))
    parts = [key for key, item in desk.register.entities.items() if item.part_of == entity.id]
    return desk.written(
        "register_entity.html",
        page,
        entity=entity,
        other_name=entity.name if desk.name(entity) != entity.name else entity.name_fa,
        places=[desk.place(code) for code in entity.places],
        answers=answers(desk, about),
        part_of=desk.linked([entity.part_of]),
        parts=desk.linked(sorted(parts)),
        published=desk.sources(
            key
            for key, item in sorted(desk.register.sources.items())
            if item.publisher == entity.id
        ),
        claims=desk.brief(about),
        by=desk.brief(by),
        listings=list(_listings(desk, entity)),
        citation=desk.cited(entity, page, f"{entity.id}: {entity.name}."),
    )


def _tombstone(desk: Desk, stone: Tombstone) -> Iterator[Written]:
    """What stands where a record was taken away. Of what kind it was is not kept: all have it."""
    known = desk.register
    later = next(
        (
            path(stone.successor or "")
            for kind, path in (
                (known.claims, claim_path),
                (known.sources, source_path),
                (known.entities, entity_path),
            )
            if stone.successor in kind
        ),
        None,
    )
    for path in (claim_path, source_path, entity_path):
        yield desk.written(
            "register_tombstone.html",
            desk.page(path(stone.id), stone.id),
            stone=stone,
            later=later,
        )


def _listing_table(register: Register) -> bytes:
    """Every listing, a row each."""
    columns = ("target", "source", "kind", "jurisdiction", "start", "end")
    listed = ((key, source.listing) for key, source in sorted(register.sources.items()))
    rows = [
        (item.target, key, item.kind, item.jurisdiction, item.start, item.end)
        for key, item in listed
        if item is not None
    ]
    return table_bytes(columns, rows)


def _listings(desk: Desk, entity: Entity) -> Iterator[dict[str, Any]]:
    """Lists that the entity's name is on: kind, jurisdiction, start and end."""
    for key, source in sorted(desk.register.sources.items()):
        listing = source.listing
        if listing is None or listing.target != entity.id:
            continue
        yield {
            "path": source_path(key),
            "title": source.title,
            "kind": listing.kind,
            "jurisdiction": desk.place(listing.jurisdiction),
            "start": desk.when(listing.start),
            "end": desk.when(listing.end) if listing.end else Phrase("–"),
        }
