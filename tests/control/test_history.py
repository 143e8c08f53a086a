"""History: several days of one network make an answer plausible, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from fanous import pipeline
from fanous.store.query import open_store, rows
from fanous.store.store import Store
from tests.making import NOW, START, Record, changed, measurement, without, write_source

ADDRESS, CONTROLS = "11.22.33.44", "99.88.77.66"  # of a rotating pool


def visit(number: int, *, back: int, verified: bool = True, asn: int = 64512) -> Record:
    """A visit some days before, answered with an address that its control does not know."""
    record = measurement(number, start=START - timedelta(days=back))
    record = changed(record, "probe_asn", f"AS{asn}")
    keys = record["test_keys"]
    keys["control"] = {"dns": {"failure": None, "addrs": [CONTROLS]}}
    for query in keys["queries"]:
        for answer in query["answers"] or []:
            if answer.get("ipv4"):
                answer["ipv4"] = ADDRESS
    for connect in keys["tcp_connect"]:
        connect["ip"] = ADDRESS
    for handshake in keys["tls_handshakes"]:
        handshake |= {"address": f"{ADDRESS}:443", "peer_certificates": None}
        handshake["failure"] = None if verified else "generic_timeout_error"
    return record


def rule_today(folder: Path, before: list[Record]) -> str:
    """The rule that decides DNS today: answered the same way, without a handshake of its own."""
    today = visit(999, back=0, verified=False)
    source = write_source(folder / "a.jsonl", [*before, today])
    pipeline.ingest([source], folder / "store", now=lambda: NOW)
    pipeline.build(folder / "store")
    connection = open_store(Store(folder / "store"))
    (row,) = rows(
        connection,
        f"SELECT dns_rule FROM verdicts WHERE start_time >= TIMESTAMPTZ '{START:%Y-%m-%d} 00:00Z'",
    )
    return str(row["dns_rule"])


def test_three_days_of_the_same_network_make_it_plausible(tmp_path: Path) -> None:
    before = [visit(n, back=n + 1) for n in range(3)]
    assert rule_today(tmp_path, before) == "dns.verified_before"


@pytest.mark.parametrize(
    "before",
    [
        [visit(n, back=n + 1) for n in range(2)],
        [visit(n, back=1) for n in range(5)],  # one day's rows are one voice
        [visit(n, back=n + 1, asn=64513) for n in range(3)],  # another network
        [visit(n, back=n + 15) for n in range(3)],  # too long ago
        [visit(n, back=n + 1, verified=False) for n in range(3)],
        [without(visit(n, back=n + 1), "probe_asn") for n in range(3)],
    ],
    ids=["two days", "one day", "another network", "long ago", "not verified", "no network"],
)
def test_less_than_that_says_nothing(before: list[Record], tmp_path: Path) -> None:
    assert rule_today(tmp_path, before) == "dns.unmatched"


def test_late_data_of_a_day_before_make_today_anew(tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = write_source(tmp_path / "a.jsonl", [visit(n, back=n) for n in range(3)])
    pipeline.ingest([first], store, now=lambda: NOW)
    pipeline.build(store)
    late = write_source(tmp_path / "b.jsonl", [visit(7, back=5)])
    pipeline.ingest([late], store, now=lambda: NOW)
    built = {build.day for build in pipeline.build(store).built}
    assert f"{START:%Y-%m-%d}" in built
