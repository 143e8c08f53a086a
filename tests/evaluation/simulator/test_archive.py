from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from fanous.evaluation.simulator.archive import archive_path, write_archive, write_gzip_lines

from .conftest import Simulated, read_lines


def test_paths_follow_the_archives_layout() -> None:
    started = datetime(2026, 1, 5, 23, 59, tzinfo=UTC)
    assert archive_path(cc="XA", test_name="web_connectivity", session_started=started) == (
        "raw/20260105/18/XA/webconnectivity/2026010518_XA_webconnectivity.n1.0.jsonl.gz"
    )


def test_bytes_depend_on_the_lines_alone(tmp_path: Path) -> None:
    lines = [b'{"a":1}', b'{"b":2}']
    write_gzip_lines(tmp_path / "one" / "x.gz", lines)
    write_gzip_lines(tmp_path / "two" / "y.gz", lines)
    assert (tmp_path / "one/x.gz").read_bytes() == (tmp_path / "two/y.gz").read_bytes()


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    assert write_archive(tmp_path, {"raw/a.jsonl.gz": [{"name": "فانوس"}, {"n": None}]}) == 1
    assert list(read_lines(tmp_path / "raw/a.jsonl.gz")) == [{"name": "فانوس"}, {"n": None}]


def test_a_file_holds_one_country_and_one_test(simulated: Simulated) -> None:
    paths = list(simulated.out.glob("raw/*/*/*/*/*.jsonl.gz"))
    assert len(paths) == simulated.summary.files
    for path in paths[:10]:
        cc, test = path.parts[-3], path.parts[-2]
        for row in read_lines(path):
            assert row["probe_cc"] == cc
            assert row["test_name"].replace("_", "") == test
            assert row["test_start_time"][:10].replace("-", "") == path.parts[-5]
