from __future__ import annotations

from pathlib import Path

import pytest

from fanous.model.reject import RejectReason
from fanous.sources.lines import RawLine, RefusedLine
from fanous.sources.tables.known import (
    TABLE_FORMATS,
    TABLE_PARSER_VERSION,
    columns_of,
    format_of,
    is_known_table,
    is_table_name,
    looks_like_table,
)
from tests.making_tables import ANALYSIS_COLUMNS, FASTPATH_COLUMNS, OBS_COLUMNS, write_table


@pytest.mark.parametrize(
    ("columns", "name"),
    [(OBS_COLUMNS, "obs_web"), (ANALYSIS_COLUMNS, "analysis"), (FASTPATH_COLUMNS, "fastpath")],
)
def test_a_header_says_what_a_table_is(columns: tuple[str, ...], name: str, tmp_path: Path) -> None:
    known = format_of(list(columns))
    assert known is not None and known.name == name
    assert format_of([*reversed(columns), "more"]) is known
    assert format_of([name for name in columns if name != "measurement_uid"]) is None
    assert is_known_table(write_table(tmp_path / "t.csv.gz", [], columns))


def test_a_name_that_occurs_twice_is_of_no_format() -> None:
    assert format_of([*OBS_COLUMNS, "ip"]) is None


def test_every_format_needs_columns_of_its_own() -> None:
    assert len({known.name for known in TABLE_FORMATS}) == len(TABLE_FORMATS)
    for known in TABLE_FORMATS:
        assert "measurement_uid" in known.needed
        assert not any(
            other.needed <= known.needed for other in TABLE_FORMATS if other is not known
        )


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (b"measurement_uid,ip", True),
        (b'"ip","measurement_uid"', True),
        (b"\xff,measurement_uid", True),
        (b"name,scope", False),
        (b'{"measurement_uid":"x"}', False),
        (b'["measurement_uid",1]', False),
        (b'"measurement_uid,ip', False),
    ],
)
def test_what_looks_like_a_table(data: bytes, is_one: bool) -> None:
    assert looks_like_table(RawLine(None, 1, data)) is is_one
    assert not looks_like_table(RawLine("member.post", 1, data))
    assert not looks_like_table(RawLine(None, 2, data))
    assert not looks_like_table(RefusedLine(None, 1, RejectReason.LINE_TOO_LONG, "long"))


def test_other_tables_are_none_of_ours(tmp_path: Path) -> None:
    for number, data in enumerate((b"", b"name,scope\n", b"\x1f\x8bcut", b'{"a":1}\n')):
        path = tmp_path / f"{number}.csv"
        path.write_bytes(data)
        assert not is_known_table(path)
    assert not is_known_table(tmp_path / "missing.csv")


def test_names() -> None:
    assert is_table_name("a.csv.gz") and is_table_name("a.csv") and not is_table_name("a.jsonl")
    assert columns_of(RawLine(None, 1, b" a , b")) == ["a", "b"]
    assert TABLE_PARSER_VERSION.endswith(".tables1")
