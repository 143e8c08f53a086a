"""What a build writes: the validity of a record, and the columns of the built tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fanous.engine.build import judge_in_full
from fanous.engine.memory import in_memory
from fanous.model.tables import TABLES
from fanous.reference.load import load_reference
from fanous.rules.registry import RULES_VERSION
from fanous.sources.base import Context, Parsed
from fanous.sources.lines import source_digest
from fanous.sources.parse import parse_source
from fanous.store.query import rows
from tests.making import LATEST, Record, changed, measurement, reset_measurement, write_source


def judged(folder: Path, *records: Record) -> Any:
    """A connection with everything that is made of some records."""
    path = write_source(folder / "a.jsonl", records)
    context = Context(load_reference())
    found = parse_source(path, source_digest(path), context, latest=LATEST)
    connection = in_memory((p for p in found if isinstance(p, Parsed)), context, threads=1)
    connection.execute("SET VARIABLE rules = 'digest'")
    judge_in_full(connection)
    return connection


@pytest.mark.parametrize("table", ["verdicts", "endpoint_outcomes"])
def test_the_columns_are_those_of_the_contract(table: str, tmp_path: Path) -> None:
    connection = judged(tmp_path, measurement(1))
    columns = {item[0] for item in connection.execute(f"SELECT * FROM {table}").description}
    assert set(TABLES[table].names) <= columns


def test_a_verdict_names_its_measurement_and_the_versions(tmp_path: Path) -> None:
    connection = judged(tmp_path, measurement(1), reset_measurement(2))
    found = rows(connection, "SELECT * FROM verdicts ORDER BY measurement_uid")
    assert [row["state"] for row in found] == ["ok", "likely_blocked"]
    assert {row["rules_version"] for row in found} == {RULES_VERSION}
    assert found[0]["dns_rule"] and found[0]["deciding_rule"] == found[0]["http_rule"]
    assert (found[0]["mechanisms"], found[0]["locus"]) == ([], None)
    assert found[1]["mechanisms"] and found[1]["locus"]
    assert all(row["observer"] == row["report_id"] for row in found)  # no probe id: its session


def validity(folder: Path, record: Record) -> list[str]:
    (row,) = rows(judged(folder, record), "SELECT validity FROM verdicts")
    return list(row["validity"])


def test_a_sound_record_has_nothing_said_of_it(tmp_path: Path) -> None:
    assert validity(tmp_path, measurement(1)) == []


def test_a_record_received_before_it_began_has_a_wrong_clock(tmp_path: Path) -> None:
    late = changed(measurement(1), "measurement_start_time", "2026-03-04 07:06:07")
    assert validity(tmp_path, late) == ["clock"]
    early = changed(measurement(1), "measurement_start_time", "2026-03-01 07:06:07")
    assert validity(tmp_path / "early", early) == []  # only kept for a time


def test_fields_of_the_wrong_type_and_a_helper_out_of_reach(tmp_path: Path) -> None:
    assert validity(tmp_path, measurement(1) | {"probe_cc": 7}) == ["malformed"]
    silent = changed(measurement(1), "test_keys.control_failure", "connection_refused")
    assert "helper_failed" in validity(tmp_path / "silent", silent)


def test_validity_moves_no_verdict(tmp_path: Path) -> None:
    columns = "state, outcome, reachable, dns, tcp, tls, http, deciding_rule, mechanisms"
    query = f"SELECT {columns} FROM verdicts"
    late = changed(reset_measurement(1), "measurement_start_time", "2026-03-04 07:06:07")
    sound = rows(judged(tmp_path, reset_measurement(1)), query)
    assert rows(judged(tmp_path / "late", late), query) == sound


def test_decisions_are_stored_once_with_what_they_amount_to(tmp_path: Path) -> None:
    from fanous.engine.built import decisions_query

    connection = judged(tmp_path, *(measurement(number) for number in range(5)))
    found = rows(connection, decisions_query(one_day=False))
    assert rows(connection, decisions_query(one_day=True)) == found
    assert len(found) == len({(row["day"], row["layer"], row["mask"]) for row in found})
    assert set(found[0]) == {"day"} | set(TABLES["decisions"].names)
    for row in found:
        assert row["rule"] in row["fired"]
        assert row["mask"].bit_count() == len(row["facts"])
