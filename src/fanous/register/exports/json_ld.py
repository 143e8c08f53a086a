"""JSON-LD in the words of schema.org: claims, where they appear, and what they are about.

Decides the mapping. There is no rating: schema.org's `ClaimReview` wants one number for the truth
of a claim, and a claim has no such number here. Hedge and attribution are additional properties.
The context stands in the document itself and names every term, so that it is read without a
network; dates are typed as what they are, EDTF, which schema.org's own context would call ISO.
"""

from __future__ import annotations

from typing import Any

from fanous.register.load import Register
from fanous.register.schema import Claim, Entity, Source

__all__ = ["CONTEXT", "document"]

_TYPES = {
    "company": "Organization",
    "public-body": "GovernmentOrganization",
    "ngo": "NGO",
    "system": "Product",
    "instrument": "Legislation",
    "place": "Place",
}
_EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
_TERMS = """
Claim CreativeWork Dataset GovernmentOrganization Legislation NGO Organization Place Product
PropertyValue about additionalProperty appearance description isBasedOn publisher text value
""".split()
CONTEXT: dict[str, Any] = {
    "schema": "https://schema.org/",
    "@language": "en",
    **{name: f"schema:{name}" for name in _TERMS},
    "name": {"@id": "schema:name", "@language": None},
    "alternateName": {"@id": "schema:alternateName", "@language": None},
    "inLanguage": {"@id": "schema:inLanguage", "@language": None},
    "url": {"@id": "schema:url", "@type": "@id"},
    "datePublished": {"@id": "schema:datePublished", "@type": _EDTF},
    "temporalCoverage": {"@id": "schema:temporalCoverage", "@type": _EDTF},
}
"""Every term of the document. Names have no language of their own: they are in several."""

_SOURCE_TYPES = {"data-set": "Dataset", "law": "Legislation", "treaty": "Legislation"}


def document(register: Register) -> dict[str, Any]:
    """The register as one graph. Ids are relative: whoever publishes it gives it a base."""
    graph = [
        *(_entity(register.entities[key]) for key in sorted(register.entities)),
        *(_source(register.sources[key]) for key in sorted(register.sources)),
        *(_claim(register.claims[key]) for key in sorted(register.claims)),
    ]
    return {"@context": CONTEXT, "@graph": graph}


def _clean(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value not in ("", None, [], ())}


def _entity(entity: Entity) -> dict[str, Any]:
    return _clean(
        {
            "@id": f"#{entity.id}",
            "@type": _TYPES[entity.kind],
            "name": entity.name,
            "alternateName": [*_persian(entity.name_fa), *entity.aliases],
            "description": entity.summary,
        }
    )


def _persian(name: str) -> list[dict[str, str]]:
    return [{"@value": name, "@language": "fa"}] if name else []


def _source(source: Source) -> dict[str, Any]:
    based = [*source.derived_from, *filter(None, [source.copy_of])]
    return _clean(
        {
            "@id": f"#{source.id}",
            "@type": _SOURCE_TYPES.get(source.kind, "CreativeWork"),
            "name": source.title,
            "datePublished": source.published,
            "inLanguage": source.language,
            "publisher": {"@id": f"#{source.publisher}"} if source.publisher else None,
            "isBasedOn": [{"@id": f"#{name}"} for name in based],
            "url": source.url,
        }
    )


def _claim(claim: Claim) -> dict[str, Any]:
    about = dict.fromkeys([*filter(None, [claim.subject]), *claim.systems, *claim.objects])
    extra = {"hedge": claim.hedge, "attribution": claim.attribution.words, "status": claim.status}
    return _clean(
        {
            "@id": f"#{claim.id}",
            "@type": "Claim",
            "text": claim.text,
            "temporalCoverage": claim.date,
            "about": [{"@id": f"#{name}"} for name in about],
            "appearance": {"@id": f"#{claim.source}"},
            "isBasedOn": [{"@id": f"#{name}"} for name in claim.rests_on],
            "additionalProperty": [
                {"@type": "PropertyValue", "name": name, "value": value}
                for name, value in extra.items()
            ],
        }
    )
