"""Where and when a measurement was made, and what its handshakes are worth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fanous.engine.memory import in_memory
from fanous.reference.load import load_reference
from fanous.rules.judge import make_pool
from fanous.sources.base import Context, Parsed
from fanous.sources.lines import source_digest
from fanous.sources.parse import parse_source
from fanous.store.query import rows
from tests.making import (
    LATEST,
    Record,
    changed,
    measurement,
    other_measurement,
    reset_measurement,
    write_source,
)
from tests.making_services import telegram


def measured(folder: Path, name: str, *records: Record) -> list[dict[str, Any]]:
    """One relation over some records."""
    path = write_source(folder / "a.jsonl", records)
    context = Context(load_reference())
    found = parse_source(path, source_digest(path), context, latest=LATEST)
    connection = in_memory((item for item in found if isinstance(item, Parsed)), context, threads=1)
    make_pool(connection)
    return rows(connection, f"SELECT * FROM {name} ORDER BY record")


def test_a_place_is_a_day_a_country_and_a_network(tmp_path: Path) -> None:
    (place,) = measured(tmp_path, "place", measurement(1))
    assert (place["day"], place["probe_cc"], place["probe_asn"]) == (20516, "XA", 64502)
    assert (place["hostname"], place["input_is_https"]) == ("shop.example", True)
    assert (place["is_service"], place["instrument"], place["helper_silent"]) == (False, "", False)


def test_a_test_without_verdicts_has_no_place(tmp_path: Path) -> None:
    assert measured(tmp_path, "place", other_measurement(1)) == []


@pytest.mark.parametrize("control", [True, False])
@pytest.mark.parametrize("failure", [None, "connection_refused"])
def test_a_helper_is_silent_if_it_failed_and_said_nothing(
    control: bool, failure: str | None, tmp_path: Path
) -> None:
    record = changed(measurement(1), "test_keys.control_failure", failure)
    if not control:
        del record["test_keys"]["control"]
    (place,) = measured(tmp_path, "place", record)
    # Nothing said of the helper at all: the record is incomplete, and others are not asked.
    assert place["helper_silent"] is (failure is not None and not control)


def test_a_service_has_no_helper_and_its_instrument_is_its_version(tmp_path: Path) -> None:
    record = telegram(1)
    (place,) = measured(tmp_path, "place", record)
    assert place["is_service"] and place["helper_silent"]
    assert place["instrument"] == f"telegram {record['test_version']}"


@pytest.mark.parametrize("table", ["unhelped_dns", "unhelped_tcp", "unhelped_http"])
def test_only_records_whose_helper_was_silent_lie_apart(table: str, tmp_path: Path) -> None:
    helped, service = measurement(1), telegram(2)
    places = measured(tmp_path, "place", helped, service)
    (silent,) = [place["record"] for place in places if place["helper_silent"]]
    assert len(places) == 2
    assert {row["record"] for row in measured(tmp_path, table, helped, service)} <= {silent}
    if table != "unhelped_dns":  # its look-ups may be none
        assert measured(tmp_path, table, helped, service)
    assert measured(tmp_path, table, helped) == []


def test_a_certificate_proves_nothing_without_a_completed_handshake(tmp_path: Path) -> None:
    works, reset = measured(tmp_path, "handshakes", measurement(1), reset_measurement(2))
    if works["failure"] is not None:
        works, reset = reset, works
    assert works["result"] not in (None, "valid")  # signed by nobody we know
    assert works["revalidated"] is False
    assert (reset["result"], reset["revalidated"], reset["refuted"]) == (None, False, False)
    assert {works["depth"], reset["depth"]} == {0}
