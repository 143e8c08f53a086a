from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.errors import InputError
from fanous.sources.signals.base import FormatRefused, Read, SignalFile
from fanous.sources.signals.read import read_signals, read_text
from tests.making import FUZZ

TEXT = "time_utc,value\n2026-01-01 00:00,5\n2026-01-01 01:00,6\n"


def test_files_that_carry_on_a_series_are_joined(tmp_path: Path) -> None:
    head = "# entity: asn:1\n# operator: us\n"
    (tmp_path / "a.csv").write_text(head + TEXT)
    later = head + TEXT.replace("01-01", "01-02")
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(later.encode()))
    made = read_signals([tmp_path]).series
    assert len(made) == 1
    assert len(made[0].values) == 26


def test_a_sidecar_declares_and_the_head_wins(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("# unit: users\n" + TEXT)
    (tmp_path / "a.csv.toml").write_text('entity = "asn:7"\nunit = "odd"\n')
    made = read_signals([path], {"entity": "asn:8"}).series[0]
    assert (made.entity, made.unit) == ("asn:7", "users")


def test_what_cannot_be_read_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TEXT)
    (tmp_path / "b.csv").write_text("id,what\n1,2\n")
    (tmp_path / "c.csv").write_bytes(b"\x1f\x8bnot gzip")
    (tmp_path / "d.csv").write_text(TEXT)
    (tmp_path / "d.csv.toml").write_text("= broken")
    (tmp_path / "e.csv").write_text(TEXT)
    (tmp_path / "e.csv.toml").write_text('colour = "red"')
    (tmp_path / "notes.txt").write_text("left alone")
    result = read_signals([tmp_path])
    assert len(result.series) == 1
    assert [problem.file for problem in result.problems] == ["b.csv", "c.csv", "d.csv", "e.csv"]
    assert all(problem.remedy for problem in result.problems)


def test_an_entity_has_a_form(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TEXT)
    (problem,) = read_signals([tmp_path], {"entity": "IR"}).problems
    assert "country:IR" in problem.remedy


def test_a_path_that_is_not_there() -> None:
    with pytest.raises(InputError, match="no such file"):
        read_signals([Path("nowhere.csv")])


@FUZZ
@given(st.text(max_size=300), st.sampled_from(["", "{", "Time (UTC),BGP (x)\n", "time_utc,v\n",
       "date,country,users,frac\n", '{"nativeStep": 1, "data": [[', "bgp,1,1,n,2019-01-01 00:00\n",
       "count,test_day,probe_asn\n", '{"annotations": [], ']))  # fmt: skip
def test_no_text_breaks_the_reader(text: str, head: str) -> None:
    result = Read()
    try:
        read_text(SignalFile("country_XA.csv", head + text), result, declared={})
    except FormatRefused as refused:
        assert refused.remedy
    assert all(len(made.values) for made in result.series)


def test_what_breaks_a_parser_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("time_utc,v\n2026-01-01," + "9" * 200_000 + "\n")
    (tmp_path / "b.json").write_text('{"nativeStep": ' + "[" * 100_000)
    (tmp_path / "c.json").write_text(
        '{"data": [[{"entityType": "country", "entityCode": "XA", "datasource": "bgp", '
        '"nativeStep": 1, "step": 300, "from": 1e15, "values": [1]}]]}'
    )
    result = read_signals([tmp_path])
    assert not result.series
    assert [problem.file for problem in result.problems] == ["a.csv", "b.json", "c.json"]


def test_text_in_utf_16_as_spreadsheets_save_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        ("# entity: asn:1\n" + TEXT.replace(",", "\t")).encode("utf-16")
    )
    result = read_signals([tmp_path])
    assert [len(item.values) for item in result.series] == [2]
    assert result.problems == []
