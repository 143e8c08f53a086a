from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest

from fanous.rules.registry import RULES
from tests.cli.conftest import Command
from tests.evaluation.signals.test_chocolatine import needs_statsmodels
from tests.evaluation.verdicts.labelling import BLOCKED, OK, write_labels
from tests.making import measurement, reset_measurement, write_source


@pytest.fixture
def labelled(tmp_path: Path) -> tuple[Path, Path]:
    """A label file, and a folder of one reset measurement and one that works."""
    raw = tmp_path / "raw"
    write_source(raw / "a.jsonl", [reset_measurement(1)])
    write_source(raw / "b.jsonl", [measurement(2)])
    return write_labels(tmp_path / "labels.csv", BLOCKED, OK), raw


def test_json(fanous: Command, labelled: tuple[Path, Path]) -> None:
    labels, raw = labelled
    ended = fanous("evaluate", "verdicts", "--labels", labels, raw, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    ours = found["figures"]["fanous"]
    assert [(ours[name]["n"], ours[name]["of"]) for name in ("acceptable", "missed")] == [
        (2, 2),
        (0, 1),
    ]
    assert [item["name"] for item in found["verdicts"]] == ["a", "b"]


def test_the_calibration_file(fanous: Command, labelled: tuple[Path, Path], tmp_path: Path) -> None:
    labels, raw = labelled
    path = tmp_path / "weights.csv"
    ended = fanous("evaluate", "verdicts", "--labels", labels, raw, "--calibration", path)
    assert ended.code == 0
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == sum(len(layer.rules) for layer in RULES.values())


def test_a_calibration_file_that_cannot_be_is_2(
    fanous: Command, labelled: tuple[Path, Path], tmp_path: Path
) -> None:
    labels, raw = labelled
    path = tmp_path / "nowhere" / "weights.csv"
    ended = fanous("evaluate", "verdicts", "--labels", labels, raw, "--calibration", path)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"{path}: No such file") and "Name a file" in ended.err


def test_what_does_not_match_is_told(fanous: Command, labelled: tuple[Path, Path]) -> None:
    labels, raw = labelled
    write_source(raw / "b.jsonl", [measurement(2), b"nonsense", measurement(3)])
    write_source(raw / "c.jsonl", [measurement(4)])
    write_labels(labels, BLOCKED, OK, OK | {"name": "d"})
    ended = fanous("evaluate", "verdicts", "--labels", labels, raw)
    assert ended.code == 0
    told = ended.err.splitlines()
    assert told[0].startswith(f"{raw / 'b.jsonl'}:2: not_json: ")
    assert told[2:] == [
        "d: the label has no measurement; name its file too",
        f"{raw / 'c.jsonl'}: no label has its name; add a row to the labels",
        "b: 2 measurements go by this name, so none is scored; keep one a file",
    ]
    assert "1 of 1" in ended.out and "1 of 2" not in ended.out


def test_nothing_scored_is_3(fanous: Command, labelled: tuple[Path, Path], tmp_path: Path) -> None:
    _, raw = labelled
    labels = write_labels(tmp_path / "others.csv", OK | {"name": "x"})
    ended = fanous("evaluate", "verdicts", "--labels", labels, raw)
    assert (ended.code, ended.out) == (3, "")
    assert "Not one measurement could be scored" in ended.err


def test_a_bad_label_is_5_with_its_line(fanous: Command, labelled: tuple[Path, Path]) -> None:
    labels, raw = labelled
    write_labels(labels, OK, BLOCKED | {"mechanisms": "tls.magic"})
    ended = fanous("evaluate", "verdicts", "--labels", labels, raw)
    assert (ended.code, ended.out) == (5, "")
    assert ended.err.startswith(f"{labels}:3: mechanisms: 'tls.magic'")
    assert "data/mechanisms.toml" in ended.err


def test_no_labels_is_3_and_no_subject_is_2(fanous: Command, labelled: tuple[Path, Path]) -> None:
    labels, raw = labelled
    assert fanous("evaluate", "verdicts", "--labels", f"{labels}.txt", raw).code == 3
    assert fanous("evaluate", "verdicts", raw).code == 2
    assert fanous("evaluate").code == 2


def test_help_of_the_subject(fanous: Command) -> None:
    ended = fanous("evaluate", "verdicts", "--help")
    assert ended.code == 0
    assert all(option in ended.out for option in ("--labels", "--calibration", "--format"))


def test_signals_need_something_to_evaluate(fanous: Command, tmp_path: Path) -> None:
    assert fanous("evaluate", "signals").code == 2
    assert "--truth" in fanous("evaluate", "signals", tmp_path).err


def test_signals_side_by_side(fanous: Command, tmp_path: Path) -> None:
    head = "# entity: country:XA\n# scale: level\n# signal: probing\ntime_utc,value\n"
    hours = (f"2026-01-{1 + n // 24:02}T{n % 24:02}:00,{10 if 480 <= n < 500 else 900 + n % 7}\n"
             for n in range(24 * 30))  # fmt: skip
    (tmp_path / "a.csv").write_text(head + "".join(hours))
    (tmp_path / "t.csv").write_text(
        "id,group,cc,country,scope,where,kind,start_utc,end_utc,series\n"
        "T1,,XA,Xanadu,national,,total,2026-01-21T00:00Z,2026-01-21T20:00Z,\n"
    )
    ended = fanous("evaluate", "signals", tmp_path / "a.csv", "--truth", tmp_path / "t.csv")
    assert ended.code == 0
    assert "| Fanous | 1 of 1 | 0 | 1 | 0 of 1 | 0 |" in ended.out
    assert "IODA: probing" in ended.out


def test_signals_on_synthetic_countries(fanous: Command) -> None:
    ended = fanous("evaluate", "signals", "--simulated", "3")
    assert ended.code == 0
    assert "3 synthetic countries" in ended.out


def test_chocolatine_without_its_extra_says_what_to_install(
    fanous: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    monkeypatch.setitem(sys.modules, "statsmodels.tsa.arima.model", None)
    ended = fanous("evaluate", "signals", "--simulated", "3", "--chocolatine")
    assert (ended.code, ended.out) == (2, "")
    assert "fanous[chocolatine]" in ended.err


@needs_statsmodels
def test_chocolatine_has_a_table_of_its_own(fanous: Command) -> None:
    ended = fanous("evaluate", "signals", "--simulated", "1", "--chocolatine")
    assert ended.code == 0
    assert "1 synthetic countries, twelve quiet weeks first" in ended.out
