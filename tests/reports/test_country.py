"""A country: its targets by seriousness, its days, and the tests that get no verdict."""

from __future__ import annotations

from fanous.reference.load import Reference
from fanous.reports.country import CountryReport, read_country
from fanous.reports.reading import enter_country
from fanous.reports.summary import TargetState
from fanous.store.query import open_store
from fanous.store.store import Store


def country(store: Store, cc: str, reference: Reference) -> CountryReport:
    connection = open_store(store)
    enter_country(connection, cc)
    return read_country(connection, cc, reference)


def test_a_country(store: Store, reference: Reference) -> None:
    report = country(store, "XA", reference)
    states = [row.summary.state for row in report.targets]
    assert states == sorted(states, key=list(TargetState).index)
    assert [row.name for row in report.targets[:2]] == ["rights.example", "news.example"]
    assert report.target_states == {"blocked": 1, "likely_blocked": 1, "ok": 2}
    assert report.invented
    assert report.not_handled == {"dnscheck": 1, "ndt": 1}
    assert report.measurements == sum(report.states.values())
    assert report.measurements == sum(sum(day.values()) for day in report.days.values())
    assert report.measurements == sum(row.summary.pooled.measurements for row in report.targets)
    assert report.measurements == sum(n.tally.measurements for n in report.networks)


def test_categories_come_from_the_test_lists(store: Store, reference: Reference) -> None:
    found = {row.name: row.category for row in country(store, "XA", reference).targets}
    assert found["news.example"] == "NEWS"
    assert found["open.example"] == ""


def test_a_country_nobody_measured(store: Store, reference: Reference) -> None:
    report = country(store, "XC", reference)
    assert (report.measurements, report.targets, report.first) == (0, (), None)
