"""The figures of docs/explanation/connectivity.md, made again.

    python benchmarks/signal_tables.py --data FOLDER real
    python benchmarks/signal_tables.py simulated users
    python benchmarks/signal_tables.py chocolatine        (needs the extra of that name)

Each word is a part of the page between two marks, and only the named parts are written. `real`
needs the folder of signal files with `ground_truth.csv`, which are not shipped. A test holds the
page to this for the real files, where they are there. Seeds from 1000 on: 0 to 399 were for tuning.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from fanous.evaluation.signals.compare import (
    compare,
    compare_simulated,
    compare_users,
    markdown,
)
from fanous.evaluation.signals.score import read_truth
from fanous.sources.signals.read import read_signals

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "connectivity.md"
FIRST_SEED = 1_000
REAL = {
    "ioda_asn_IR_2019-11_5min.csv.gz": "Iran, November 2019: a country and seven networks",
    "ioda_country_IR_2025-12_normalized.csv": "Iran, December 2025: nothing happened",
    "monash_MM_2021_Bago_30min_utc.csv": "Myanmar, Bago, 2021: 72 nights",
    "monash_VE_2019-07_power_cut.csv": "Venezuela, July 2019: a power cut",
}
OFFSETS = {"monash_VE_2019-07_power_cut.csv": "-04:00"}


def real(folder: Path) -> str:
    """A table a file of real signals."""
    truths = read_truth(folder / "ground_truth.csv")
    tables = []
    for name, title in REAL.items():
        declared = {"utc_offset": OFFSETS[name]} if name in OFFSETS else {}
        series = read_signals([folder / name], declared).series
        tables.append(markdown(title, compare(series, truths)))
    return "\n".join(tables)


def simulated(count: int) -> str:
    """All detectors on synthetic countries of every step and size."""
    rows = compare_simulated(range(FIRST_SEED, FIRST_SEED + count))
    return markdown(f"{count} synthetic countries that were not for tuning", rows)


def users(count: int) -> str:
    """Daily Tor users, which are all that Tor's own detector reads."""
    rows = compare_users(range(FIRST_SEED, FIRST_SEED + count))
    return markdown(f"Daily Tor users of {count} synthetic countries", rows)


def chocolatine(count: int) -> str:
    """Countries with a history long enough for Chocolatine."""
    rows = compare_simulated(range(FIRST_SEED, FIRST_SEED + count), chocolatine=True)
    return markdown(f"{count} synthetic countries, twelve quiet weeks first", rows)


def replaced(page: str, part: str, text: str) -> str:
    """The page with another text between the marks of a part."""
    begin, end = f"<!-- {part}: begin -->\n", f"<!-- {part}: end -->"
    before, _, rest = page.partition(begin)
    _, mark, after = rest.partition(end)
    if not mark:
        raise SystemExit(f"{PAGE}: no marks of {part}")
    return f"{before}{begin}\n{text}\n{mark}{after}"


def main() -> None:
    """Read the command line, make what is named, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="+", choices=("real", "simulated", "users", "chocolatine"))
    parser.add_argument("--data", type=Path, help="the folder of real signal files")
    parser.add_argument("--count", type=int, help="countries (400, 100 for users, 40)")
    chosen = parser.parse_args()
    if "real" in chosen.parts and chosen.data is None:
        parser.error("real needs --data FOLDER")
    makers: dict[str, Callable[[], str]] = {
        "real": lambda: real(chosen.data),
        "simulated": lambda: simulated(chosen.count or 400),
        "users": lambda: users(chosen.count or 100),
        "chocolatine": lambda: chocolatine(chosen.count or 40),
    }
    for part in chosen.parts:
        text = makers[part]()
        page = PAGE.read_text(encoding="utf-8")  # another part may have been written meanwhile
        PAGE.write_text(replaced(page, part, text), encoding="utf-8")


if __name__ == "__main__":
    main()
