from __future__ import annotations

from dataclasses import replace

from fanous.register.imports.incident import Incident, Read, merged

ONE = Incident(
    list="access-now-stop", cc="IR", country="Iran", place="Nationwide", kind="services",
    start="2018-05-01", end="", status="ongoing", cause="", services=("telegram",),
    sources=("a",), keys=("k",), rows=(2,), years=("2018",),
)  # fmt: skip


def test_an_ongoing_block_that_is_listed_every_year_is_one() -> None:
    again = [replace(ONE, rows=(n,), years=(str(2016 + n),), sources=("b",)) for n in (3, 4)]
    (found,) = merged([ONE, *again])
    assert found.rows == (2, 3, 4)
    assert found.years == ("2018", "2019", "2020")
    assert found.sources == ("a", "b")
    assert found.id == ONE.id


def test_the_latest_year_knows_the_end() -> None:
    over = replace(ONE, rows=(9,), years=("2021",), end="2021-03-01", status="ended")
    (found,) = merged([over, ONE])
    assert (found.end, found.status, found.other_ends) == ("2021-03-01", "ended", ())


def test_rows_that_differ_on_the_end_are_told() -> None:
    (found,) = merged([replace(ONE, end="2019-11-23"), replace(ONE, end="2019-11-24", rows=(3,))])
    assert (found.end, found.other_ends) == ("2019-11-24", ("2019-11-23",))


def test_national_and_nationwide_are_one_place_and_estimated_days_too() -> None:
    other = replace(ONE, place="National", start="2018-05-01~", rows=(3,))
    assert len(merged([ONE, other])) == 1


def test_what_is_another_incident() -> None:
    for other in (
        replace(ONE, start="2018-05-02"),
        replace(ONE, place="Khuzestan"),
        replace(ONE, services=("signal",)),
        replace(ONE, kind="full-network"),
        replace(ONE, country="Iraq"),
    ):
        assert len(merged([ONE, replace(other, rows=(3,))])) == 2


def test_two_without_a_date_need_not_be_one() -> None:
    undated = replace(ONE, start="")
    assert len(merged([undated, replace(undated, rows=(3,))])) == 2


def test_repeats_are_counted() -> None:
    assert Read(merged([ONE, replace(ONE, rows=(3,))]), [], 2).repeats == 1
