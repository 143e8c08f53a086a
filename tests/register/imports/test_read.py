from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from fanous.errors import InputError
from fanous.register.imports.read import INCIDENTS, import_list, read_list

HEADER = "ID,Begin time,End time,Country,Cause,,,\n"


def test_a_list_is_written_with_its_counts(tmp_path: Path) -> None:
    path = tmp_path / "ioda.csv.gz"
    text = (
        "\ufeff" + HEADER + '1,"Wednesday, March 17, 2021, 4:40:00 PM",,Guam,,,,\n'
        '2,"Wednesday, March 17, 2021, 4:40:00 PM",,Guam,,,,\n'
        "3,7/28/2020 17:00:00 PM,,Guam,,,,\n,,,,\n"
    )
    path.write_bytes(gzip.compress(text.encode("utf-8")))
    done = import_list("ioda-curated", path, tmp_path / "out")
    assert (done.rows, len(done.incidents), done.repeats) == (3, 2, 1)
    (told,) = done.problems
    assert told.startswith("ioda.csv.gz:4: ")
    written = tmp_path / "out" / f"ioda-curated.{INCIDENTS}"
    lines = [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines()]
    assert [line["keys"] for line in lines] == [["1", "2"], ["3"]]
    assert len({line["id"] for line in lines}) == 2


def test_another_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="no ioda-curated list"):
        read_list("ioda-curated", path)
    with pytest.raises(InputError, match="cannot be read"):
        read_list("ioda-curated", tmp_path / "none.csv")
    (tmp_path / "bad.gz").write_bytes(b"not gzip")
    with pytest.raises(InputError, match="cannot be read"):
        read_list("ioda-curated", tmp_path / "bad.gz")


@pytest.mark.parametrize(
    ("name", "file", "rows", "incidents", "problems"),
    [
        ("access-now-stop", "accessnow_stop_2016_2025.csv.gz", 2102, (1850, 1900), (3, 3)),
        ("ioda-curated", "ioda_curated_outages_2018_2021.csv.gz", 1704, (1690, 1704), (100, 120)),
        ("ooni-incidents", "ooni_incidents_2020_2026.csv", 67, (60, 67), (0, 5)),
        ("isoc-pulse", "isoc_pulse_ongoing_2026-01.csv", 10, (10, 10), (0, 0)),
    ],
)
def test_the_real_lists(
    shared: Path, name: str, file: str, rows: int, incidents: tuple[int, int],
    problems: tuple[int, int],
) -> None:  # fmt: skip
    found = read_list(name, shared / "register" / file)
    assert found.rows == rows
    assert incidents[0] <= len(found.incidents) <= incidents[1]
    assert problems[0] <= len(found.problems) <= problems[1]
    ids = [item.id for item in found.incidents if item.start]
    assert len(set(ids)) == len(ids)


def test_telegram_in_iran_is_one_incident_of_eight_rows(shared: Path) -> None:
    found = read_list("access-now-stop", shared / "register" / "accessnow_stop_2016_2025.csv.gz")
    (block,) = [
        item for item in found.incidents
        if item.cc == "IR" and item.services == ("telegram",) and len(item.years) > 1
    ]  # fmt: skip
    assert (block.start, block.end, len(block.rows)) == ("2018-05-01", "", 8)
