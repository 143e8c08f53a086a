"""fanous cells: each format says the same, and what cannot be is told with what to do."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from fanous import pipeline
from fanous.cells.columns import cell_schema
from fanous.cells.read import cells
from fanous.store.store import Store
from tests.cli.conftest import Command
from tests.making import NOW, measurement, reset_measurement, write_source

TESTLIST = (
    "url,category_code,category_description,date_added,source,notes\n"
    "https://www.shop.example/,COMM,E-commerce,2026-01-01,us,\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three measurements (a shop works, Telegram's web client is reset), and a list."""
    folder = tmp_path_factory.mktemp("cells")
    records = [measurement(1), reset_measurement(2, host="web.telegram.org"), measurement(3)]
    raw = write_source(folder / "raw.jsonl", records)
    pipeline.ingest([raw], folder / "store", now=lambda: NOW)
    pipeline.build(folder / "store")
    (folder / "reference").mkdir()
    (folder / "reference" / "testlist_xa.csv").write_text(TESTLIST, encoding="utf-8")
    return folder


def test_a_table_for_people(fanous: Command, folder: Path) -> None:
    ended = fanous("cells", "--store", folder / "store", "--target", "shop.example")
    header, row = ended.out.splitlines()
    assert ended.code == 0 and header.startswith("hour")
    assert row.split() == (
        "2026-03-04T05Z domain:shop.example XA 64502 2 2 0 0 0 1 ok 0.00 [0.00, 0.79]".split()
    )


def test_a_service_tells_how_many_and_which(fanous: Command, folder: Path) -> None:
    ended = fanous("cells", "--store", folder / "store", "--target", "telegram", "--by", "day")
    assert "1 blocked of 1 measured of 5: domain:web.telegram.org" in ended.out
    assert "tls.reset" in ended.out and ended.out.startswith("day")


def test_a_category_by_the_lists_of_a_folder(fanous: Command, folder: Path) -> None:
    asked = ("cells", "--store", folder / "store", "--target", "category:COMM")
    ended = fanous(*asked, "--reference", folder / "reference")
    assert "0 blocked of 1 measured of 1" in ended.out
    without = fanous(*asked)
    assert without.code == 2 and "--reference" in without.err


def test_every_format_holds_every_cell_and_column(
    fanous: Command, folder: Path, tmp_path: Path
) -> None:
    found = cells(Store(folder / "store"), layer="tls")
    asked = ("cells", "--store", folder / "store", "--layer", "tls", "--format")
    lines = [json.loads(line) for line in fanous(*asked, "jsonl").out.splitlines()]
    assert [list(line) for line in lines] == [cell_schema("hour").names] * 2
    assert {line["hour"] for line in lines} == {"2026-03-04T05:00:00Z"}
    assert sum(line["rules"].get("tls.reset_control_ok", 0) for line in lines) == 1
    table = list(csv.DictReader(io.StringIO(fanous(*asked, "csv").out)))
    assert [int(row["measurements"]) for row in table] == found["measurements"].to_pylist()
    assert list(table[0]) == cell_schema("hour").names
    assert fanous(*asked, "parquet", "--out", tmp_path / "cells.parquet").code == 0
    assert pq.read_table(tmp_path / "cells.parquet") == found
    assert fanous(*asked, "csv", "--out", tmp_path / "cells.csv").out == ""
    assert (tmp_path / "cells.csv").read_text() == fanous(*asked, "csv").out


def test_silence_is_rows_where_it_is_asked_for(fanous: Command, folder: Path) -> None:
    asked = ("cells", "--store", folder / "store", "--cc", "XC", "--since", "2026-03-04")
    window = (*asked, "--until", "2026-03-05T06:00", "--target", "shop.example", "--format", "csv")
    dense = fanous(*window, "--dense")
    assert len(dense.out.splitlines()) == 1 + 30 and ",insufficient," in dense.out
    sparse = fanous(*window)
    assert len(sparse.out.splitlines()) == 1
    assert "does not say that nothing is blocked" in sparse.err
    assert sparse.code == 0


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--format", "parquet"), "--out"),
        (("--asn", "AS"), "AS64502"),
        (("--since", "yesterday"), "2026-01-31"),
        (("--since", "2026-03-05", "--until", "2026-03-04"), "empty"),
        (("--target", "service:nothing"), "telegram"),
        (("--out", "."), "folder"),
    ],
)
def test_what_cannot_be_is_a_usage_error(
    fanous: Command, folder: Path, asked: tuple[str, ...], told: str
) -> None:
    ended = fanous("cells", "--store", folder / "store", *asked)
    assert ended.code == 2 and told in ended.err and ended.out == ""


def test_a_network_is_written_either_way(fanous: Command, folder: Path) -> None:
    asked = ("cells", "--store", folder / "store", "--format", "csv", "--asn")
    assert fanous(*asked, "AS64502").out == fanous(*asked, "64502").out != ""
    assert len(fanous(*asked, "64511").out.splitlines()) == 1
