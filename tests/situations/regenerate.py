"""Write every situation's folder anew: `python -m tests.situations.regenerate`. Read the diff.

With them go `labels.csv`, what is true of each, and `data/situations.json`, what fires each rule.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from fanous.rules.examples import FILE as EXAMPLES
from fanous.sources.base import Parsed
from tests.conftest import ROOT
from tests.situations.chain import (
    observations,
    parse_lines,
    parse_records,
    verdicts_by_name,
    verdicts_of,
)
from tests.situations.coverage import coverage_text
from tests.situations.days import DAYS, apart
from tests.situations.named import SITUATIONS
from tests.situations.pieces import Json
from tests.situations.truth import COLUMNS

FOLDER = Path(__file__).parent
LABELS = FOLDER / "labels.csv"
POOLED = FOLDER / "pooled"


def write_situations() -> None:
    """One situation each: raw line, observations, verdicts, and what happened."""
    parsed: dict[str, Parsed] = {}
    for name, (sentence, raw, _) in SITUATIONS.items():
        folder = FOLDER / name
        folder.mkdir(exist_ok=True)
        (folder / "raw.jsonl").write_text(raw_text([raw]), encoding="utf-8")
        (folder / "README.md").write_text(f"# {name}\n\n{sentence}\n", encoding="utf-8")
        (parsed[name],) = parse_lines(folder / "raw.jsonl")
        write_json(folder / "observations.json", observations([parsed[name]]))
    for name, found in verdicts_by_name(parsed).items():
        write_json(FOLDER / name / "verdicts.json", found)


def write_json(path: Path, value: object) -> None:
    """A golden file, which is read and compared by people."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def write_days() -> None:
    """Every day: raw lines, the verdict of the first, and what happened."""
    for (name, day), found in zip(DAYS.items(), day_verdicts(), strict=True):
        folder = POOLED / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "raw.jsonl").write_text(raw_text(day.records), encoding="utf-8")
        write_json(folder / "verdicts.json", found)
        (folder / "README.md").write_text(f"# {name}\n\n{day.sentence}\n", encoding="utf-8")


def day_verdicts() -> list[Json]:
    """What comes out for the first record of each day, all days judged in one run."""
    firsts, everything = list[int](), list[Parsed]()
    for number, (name, day) in enumerate(DAYS.items()):
        parsed = [item for item in parse_records(name, apart(number, day.records)) if item]
        firsts.append(parsed[0].record)
        everything += parsed
    return verdicts_of(firsts, everything)


def raw_text(records: Iterable[Json]) -> str:
    """Records as lines."""
    return "".join(json.dumps(raw, ensure_ascii=False, sort_keys=True) + "\n" for raw in records)


def labels_text() -> str:
    """The label file of our own situations."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for name, (sentence, raw, truth) in sorted(SITUATIONS.items()):
        writer.writerow(truth.row(name, raw["input"], sentence))
    return text.getvalue()


def main() -> None:
    """Every situation; folders that are no longer named go."""
    for folder in FOLDER.iterdir():
        if (folder / "raw.jsonl").exists() and folder.name not in SITUATIONS:
            shutil.rmtree(folder)
    write_situations()
    for name in {folder.name for folder in POOLED.glob("*")} - set(DAYS):
        shutil.rmtree(POOLED / name)
    write_days()
    LABELS.write_text(labels_text(), encoding="utf-8", newline="\n")
    (ROOT / "data" / EXAMPLES).write_text(coverage_text(FOLDER), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
