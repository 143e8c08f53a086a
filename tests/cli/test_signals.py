from __future__ import annotations

import json
from pathlib import Path

import pytest

from fanous.cli import main
from tests.making_signals import DAY, HOUR, START, cut, flat

FIELDS = """entity kind onset_earliest onset_latest end_earliest end_latest depth t90_t10_minutes
step_minutes residual signals occurrences why""".split()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    values = cut(flat(40, swing=0.2), 20, 3, 0.05)
    rows = "".join(f"{START + HOUR * n},{value:.0f}\n" for n, value in enumerate(values))
    head = "# entity: country:XA\n# scale: level\n# signal: probing\ntime,value\n"
    (tmp_path / "a.csv").write_text(head + rows)
    (tmp_path / "b.csv").write_text("id,nothing\n1,2\n")
    return tmp_path


def test_jsonl_has_an_event_a_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signals", str(folder), "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    (row,) = map(json.loads, out.splitlines())
    assert list(row)[: len(FIELDS)] == FIELDS
    assert (row["entity"], row["kind"]) == ("country:XA", "connectivity_loss")
    assert row["onset_latest"] == "2026-01-21T00:00:00Z"
    assert row["end_latest"] == "2026-01-24T00:00:00Z"
    assert "b.csv: no signal format" in err


def test_processes_change_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = []
    for workers in ("1", "2"):
        assert main(["signals", str(folder), "--format", "jsonl", "--workers", workers]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1] != ""


def test_a_table_and_its_sentences(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signals", str(folder / "a.csv")]) == 0
    out = capsys.readouterr().out
    assert "loss of connectivity" in out
    assert "Connections in XA (fictional) fell between" in out


def test_scores(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = tmp_path / "truth"
    truth.mkdir()
    head = "id,group,cc,country,scope,where,kind,start_utc,end_utc,series\n"
    row = "T1,,XA,Xanadu,national,,total,2026-01-21T00:00Z,2026-01-24T00:00Z,\n"
    (truth / "t.csv").write_text(head + row)
    arguments = ["signals", str(folder / "a.csv"), "--truth", str(truth / "t.csv")]
    assert main(arguments) == 0
    assert "1 of 1 dated outages found" in capsys.readouterr().out
    assert main([*arguments, "--format", "jsonl"]) == 0
    assert "1 of 1 dated outages found" in capsys.readouterr().err


def test_nothing_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.csv").write_text("id,nothing\n1,2\n")
    assert main(["signals", str(tmp_path)]) == 3
    assert main(["signals", str(tmp_path / "gone.csv")]) == 3
    assert "no such file" in capsys.readouterr().err


def test_no_event_is_said_and_no_entity_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{START + DAY * n},{100 + n % 3}\n" for n in range(60))
    (tmp_path / "numbers.csv").write_text("time,value\n" + rows)
    assert main(["signals", str(tmp_path)]) == 0
    err = capsys.readouterr().err
    assert "No event in 1 series" in err
    assert "nothing says whose this is" in err
    assert main(["signals", str(tmp_path), "--entity", "asn:1"]) == 0
    assert "whose" not in capsys.readouterr().err


def test_an_offset_may_be_west_of_greenwich(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(shared / "signals" / "monash_VE_2019-07_power_cut.csv")
    assert main(["signals", path, "--utc-offset", "-04:00"]) == 0
    assert "country:VE" in capsys.readouterr().out
    assert main(["signals", path]) == 3
    assert "--utc-offset" in capsys.readouterr().err


def test_data_that_begin_in_the_dark(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / "a.csv").read_text().splitlines()
    (folder / "a.csv").write_text("\n".join([*text[:4], *text[4 + 24 * 21 :]]))
    assert main(["signals", str(folder / "a.csv")]) == 0
    err = capsys.readouterr().err
    assert "country:XA: probing lie below half" in err
    assert "until 2026-01-24" in err


def test_gaps_of_feeds(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(shared / "signals" / "ioda_asn_IR_2019-11_5min.csv.gz")
    assert main(["signals", path, "--gaps", "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["kind"] for row in rows} == {"missing", "dead"}
    dead = [row for row in rows if row["kind"] == "dead"]
    assert all(row["signal"] == "telescope" for row in dead)
    assert any("2019-11-18" <= row["start"] < "2019-11-20" for row in dead)
    assert main(["signals", path, "--gaps"]) == 0
    assert "telescope" in capsys.readouterr().out


def test_a_signal_that_fails_everywhere_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(8):
        values = cut(flat(30, seed=number), 20, 0.5, 0.4)
        rows = "".join(f"{START + HOUR * n},{value:.0f}\n" for n, value in enumerate(values))
        head = f"# entity: country:X{chr(65 + number)}\n# scale: level\n# operator: us\n"
        text = head + "# signal: probing\ntime,value\n" + rows
        (tmp_path / f"{number}.csv").write_text(text)
    assert main(["signals", str(tmp_path), "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "probing (us) fell in 8 of 8 countries at once, 2026-01-21 00:00 UTC" in err
