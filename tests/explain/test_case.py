"""Cases: all rows of each measurement and of no other, in the order asked for."""

from __future__ import annotations

from fanous.explain.case import read_cases
from fanous.store.query import open_store, rows
from fanous.store.store import Store


def test_rows_are_of_the_measurement(store: Store) -> None:
    connection = open_store(store)
    records = [row["record"] for row in rows(connection, "SELECT record FROM verdicts")][::-1]
    cases = read_cases(connection, records)
    assert [case.verdict["record"] for case in cases] == records
    for case, record in zip(cases, records, strict=True):
        every = [case.measurement, *case.endpoints, *case.controls, *case.control_endpoints]
        every += [row for found in case.observations.values() for row in found]
        assert {row["record"] for row in every} == {record}
        assert {layer: len(found) for layer, found in case.observations.items()} == {
            "dns": 1, "tcp": 1, "tls": 1, "http": 1,
        }  # fmt: skip
        assert [row["layer"] for row in case.endpoints] == ["dns", "tcp", "tls", "http"]
        assert all(isinstance(row["facts"], list) and row["fired"] for row in case.endpoints)
    assert read_cases(connection, []) == []
