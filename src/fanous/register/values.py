"""What a value must be: a date, a place, a number, a status with its reason, Persian in Persian.

Decides what each record must hold for itself. Leaves references to `references`, and the wording
of claims to `wording`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fanous.register.edtf import bounds
from fanous.register.fold import ARABIC_LETTERS
from fanous.register.load import Register
from fanous.register.places import problem as place_problem
from fanous.register.problem import Problem
from fanous.register.schema import Amount, Claim

__all__ = [
    "unread_sources",
    "wrong_amounts",
    "wrong_dates",
    "wrong_letters",
    "wrong_places",
    "wrong_statuses",
]

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_ASCII_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_ARABIC = re.compile(f"[{''.join(ARABIC_LETTERS)}]")
_CURRENCY = re.compile(r"[A-Z]{3}")
_FIRST_YEAR = 1840  # before the first telegraph lines for the public: none of this existed
_RATE_TOLERANCE = 0.1  # sources round both sums and rates
_At = tuple[str | int, ...]
_EXACT = "Write it as in 2019, 2019-11, 2019-11-16, 2019-11~ (about) or 2010/.. (since)."


def _dates(register: Register) -> Iterator[tuple[str, str, _At, str]]:
    for key, claim in register.claims.items():
        yield "claims", key, ("date",), claim.date
        for n, amount in enumerate(claim.amounts):
            if amount.conversion:
                yield "claims", key, ("amounts", n, "conversion", "date"), amount.conversion.date
    for key, source in register.sources.items():
        yield "sources", key, ("published",), source.published
        if source.listing:
            yield "sources", key, ("listing", "start"), source.listing.start
            yield "sources", key, ("listing", "end"), source.listing.end
    for key, links in register.links.items():
        for n, link in enumerate(links.links):
            yield "links", key, ("links", n, "date_from"), link.date_from
            yield "links", key, ("links", n, "date_to"), link.date_to
            for name in ("compare_with", "control_windows"):
                for m, window in enumerate(getattr(link, name)):
                    yield "links", key, ("links", n, name, m), window
    for key, stone in register.tombstones.items():
        yield "tombstones", key, ("removed",), stone.removed


def wrong_dates(register: Register) -> Iterator[Problem]:
    """A date that is none; an empty one says that none is known."""
    for folder, key, at, text in _dates(register):
        if not text:
            continue
        name = next(str(step) for step in reversed(at) if isinstance(step, str))
        try:
            span = bounds(text)
        except ValueError as error:
            plain = text.translate(_ASCII_DIGITS)
            hint = f" Persian digits are for reading: write {plain}." if plain != text else ""
            what = f"{name}: {error}"
            yield register.problem(folder, key, at, "date", what, f"{_EXACT}{hint}")
            continue
        if any(day is not None and day.year < _FIRST_YEAR for day in (span.first, span.last)):
            what = f"{name}: {text} is centuries ago; is it of the Persian calendar?"
            remedy = "Dates are of the Gregorian calendar: 25 Aban 1398 is 2019-11-16."
            yield register.problem(folder, key, at, "date", what, remedy)


def wrong_places(register: Register) -> Iterator[Problem]:
    """A code that is no place."""
    for folder in ("claims", "entities"):
        for key, record in getattr(register, folder).items():
            for n, code in enumerate(record.places):
                if what := place_problem(code):
                    remedy = "Use ISO 3166-1 (IR), ISO 3166-2 (IR-23) or M49:145."
                    at = ("places", n)
                    yield register.problem(folder, key, at, "place", f"places: {what}", remedy)


def wrong_amounts(register: Register) -> Iterator[Problem]:
    """A number that is none, and a conversion that its own rate denies."""
    for key, claim in register.claims.items():
        for n, amount in enumerate(claim.amounts):
            for what, remedy in _amount_problems(amount, claim):
                yield register.problem("claims", key, ("amounts", n), "amount", what, remedy)


def _amount_problems(amount: Amount, claim: Claim) -> Iterator[tuple[str, str]]:
    converted = amount.conversion
    for value in (amount.value, *((converted.value,) if converted else ())):
        if not _NUMBER.fullmatch(value) or not value.isascii():
            plain = value.translate(_ASCII_DIGITS).replace("٬", "").replace(",", "")
            yield f"amounts: {value!r} is no plain number", f"Write digits only, as in {plain}."
            return
    if converted is None:
        return
    if not _CURRENCY.fullmatch(converted.currency) or not _CURRENCY.fullmatch(amount.unit):
        yield "amounts: a conversion goes between currencies", "Use ISO 4217 codes: IRR, USD."
    elif converted.rate and _NUMBER.fullmatch(converted.rate):
        expected = float(amount.value) / float(converted.rate)
        off = abs(expected - float(converted.value)) > _RATE_TOLERANCE * expected
        if off and claim.status != "disputed":
            what = f"amounts: at a rate of {converted.rate} this is {expected:.3g}, and not "
            remedy = (
                "Mend the slip if it is ours. If the source has it so, keep it, set 'status: "
                "disputed', and say why in status_reason."
            )
            yield f"{what}{float(converted.value):.3g}", remedy


def wrong_statuses(register: Register) -> Iterator[Problem]:
    """A dispute or a withdrawal without its reason; a claim without a subject, or with two."""
    for folder in ("claims", "entities", "sources"):
        for key, record in getattr(register, folder).items():
            if record.status in ("disputed", "withdrawn") and not record.status_reason:
                what = f"status: {record.status}, and no status_reason"
                remedy = "Say why, in a sentence; a reader sees it beside the record."
                yield register.problem(folder, key, ("status",), "no-reason", what, remedy)
    for key, claim in register.claims.items():
        if (claim.subject is None) == (not claim.subject_words):
            what = "a claim has one subject: 'subject' (an entity) or 'subject_words'"
            remedy = "Name the entity. Words are for groups, or where nobody is named."
            yield register.problem("claims", key, ("subject",), "subject", what, remedy)


def unread_sources(register: Register) -> Iterator[Problem]:
    """A claim that counts as reviewed, and whose source nobody here has read.

    Listings that were known through notes only stood as reviewed beside articles that were read.
    """
    for key, claim in register.claims.items():
        source = register.sources.get(claim.source)
        if claim.status == "reviewed" and source is not None and source.seen == "cited":
            what = f"status: reviewed, and nobody has read its source {claim.source!r}"
            remedy = (
                "Read the source and set 'seen: text' there; or set 'status: draft' here, and say "
                "in status_reason what is still to be read."
            )
            yield register.problem("claims", key, ("status",), "unread-source", what, remedy)


def wrong_letters(register: Register) -> Iterator[Problem]:
    """Arabic yeh and kaf in Persian names and titles: they look the same, and do not compare so."""
    named: list[tuple[str, str, _At, str]] = []
    for key, entity in register.entities.items():
        named.append(("entities", key, ("name_fa",), entity.name_fa))
        named += [("entities", key, ("aliases", n), text) for n, text in enumerate(entity.aliases)]
    for key, source in register.sources.items():
        if source.language == "fa":
            named.append(("sources", key, ("title",), source.title))
    for folder, key, at, text in named:
        if found := _ARABIC.search(text):
            letter = found[0]
            what = f"{at[0]}: an Arabic letter U+{ord(letter):04X} ({letter}) in Persian text"
            remedy = f"Write it with the Persian {ARABIC_LETTERS[letter]}."
            yield register.problem(folder, key, at, "arabic-letter", what, remedy)
