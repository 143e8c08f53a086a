from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from fanous.model.reject import RejectReason
from fanous.sources.base import Parsed
from fanous.sources.tables import parse
from fanous.sources.tables.known import TABLE_FORMATS, TableFormat, format_of
from tests.making import read_source, write_source
from tests.making_tables import OBS_COLUMNS, table_bytes, web_rows, write_table


def test_a_header_of_no_table_is_one_reject(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(b"name,scope\na,b\n")
    reject = read_source(path).reject()
    assert (reject.reason, reject.line) == (RejectReason.UNKNOWN_TABLE, 0)
    assert reject.detail == "columns name, scope"
    wide = tmp_path / "wide.csv"
    wide.write_bytes(",".join(f"c{number}" for number in range(20)).encode())
    assert read_source(wide).reject().detail.endswith("and 12 more")


def test_a_table_is_known_by_its_header_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_bytes(table_bytes(web_rows(1)))
    assert len(read_source(path).parsed) == 1


def test_an_empty_table_has_nothing(tmp_path: Path) -> None:
    empty = read_source(write_table(tmp_path / "t.csv", []))
    assert (empty.parsed, empty.rejects) == ([], [])
    (tmp_path / "none.csv").write_bytes(b"")
    assert read_source(tmp_path / "none.csv").rejects == []


def test_json_that_is_called_a_table_is_refused_as_one(tmp_path: Path) -> None:
    path = write_source(tmp_path / "lines.csv", [{"measurement_uid": "x"}])
    assert read_source(path).reject().reason is RejectReason.UNKNOWN_TABLE


def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00damaged")
    assert read_source(path).reject().reason in {
        RejectReason.TRUNCATED_SOURCE,
        RejectReason.UNREADABLE_SOURCE,
    }


def test_a_measurement_that_breaks_a_reader_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    obs = TABLE_FORMATS[0]

    def broken(columns: list[str]) -> TableFormat:
        class Broken:
            name, needed, columns, ignored = obs.name, obs.needed, obs.columns, obs.ignored

            def read(self, group: object, reading: object) -> Parsed:
                raise ZeroDivisionError("one by none")

        return Broken()

    monkeypatch.setattr(parse, "format_of", broken)
    reject = read_source(write_table(tmp_path / "t.csv", web_rows(1))).reject()
    assert reject.reason is RejectReason.INTERNAL
    assert reject.detail == "ZeroDivisionError: one by none"
    assert reject.line == 2


def test_columns_that_nobody_reads_are_told_once(tmp_path: Path) -> None:
    columns = (*OBS_COLUMNS, "new_column", "failure_class")
    rows = [*web_rows(1), *web_rows(2)]
    found = read_source(write_table(tmp_path / "t.csv", rows, columns))
    assert [item.leftovers for item in found.parsed] == [["table.new_column"], []]


def test_real_tables_have_no_column_that_is_new(shared: Path) -> None:
    for path in sorted((shared / "ooni" / "series").glob("*.csv*")):
        with (gzip.open if path.name.endswith("gz") else open)(path, "rt") as handle:
            columns = handle.readline().strip().split(",")
        known = format_of(columns)
        assert known is not None
        assert {*columns} <= known.columns | known.ignored, path.name
