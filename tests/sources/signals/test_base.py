from __future__ import annotations

import pytest

from fanous.sources.signals.base import SignalFile, SignalProblem, data_lines


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("ioda-country-IR-26-01-01-normalized.csv", "country:IR"),
        ("ioda_country_IR_2025-12_normalized.csv", "country:IR"),
        ("ioda-asn-58224-raw.csv", "asn:58224"),
        ("monash_MM_2021_Bago_30min_utc.csv", "region:MM-Bago"),
        ("ripestat_IR_2026-01_points.csv", "country:IR"),
        ("numbers.csv", "file:numbers"),
    ],
)
def test_the_name_of_a_file_may_say_whose_it_is(name: str, entity: str) -> None:
    assert SignalFile(name, "").entity() == entity


def test_what_is_declared_goes_before_the_name() -> None:
    file = SignalFile("country_IR.csv", "", {"entity": "asn:1", "country": "tr"})
    assert file.entity() == "asn:1"
    assert file.country() == "country:TR"
    assert SignalFile("country_IR.csv", "", {"entity": "country:TR"}).country() == "country:TR"


def test_lines_keep_their_numbers() -> None:
    assert data_lines(SignalFile("x", "# a: b\n\ntime,v\n1,2\n")) == [(3, "time,v"), (4, "1,2")]


def test_a_problem_says_where_and_what_to_do() -> None:
    assert str(SignalProblem("a.csv", 3, "bad", "Mend it.")) == "a.csv:3: bad\n  Mend it."
