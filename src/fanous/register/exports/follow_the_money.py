"""FollowTheMoney entities as plain JSON, for tools that read that model.

Decides which schema stands for what: companies, public bodies and organisations as such, systems as
assets, places as addresses, instruments and sources as pages, tables or articles, listings as
sanctions, and a claim as a note on its subject. Person is never among them, nor is Document itself:
it needs the name of a file, and there is none. Property names are those of the model's own schema
files; dates that are no ISO prefix are left out, since the model has no word for them. Leaves
whether the model takes it all to `follow_the_money_check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from fanous.register.exports.rows import amount_text
from fanous.register.load import Register
from fanous.register.schema import Claim, Entity, Source

__all__ = ["PROPERTIES", "entities"]

_THING = ("name", "alias", "country", "summary", "notes", "sourceUrl", "publisher", "proof")
_DOCUMENT = (*_THING, "title", "publishedAt", "language")
PROPERTIES: dict[str, tuple[str, ...]] = {
    "Company": _THING,
    "PublicBody": _THING,
    "Organization": _THING,
    "Asset": _THING,
    "Address": (*_THING, "full"),
    "Article": _DOCUMENT,
    "Pages": _DOCUMENT,
    "Table": _DOCUMENT,
    "Sanction": (
        "entity",
        "authority",
        "program",
        "country",
        "listingDate",
        "startDate",
        "endDate",
    ),
    "Note": (*_THING, "description", "entity"),
}
"""Schema → properties that we set."""

_SCHEMAS = {
    "company": "Company",
    "public-body": "PublicBody",
    "ngo": "Organization",
    "system": "Asset",
    "instrument": "Pages",
    "place": "Address",
}
_SOURCE_SCHEMAS = {"data-set": "Table", "document": "Pages", "law": "Pages", "listing": "Table",
                   "report": "Pages", "treaty": "Pages"}  # fmt: skip
_ISO_PREFIX = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_NO_SANCTION = ("ngo-listing", "rating")


def entities(register: Register) -> Iterator[dict[str, Any]]:
    """Every record, in the order of ids. A listing by an NGO is a document, and no sanction."""
    for key in sorted(register.entities):
        yield _entity(register.entities[key])
    for key in sorted(register.sources):
        yield from _source(register, register.sources[key])
    for key in sorted(register.claims):
        yield from _claim(register, register.claims[key])


def _made(key: str, schema: str, **properties: Iterable[str]) -> dict[str, Any]:
    kept = {name: [value for value in values if value] for name, values in properties.items()}
    filled = {name: values for name, values in sorted(kept.items()) if values}
    return {"id": f"fanous-{key}", "schema": schema, "properties": filled}


def _countries(codes: Iterable[str]) -> list[str]:
    """Countries of places, as the model writes them; regions of the world have no code there."""
    found = {code[:2].lower() for code in codes if not code.startswith("M49")}
    return sorted(found)


def _entity(entity: Entity) -> dict[str, Any]:
    schema = _SCHEMAS[entity.kind]
    more = {"full": [entity.name]} if schema == "Address" else {}
    if schema == "Pages":
        more["title"] = [entity.name]
    return _made(
        entity.id,
        schema,
        name=[entity.name],
        alias=[entity.name_fa, *entity.aliases],
        country=_countries(entity.places),
        summary=[entity.summary],
        notes=[entity.note],
        **more,
    )


def _date(text: str) -> list[str]:
    return [text] if _ISO_PREFIX.fullmatch(text) else []


def _source(register: Register, source: Source) -> Iterator[dict[str, Any]]:
    publisher = register.entities.get(source.publisher or "")
    yield _made(
        source.id,
        _SOURCE_SCHEMAS.get(source.kind, "Article"),
        name=[source.title],
        title=[source.title],
        publisher=[publisher.name if publisher else ""],
        publishedAt=_date(source.published),
        language=[{"fa": "fas", "zh": "zho"}.get(source.language, "eng")],
        sourceUrl=[source.url],
        summary=[source.standing],
        notes=[source.note],
    )
    listing = source.listing
    if listing and listing.kind not in _NO_SANCTION:
        yield _made(
            f"{source.id}-listing",
            "Sanction",
            entity=[f"fanous-{listing.target}"],
            authority=[publisher.name if publisher else ""],
            program=[listing.kind],
            country=[listing.jurisdiction.lower()],
            listingDate=_date(listing.start),
            startDate=_date(listing.start),
            endDate=_date(listing.end),
        )


def _claim(register: Register, claim: Claim) -> Iterator[dict[str, Any]]:
    about = dict.fromkeys([*filter(None, [claim.subject]), *claim.systems, *claim.objects])
    numbers = "; ".join(amount_text(amount, claim.hedge) for amount in claim.amounts)
    yield _made(
        f"claim-{claim.id}",
        "Note",
        name=[claim.id],
        description=[f"{claim.text} [{claim.hedge}; {claim.attribution.words}; {claim.status}]"],
        entity=[f"fanous-{name}" for name in about if name in register.entities],
        country=_countries(claim.places),
        notes=[numbers, claim.status_reason, claim.note],
        proof=[f"fanous-{name}" for name in dict.fromkeys([claim.source, *claim.rests_on])],
    )
