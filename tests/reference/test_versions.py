from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.reference.versions import HIGHEST_VERSION, version_number, version_sql, version_text
from tests.making import FUZZ


def by_sql(version: str | None) -> object:
    query = f"SELECT {version_sql('v')} FROM (SELECT ?::VARCHAR AS v)"
    (found,) = duckdb.execute(query, [version]).fetchone() or (None,)
    return found


@pytest.mark.parametrize(
    ("version", "number"),
    [
        ("0.2.10", 200_010),
        ("3.18.0-alpha", 30_001_800_000),
        ("v1", 10_000_000_000),
        ("1.2.3.4", 10_000_200_003),
        (" 2.3", 20_000_300_000),
        ("99999.99999.99999", HIGHEST_VERSION),
        ("", None),
        (None, None),
        ("alpha", None),
        ("۱.۲", None),
    ],
)
def test_reading_a_version(version: str | None, number: int | None) -> None:
    assert version_number(version) == number
    assert by_sql(version) == number


@FUZZ
@given(st.text(st.sampled_from("v0129. -a"), max_size=12))
def test_sql_agrees(version: str) -> None:
    assert by_sql(version) == version_number(version)


PARTS = st.tuples(*[st.integers(0, 99_999)] * 3)


@FUZZ
@given(PARTS, PARTS)
def test_numbers_sort_like_versions(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    first, second = (version_number(".".join(map(str, parts))) for parts in (one, other))
    assert first is not None and second is not None
    assert version_text(first) == ".".join(map(str, one))
    assert (first < second) is (one < other)
