"""How long `fanous register check` takes, by the number of files.

Decides what is timed: reading every file from the disk and every check, without a cache, as a hook
before a commit does. The register is made of ours, its claims copied under new ids.

    python benchmarks/register.py [--files 5000]
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
import time
from pathlib import Path

from fanous.register.check import add_ids, check
from fanous.register.load import load_register, register_folder

TARGET_SECONDS = 2.0
TARGET_FILES = 5_000


def main() -> int:
    """Print a line a size; 1 if the target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=TARGET_FILES)
    wanted = parser.parse_args().files
    missed = False
    for files in (wanted // 5, wanted):
        with tempfile.TemporaryDirectory() as folder:
            count = fill(Path(folder) / "register", files)
            load, whole, problems = timed(Path(folder) / "register")
        print(f"{count} files: read {load:.2f} s, checked {whole:.2f} s, {problems} problems")
        missed = missed or (count >= TARGET_FILES and whole > TARGET_SECONDS)
    return 1 if missed else 0


def timed(folder: Path) -> tuple[float, float, int]:
    """Seconds to read, seconds to read and check, problems; the best of three."""
    runs = []
    for _ in range(3):
        start = time.perf_counter()
        register = load_register(folder)
        read = time.perf_counter() - start
        found = len(check(register))
        runs.append((time.perf_counter() - start, read, found))
    whole, read, found = min(runs)
    return read, whole, found


def fill(folder: Path, files: int) -> int:
    """Our register with claims copied until it has so many files."""
    shutil.copytree(register_folder(), folder)
    claims = sorted((folder / "claims").rglob("*.yaml"))
    count = sum(1 for _ in folder.rglob("*.yaml"))
    for number in range(max(0, files - count)):
        source = claims[number % len(claims)]
        text = source.read_text(encoding="utf-8")
        key = f"{source.stem}-copy-{number}"
        text = re.sub(r"^id: .*$", f"id: {key}", text, flags=re.MULTILINE)
        text = re.sub(r"^measurable: .*\n", "", text, flags=re.MULTILINE)
        (source.parent / f"{key}.yaml").write_text(text, encoding="utf-8")
    add_ids(load_register(folder))
    return max(count, files)


if __name__ == "__main__":
    raise SystemExit(main())
