from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest

from fanous.i18n import Messages
from fanous.reports.register_country import COLUMNS, country_page, country_table
from fanous.reports.register_measured import Beside, MeasuredEvent
from fanous.reports.register_shelf import countries
from tests.reports.conftest import read_html
from tests.reports.register_making import desk, shelf, shown


def told(cc: str, spoken: Messages) -> list[MeasuredEvent]:
    if cc != "IR":
        return []
    start = datetime(2022, 9, 21, tzinfo=UTC)
    name = "فاصله" if spoken.language == "fa" else "a block"
    return [MeasuredEvent(start, None, name, "event/e1.html")]


REPORT = Beside(
    home=True, events=told, days={"IR": [date(2022, 9, 21)]}, pages={"IR": "cc/IR/index.html"}
)


def test_claims_above_and_events_below() -> None:
    said = shown(country_page(desk(), "IR"))
    assert said.index("S2-16") < said.rindex("Measured events") < said.rindex("2019-11-16 14:00")
    assert "says nothing of a cause" in said
    assert "this report holds no measurements of volunteers" in said.lower()


def test_events_of_the_report_stand_beside_those_of_grades() -> None:
    _, content = country_page(desk(beside=REPORT), "IR")
    said = shown(content.decode())
    assert "1. Loss of connectivity in IR" in said
    assert "2. a block" in said
    assert "Where the band is missing, nobody measured" in said
    assert 'href="../../event/e1.html"' in content.decode()
    assert 'href="../../cc/IR/index.html"' in content.decode()


def test_the_drawing_says_in_words_what_it_shows_and_has_no_colour_alone() -> None:
    html = read_html(country_page(desk(beside=REPORT), "IR")[1].decode())
    (drawing,) = [found for tag, found in html.tags if tag == "svg" and found.get("role") == "img"]
    assert drawing["aria-labelledby"] == "line-title line-description"
    assert drawing["direction"] == "ltr"
    assert "claims with a date and 2 measured events" in html.text
    for words in ("a measured event", "a claim without an end", "alleged", "months with"):
        assert words in html.text
    assert html.problems == []


def test_nothing_measured_is_no_calm() -> None:
    said = shown(country_page(desk(), "CN"))
    assert "No measured event is known for this country. That is no sign" in said


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_country_has_its_page(language: str) -> None:
    for cc in countries(shelf().register):
        path, content = country_page(desk(language, REPORT), cc)
        html = read_html(content.decode())
        assert html.problems == []
        assert len(html.ids) == len(set(html.ids)), path
        anchors = {link[1:] for link in html.links if link.startswith("#")}
        assert anchors <= set(html.ids)


def test_the_table_holds_both() -> None:
    path, data = country_table(desk(beside=REPORT), "IR")
    assert path == "register/cc/IR.csv"
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    assert list(rows[0]) == list(COLUMNS)
    claims = [row for row in rows if row["what"] == "claim"]
    assert len(claims) == sum(
        any(code[:2] == "IR" for code in claim.places) for claim in shelf().register.claims.values()
    )
    assert all(row["hedge"] and row["attribution"] for row in claims)
    (shutdown,) = [row for row in claims if row["id_or_page"] == "S2-16"]
    assert (shutdown["start"], shutdown["end"]) == ("2019-11-01", "2019-11-30")
    measured = [row for row in rows if row["what"] == "measured"]
    assert [row["start"][:10] for row in measured] == ["2019-11-16", "2022-09-21"]
    assert measured[1]["end"] == ""
