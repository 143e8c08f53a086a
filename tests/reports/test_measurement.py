"""One measurement: its rows, and where else it can be seen."""

from __future__ import annotations

from dataclasses import replace

from fanous.reports.measurement import (
    MeasurementReport,
    explorer_address,
    read_measurements,
)
from fanous.reports.reading import enter_country
from fanous.store.query import open_store, rows
from fanous.store.store import Store


def test_rows_are_of_the_measurement_and_in_the_order_asked_for(store: Store) -> None:
    connection = open_store(store)
    enter_country(connection, "XA")
    found = rows(connection, "SELECT record FROM judged_here ORDER BY record DESC LIMIT 5")
    records = [row["record"] for row in found]
    reports = read_measurements(connection, records)
    assert [report.verdict["record"] for report in reports] == records
    for report in reports:
        record = report.verdict["record"]
        every = [report.measurement, *report.endpoints, *report.controls, *report.control_endpoints]
        assert {row["record"] for row in every} == {record}
        assert report.endpoints
        assert len(report.controls) == 1
    assert read_measurements(connection, []) == []


def test_only_published_measurements_have_an_address_elsewhere(store: Store) -> None:
    connection = open_store(store)
    enter_country(connection, "XA")
    (found,) = rows(connection, "SELECT record FROM judged_here ORDER BY record LIMIT 1")
    (report,) = read_measurements(connection, [found["record"]])
    uid = report.verdict["measurement_uid"]
    assert explorer_address(report) == f"https://explorer.ooni.org/m/{uid}"
    for change in ({"synthetic": True}, {"measurement_uid": "sha256:ab"}):
        it = report.explanation
        case = replace(it.case, verdict={**report.verdict, **change})
        assert explorer_address(MeasurementReport(replace(it, case=case))) == ""
