from __future__ import annotations

import csv
import io
import json

from fanous.register.exports.flat import csv_bytes, json_lines
from fanous.register.exports.rows import CLAIM_COLUMNS


def row(**values: object) -> dict[str, object]:
    return {name: values.get(name, "") for name in CLAIM_COLUMNS}


def test_csv_round_trip_and_lists() -> None:
    data = csv_bytes([row(id="c-1", text='فارسی, "quoted"\nline', roots=["a", "b"])])
    (found,) = csv.DictReader(io.StringIO(data.decode("utf-8")))
    assert found["text"] == 'فارسی, "quoted"\nline'
    assert found["roots"] == "a; b"


def test_no_cell_is_a_formula() -> None:
    data = csv_bytes([row(text='=HYPERLINK("x")', note="@x")]).decode()
    assert "\"'=HYPERLINK" in data
    assert ",'@x" in data


def test_json_lines() -> None:
    data = json_lines([{"a": "الف"}, {"b": [1]}])
    assert [json.loads(line) for line in data.splitlines()] == [{"a": "الف"}, {"b": [1]}]
    assert "الف".encode() in data
