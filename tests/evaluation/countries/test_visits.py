from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.visits import (
    NOTHING,
    joined,
    mechanism_code,
    microseconds,
)

from .making import START, drawn


def test_times_are_microseconds_since_1970() -> None:
    assert microseconds(START) == round(START.timestamp() * 1_000_000)


def test_rows_are_taken_and_put_together() -> None:
    visits = drawn().records
    half = np.arange(len(visits)) % 2 == 0
    both = joined([visits.where(half), visits.where(~half)])
    assert len(both) == len(visits)
    assert sorted(both.record) == sorted(visits.record)


def test_what_stopped_a_visit_first_stays() -> None:
    visits = drawn().records
    first = np.arange(len(visits)) < 10
    visits.meet(first, mechanism_code("tls.reset"), event=3)
    visits.meet(np.ones(len(visits), np.bool_), mechanism_code("tcp.timeout"), nuisance=1)
    assert set(visits.mechanism[:10]) == {mechanism_code("tls.reset")}
    assert set(visits.event[:10]) == {3} and set(visits.nuisance[:10]) == {NOTHING}
    assert set(visits.mechanism[10:]) == {mechanism_code("tcp.timeout")}
