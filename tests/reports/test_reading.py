"""Questions to the store: counts, sessions and runs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from fanous.reports.reading import enter_country, networks_of
from fanous.store.query import open_store
from fanous.store.store import Store
from tests.making import START, changed, measurement, reset_measurement
from tests.reports.conftest import make_store


def test_counts_by_network(store: Store) -> None:
    connection = open_store(store)
    enter_country(connection, "XA")
    networks = networks_of(connection)
    (network,) = networks["domain:news.example"]
    assert (network.asn, network.name, network.days) == (64502, "Home Net", 5)
    assert network.tally.states["likely_blocked"] == 5
    assert network.tally.states["ok"] == 1
    assert (network.tally.sessions, network.tally.accusing_sessions) == (6, 5)
    assert (network.tally.longest_run, network.tally.run_sessions) == (3, 3)
    assert network.run == (START, START + timedelta(hours=40))
    (quiet,) = networks["domain:open.example"]
    assert (quiet.tally.longest_run, quiet.run) == (0, None)
    enter_country(connection, "XB")
    assert "domain:news.example" not in networks_of(connection)


def test_measurements_without_a_session_count_as_one(tmp_path: Path) -> None:
    records = [
        changed(reset_measurement(n, start=START + timedelta(hours=n)), "report_id", "")
        for n in range(4)
    ]
    connection = open_store(make_store(tmp_path, records))
    enter_country(connection, "XA")
    ((network,),) = networks_of(connection).values()
    assert network.tally.sessions == network.tally.accusing_sessions == 1
    assert network.tally.run_sessions == 1


def test_a_run_is_by_time_and_skips_what_settles_nothing(tmp_path: Path) -> None:
    unclear = changed(
        reset_measurement(9, start=START + timedelta(hours=1)), "test_keys.control", None
    )
    records = [
        measurement(5, start=START + timedelta(hours=9)),
        reset_measurement(2, start=START + timedelta(hours=2)),
        unclear,
        reset_measurement(1, start=START),
    ]
    connection = open_store(make_store(tmp_path, records, split=True))
    enter_country(connection, "XA")
    ((network,),) = networks_of(connection).values()
    assert network.tally.measurements == 4
    assert network.tally.longest_run == 2
    assert network.run == (START, START + timedelta(hours=2))
