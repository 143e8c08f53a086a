from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fanous.sources.signals.base import FormatRefused
from fanous.sources.signals.read import read_signals
from tests.making_signals import read

HEAD = "Time (UTC),Google (Search),BGP (#Visible /24s),Weather (C)\n"
ROWS = "2026-01-01 00:00:00,20.5,100,4\n2026-01-01 00:30:00,,99,4\nnonsense,1,2,3\n"


def test_an_empty_cell_is_missing_and_unknown_columns_are_told() -> None:
    result = read(HEAD + ROWS, "ioda-country-XA-26-01-01-00-00-raw.csv")
    google, routes = result.series
    assert np.isnan(google.values[1]) and google.values[0] == 20.5
    assert (routes.entity, routes.operator, routes.scale) == (
        "country:XA", "Route Views and RIPE RIS", "level")  # fmt: skip
    assert [problem.line for problem in result.problems] == [1, 4]


def test_normalised_by_name_by_declaration_or_by_what_it_holds() -> None:
    assert read(HEAD + ROWS, "country_XA_normalized.csv").series[0].normalised
    assert read(HEAD + ROWS, "country_XA.csv").series[0].normalised
    assert not read("# scale: count\n" + HEAD + ROWS, "country_XA.csv").series[1].normalised
    assert not read(HEAD + ROWS.replace("100", "812"), "country_XA.csv").series[1].normalised


def test_nothing_to_read_is_refused() -> None:
    with pytest.raises(FormatRefused, match="no value"):
        read("Time (UTC),Weather (C)\n2026-01-01 00:00:00,4\n", "country_XA.csv")


def test_the_real_export(shared: Path) -> None:
    path = shared / "signals" / "ioda_country_IR_2025-12_normalized.csv"
    made = {item.signal: item for item in read_signals([path]).series}
    assert made["mozilla"].step == 3_600
    assert made["bgp"].step == 1_800
    assert {item.entity for item in made.values()} == {"country:IR"}
    assert all(item.normalised for item in made.values())


@pytest.mark.parametrize("change", [
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace(",", ";"),
    lambda text: text.replace(",", "\t"),
    lambda text: '"' + text.replace(",", '","').replace("\n", '"\n"').removesuffix('"'),
    lambda text: text.replace("Time (UTC)", "time (utc)").replace("Google", "google"),
    lambda text: text.replace("00:00,", "00:00Z,").replace(" 0", "T0"),
])  # fmt: skip
def test_an_export_that_a_spreadsheet_has_saved_again(change: Callable[[str], str]) -> None:
    text = "Time (UTC),Google (Search),Active Probing (#/24s Up)\n"
    text += "2026-01-01 00:00:00,20.5,100\n2026-01-01 00:30:00,21,99\n"
    result = read(change(text), "country_XA_raw.csv")
    assert [item.signal for item in result.series] == ["google:search", "probing"]
    assert [list(item.values) for item in result.series] == [[20.5, 21.0], [100.0, 99.0]]
    assert result.problems == []


def test_days_before_months_are_refused_and_the_refusal_says_so() -> None:
    with pytest.raises(FormatRefused, match="08/01/2026"):
        read("Time (UTC),Google (Search)\n08/01/2026 00:00,5\n", "country_XA.csv")
