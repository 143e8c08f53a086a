"""Write every situation's folder anew: `python -m tests.situations.regenerate`. Read the diff."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.situations.chain import observations, parse_lines, verdicts
from tests.situations.named import SITUATIONS

FOLDER = Path(__file__).parent


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


def main() -> None:
    """Every situation; folders that are no longer named go."""
    for folder in FOLDER.iterdir():
        if (folder / "raw.jsonl").exists() and folder.name not in SITUATIONS:
            shutil.rmtree(folder)
    for name, (sentence, raw) in SITUATIONS.items():
        write(name, sentence, raw)


if __name__ == "__main__":
    main()
