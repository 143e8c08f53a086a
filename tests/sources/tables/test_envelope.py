from __future__ import annotations

import pytest

from fanous.model.reject import RejectReason
from fanous.reference.load import load_reference
from fanous.sources.base import Context, RecordRefused
from fanous.sources.ooni.envelope import Line
from fanous.sources.tables.envelope import Reading, common_fields, line_of, rows_of
from fanous.sources.tables.grouped import Group
from tests.making import LATEST, PROBE_ADDRESS
from tests.sources.tables.reading import rows

COLUMNS = ["measurement_uid", "test_name", "probe_ip", "tcp_failure"]


def reading() -> Reading:
    return Reading(COLUMNS, "source", Context(load_reference()), LATEST)


def group(*cells: list[str], cut: int = 0) -> Group:
    return Group("uid", 7, "00" * 32, 99, list(cells), cut)


def test_a_record_is_called_by_its_first_row() -> None:
    assert line_of(group(), reading()) == Line("source", None, 7, "00" * 32, 99)


def test_rows_without_a_test_are_no_measurement() -> None:
    with pytest.raises(RecordRefused) as refused:
        rows_of(group(["uid", "", "", ""]), reading(), [])
    assert refused.value.reason is RejectReason.NOT_A_MEASUREMENT


def test_rows_that_were_cut_are_told() -> None:
    notes: list[str] = []
    rows_of(group(["uid", "telegram", "", ""], cut=3), reading(), notes)
    assert notes == ["3 rows more than are believed were left out"]


def test_an_address_of_the_probe_is_taken_out() -> None:
    cells = ["uid", "telegram", PROBE_ADDRESS, f"dial from {PROBE_ADDRESS}: refused"]
    found, scrubbed = rows_of(group(cells), reading(), [])
    assert found[0].string("tcp_failure") == "dial from [scrubbed]: refused"
    assert found[0].string("probe_ip") == "[scrubbed]"
    assert scrubbed == 2
    assert rows_of(group(["uid", "telegram", "127.0.0.1", "x"]), reading(), [])[1] == 0


def test_as_numbers_however_written() -> None:
    for text in ("64502", "64502.0", "AS64502", "as64502"):
        (row,) = rows({"probe_asn": text, "test_name": "telegram"})
        found = common_fields([row], [])["probe_asn"]
        assert found is not None and found.upper() == "AS64502"
    (row,) = rows({"test_name": "telegram"})
    assert common_fields([row], [])["resolver_asn"] is None


def test_rows_that_disagree_give_the_least_with_a_note() -> None:
    notes: list[str] = []
    two = rows({"probe_cc": "XB", "test_name": "signal"}, {"probe_cc": "XA"})
    assert common_fields(two, notes)["probe_cc"] == "XA"
    assert common_fields(two[::-1], [])["probe_cc"] == "XA"
    assert notes == ["probe_cc: the rows disagree; 'XA' was taken"]
