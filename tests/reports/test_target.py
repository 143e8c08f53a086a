"""A target: its counts agree with each other, and the list says what it leaves out."""

from __future__ import annotations

import pytest

from fanous.reference.load import Reference
from fanous.reports.reading import enter_country
from fanous.reports.target import TargetReport, read_target, verdict_rows
from fanous.store.query import open_store
from fanous.store.store import Store
from tests.reports.test_country import country


def target(store: Store, reference: Reference, name: str, *, pages: int = 200) -> TargetReport:
    row = {row.name: row for row in country(store, "XA", reference).targets}[name]
    connection = open_store(store)
    enter_country(connection, "XA")
    return read_target(connection, row, pages=pages)


@pytest.mark.parametrize("name", ["news.example", "rights.example", "open.example"])
def test_counts_add_up(store: Store, reference: Reference, name: str) -> None:
    report = target(store, reference, name)
    measurements = report.row.summary.pooled.measurements
    assert sum(sum(day.values()) for day in report.days.values()) == measurements
    networks = report.network_days.values()
    assert sum(sum(n.values()) for days in networks for n in days.values()) == measurements
    assert all(sum(counts.values()) == measurements for counts in report.layers.values())
    assert sum(rule.measurements for rule in report.rules) == measurements
    assert len(report.listed) + report.left_out == measurements
    assert len({listed.path for listed in report.listed}) == len(report.listed)


def test_what_was_not_fine_is_listed_first_and_then_the_newest(
    store: Store, reference: Reference
) -> None:
    report = target(store, reference, "news.example", pages=3)
    assert [listed.state for listed in report.listed] == ["likely_blocked"] * 3
    times = [listed.start_time for listed in report.listed]
    assert times == sorted(times, reverse=True)
    assert report.left_out == 3


def test_rules_mechanisms_and_layers(store: Store, reference: Reference) -> None:
    report = target(store, reference, "news.example")
    assert report.rules[0].rule == "tls.reset_control_ok"
    assert (report.rules[0].measurements, report.rules[0].networks) == (5, 1)
    assert report.mechanisms == {"tls.reset": 5}
    assert report.layers["tls"] == {"blocked": 5, "ok": 1}
    assert report.inputs == ("https://news.example/",)
    assert target(store, reference, "rights.example").layers["tls"] == {"not_tried": 4}


def test_every_verdict_is_at_hand(store: Store) -> None:
    connection = open_store(store)
    enter_country(connection, "XA")
    assert len(verdict_rows(connection, "domain:news.example")) == 6
