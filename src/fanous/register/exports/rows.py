"""A claim as one flat row: what a table, a line of JSON and a page all start from.

Decides which columns a claim has when it stands alone. The hedge, the attribution and the doubt go
with the sentence everywhere, and with each number: a number without its doubt is a falsehood.
"""

from __future__ import annotations

from typing import Any

from fanous.register.load import Register
from fanous.register.roots import Standing
from fanous.register.schema import Amount, Claim

__all__ = ["CLAIM_COLUMNS", "amount_text", "claim_row", "subject_name"]

CLAIM_COLUMNS = (
    "id",
    "status",
    "status_reason",
    "source",
    "locator",
    "kind",
    "subject",
    "subject_name",
    "predicate",
    "step",
    "objects",
    "systems",
    "date",
    "date_basis",
    "places",
    "text",
    "hedge",
    "weakest_hedge",
    "attribution",
    "attribution_by",
    "amounts",
    "rests_on",
    "roots",
    "independent_roots",
    "same",
    "replies",
    "contradicted_by",
    "measurable",
    "measurable_note",
    "note",
)

_BOUNDS = {"about": "about ", "more-than": "more than ", "estimate": "an estimated ", "exact": ""}


def subject_name(register: Register, claim: Claim) -> str:
    """What the subject is called."""
    if claim.subject is None:
        return claim.subject_words
    entity = register.entities.get(claim.subject)
    return entity.name if entity else claim.subject


def amount_text(amount: Amount, hedge: str) -> str:
    """A number in words, with the doubt of its source in the same breath."""
    written = f"{_BOUNDS[amount.bound]}{_grouped(amount.value)} {amount.unit}"
    if converted := amount.conversion:
        rate = f" at {converted.rate}" if converted.rate else ""
        by = f", converted by {converted.by}" if converted.by else ""
        written += f" ({_grouped(converted.value)} {converted.currency}{rate}{by})"
    return written if hedge == "asserted" else f"{written} [{hedge}]"


def _grouped(value: str) -> str:
    whole, _, fraction = value.partition(".")
    return f"{int(whole):,}" + (f".{fraction}" if fraction else "")


def claim_row(register: Register, claim: Claim, standing: Standing) -> dict[str, Any]:
    """A claim with how it stands; lists stay lists."""
    values = {
        "subject": claim.subject or "",
        "subject_name": subject_name(register, claim),
        "step": standing.step,
        "objects": list(claim.objects),
        "systems": list(claim.systems),
        "places": list(claim.places),
        "weakest_hedge": standing.hedge,
        "attribution": claim.attribution.words,
        "attribution_by": claim.attribution.by or "",
        "amounts": [amount_text(amount, claim.hedge) for amount in claim.amounts],
        "rests_on": list(claim.rests_on),
        "roots": list(standing.roots),
        "independent_roots": len(standing.roots),
        "same": list(standing.same),
        "replies": list(standing.replies),
        "contradicted_by": list(standing.contradicted_by),
    }
    return {name: values.get(name, getattr(claim, name, "")) for name in CLAIM_COLUMNS}
