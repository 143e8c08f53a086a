"""A country's page of the register: claims above, measured events below, on one time axis.

Decides which claims and events are a country's, the table behind the drawing and its CSV file. That
both stand on one axis says nothing of a cause, and the page says so. Leaves geometry to
`register_timeline`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fanous.register.edtf import day_span
from fanous.register.schema import Claim
from fanous.reports.csv_file import csv_bytes
from fanous.reports.register_answers import answers
from fanous.reports.register_desk import Desk, Written
from fanous.reports.register_measured import MeasuredEvent, graded_events
from fanous.reports.register_shelf import country_path
from fanous.reports.register_timeline import BAND, ROW, TAIL, Placed, figure

__all__ = ["COLUMNS", "STYLES", "country_page", "country_table"]

COLUMNS = (
    "what", "start", "end", "date", "id_or_page", "text", "hedge", "attribution", "status",
)  # fmt: skip
STYLES = {
    "asserted": "stated",
    "reported": "stated",
    "alleged": "doubted",
    "author-doubts": "doubted",
}
"""How a claim is drawn: full where it is stated, hollow where it is alleged or doubted."""


def country_page(desk: Desk, cc: str) -> Written:
    """The page of one country."""
    claims, events = _claims(desk, cc), _events(desk, cc)
    dated = [claim for claim in claims if _year(claim)]
    years: dict[int, list[tuple[str, str]]] = {}
    for claim in dated:
        span = day_span(claim.date)
        years.setdefault(_year(claim), []).append((str(span.first or span.last), claim.id))
    page = desk.page(country_path(cc), desk.place(cc))
    about = ", ".join(claim.id for claim in claims[:3])
    return desk.written(
        "register_country.html",
        page,
        cc=cc,
        answers=answers(desk, [claim.id for claim in claims]),
        drawn=figure(
            desk.spoken,
            [_placed(desk, claim) for claim in dated],
            events,
            desk.beside.days.get(cc, ()),
        ),
        row_height=ROW,
        band_height=BAND,
        tail=TAIL,
        measured_here=bool(desk.beside.days.get(cc)),
        report=desk.beside.pages.get(cc),
        number=len(claims),
        years=[
            (desk.spoken.year(year), year, desk.brief(key for _, key in sorted(years[year])))
            for year in sorted(years)
        ],
        undated=desk.brief(claim.id for claim in claims if not _year(claim)),
        events=events,
        table=f"register/cc/{cc}.csv",
        citation=f"Fanous, the register: {len(claims)} claims about {cc} ({about} …), version "
        f"{desk.shelf.digest[:16]} of the register. {page.path}",
    )


def country_table(desk: Desk, cc: str) -> Written:
    """The same as a table, in one language: claims first, then measured events."""
    return f"register/cc/{cc}.csv", csv_bytes(COLUMNS, _rows(desk, cc))


def _rows(desk: Desk, cc: str) -> Iterator[Sequence[object]]:
    for claim in _claims(desk, cc):
        span = day_span(claim.date)
        hedge = desk.shelf.standings[claim.id].hedge
        said = (claim.text, hedge, claim.attribution.words, claim.status)
        yield "claim", span.first, span.last, claim.date, claim.id, *said
    for event in _events(desk, cc):
        yield "measured", event.start, event.end, "", event.href, event.label, "", "", ""


def _claims(desk: Desk, cc: str) -> list[Claim]:
    return [
        claim
        for _, claim in sorted(desk.register.claims.items())
        if any(code[:2] == cc for code in claim.places)
    ]


def _year(claim: Claim) -> int:
    """The year under which a claim stands; 0 if it has no time."""
    span = day_span(claim.date)
    day = span.first or span.last
    return day.year if claim.date and day else 0


def _placed(desk: Desk, claim: Claim) -> Placed:
    style = STYLES[desk.shelf.standings[claim.id].hedge]
    title = f"{claim.id} ({claim.date}): {claim.text}"
    return Placed(day_span(claim.date), style, title, claim.date)


def _events(desk: Desk, cc: str) -> list[MeasuredEvent]:
    """The report's events, and those that grades rest on where the report has them not."""
    own = list(desk.beside.events(cc, desk.spoken))
    known = {event.start for event in own}
    graded = [e for e in graded_events(desk.shelf, cc, desk.spoken) if e.start not in known]
    return sorted([*own, *graded], key=lambda event: (event.start, event.label))
