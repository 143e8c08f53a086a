from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.schedule import DAY, HOUR
from fanous.evaluation.countries.visits import NOTHING
from tests.evaluation.countries.making import ASNS, drawn, nuisance, of_network, within


def test_records_stand_in_the_order_of_their_times() -> None:
    records = drawn(nuisance("clock_skew", 0, 20, share=0.3, hours=3.0)).records
    assert (np.diff(records.said) >= 0).all()
    assert (np.diff(records.start) < 0).any()


def test_some_clocks_are_wrong_by_hours_each_by_its_own() -> None:
    drawing = drawn(nuisance("clock_skew", 0, 20, share=0.4, hours=4.0))
    records = drawing.records
    wrong = (records.said - records.start) / HOUR
    by_probe = {int(p): set(wrong[records.probe == p]) for p in set(records.probe)}
    assert all(len(errors) == 1 for errors in by_probe.values())
    errors = [next(iter(found)) for found in by_probe.values()]
    assert 0 < np.mean([error != 0 for error in errors]) < 0.8
    assert all(2 <= abs(error) <= 6 for error in errors if error)


def test_late_sessions_arrive_later_and_say_the_same() -> None:
    records = drawn(nuisance("late_data", 5, 10, share=0.5, hours=30.0)).records
    delay = (records.arrived - records.start) / HOUR
    inside = within(records, 5, 10)
    assert 0.3 < (delay[inside] > 0.1).mean() < 0.7
    assert (delay[~inside] < 0.1).all() and (delay > 0).all()
    assert (records.said == records.start).all()


def test_out_of_order_is_by_arrival() -> None:
    late = nuisance("late_data", 0, 20, share=0.3, hours=40.0)
    records = drawn(late, nuisance("out_of_order", 0, 20)).records
    assert (np.diff(records.arrived) >= 0).all()
    assert (np.diff(records.said) < 0).any()


def test_a_few_records_say_that_they_are_years_old() -> None:
    records = drawn(nuisance("years_late", 5, 15, count=6)).records
    age = (records.start - records.said) / DAY
    assert (age > 0).sum() == 6
    assert age[age > 0].min() >= 365 and age.max() <= 6 * 366


def test_copies_have_one_number_or_a_new_one() -> None:
    plain, drawing = drawn(), drawn(nuisance("duplicates", 0, 20, share=0.2))
    records = drawing.records
    extra = len(records) - len(plain.records)
    assert 0.1 < extra / len(plain.records) < 0.3
    twice = len(records) - len(set(records.record))
    assert 0.3 < twice / extra < 0.7
    assert len(drawing.distinct) == len(set(records.record))


def test_a_network_may_change_its_country() -> None:
    drawing = drawn(nuisance("country_change", asns=ASNS[:1], to="XD"))
    records = drawing.records
    expected = within(records, 5, 10) & of_network(drawing, records, ASNS[0])
    assert ((records.country == 0) == expected).all() and expected.any()
    assert (records.country[~expected] == NOTHING).all()
