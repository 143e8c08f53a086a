"""Write every situation's folder anew: `python -m tests.situations.regenerate`. Read the diff.

With them go `labels.csv`, what is true of each, and `data/situations.json`, what fires each rule.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

from fanous.rules.examples import FILE as EXAMPLES
from tests.conftest import ROOT
from tests.situations.chain import observations, parse_lines, verdicts
from tests.situations.coverage import coverage_text
from tests.situations.named import SITUATIONS
from tests.situations.truth import COLUMNS

FOLDER = Path(__file__).parent
LABELS = FOLDER / "labels.csv"


def write(name: str, sentence: str, raw: dict[str, object]) -> None:
    """One situation: raw line, observations, verdicts, and what happened."""
    folder = FOLDER / name
    folder.mkdir(exist_ok=True)
    line = json.dumps(raw, ensure_ascii=False, sort_keys=True)
    (folder / "raw.jsonl").write_text(line + "\n", encoding="utf-8")
    parsed = parse_lines(folder / "raw.jsonl")
    for kind, value in (("observations", observations(parsed)), ("verdicts", verdicts(parsed))):
        text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / f"{kind}.json").write_text(text + "\n", encoding="utf-8")
    (folder / "README.md").write_text(f"# {name}\n\n{sentence}\n", encoding="utf-8")


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
    for name, (sentence, raw, _) in SITUATIONS.items():
        write(name, sentence, raw)
    LABELS.write_text(labels_text(), encoding="utf-8", newline="\n")
    (ROOT / "data" / EXAMPLES).write_text(coverage_text(FOLDER), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
