"""How fast a day is judged: verdicts and cells from stored observations.

    python benchmarks/verdicts.py [--measurements N] [--files N] [--rounds N] [--store DIR]
        [--queries]

Makes a corpus of one day (median 17 KB a measurement), ingests it, and then measures in one process
with one thread, pinned to one processor: (a) the judge, verdicts in full and cells, from stored
observations, opening and reading Parquet included; certificates are validated before, as they are
kept a day; (b) the whole build with everything written; (c) validating and reading certificates;
and, since a machine's speed drifts, beside them reading every column of the stored observations
(the baseline).
Printed: measurements a second of processor time, the ratio of each to the baseline a round at a
time, and peak memory. `--queries` prints the slowest statements of the judge.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import make_corpus

if TYPE_CHECKING:
    from fanous.engine.plan import Day
    from fanous.store.store import Store

WANTED_A_SECOND = 30_000
WANTED_MEGABYTES = 1_500  # DuckDB's own limit is 1 GB
STEPS = ("baseline", "judged", "built", "certificates")


class Timed:
    """A connection that adds up the processor time of each statement."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.seconds: dict[str, float] = defaultdict(float)

    def execute(self, query: str, *arguments: Any) -> Any:
        """Run a statement, by the clock of this process."""
        started = time.process_time()
        found = self._connection.execute(query, *arguments)
        words = " ".join(query.replace("CREATE OR REPLACE TEMP ", "").split())
        self.seconds[words[:70]] += time.process_time() - started
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def opened(store: Store, days: list[Day]) -> Any:
    """A new connection over all observations of the days."""
    from fanous.engine import build
    from fanous.engine.before import open_history
    from fanous.engine.plan import Part
    from fanous.rules.rule_set import RuleSet
    from fanous.store.query import connect

    connection: Any = Timed(connect(threads=1))
    build._prepare(connection, RuleSet.current())
    open_history(connection, store, days)
    build.open_part(connection, store, days, Part(tuple(s for day in days for s in day.shards)))
    return connection


def read_all(store: Store, days: list[Day]) -> float:
    """The baseline: every column of every observation, read and thrown away."""
    from fanous.engine.build import JUDGED

    connection = opened(store, days)
    started = time.process_time()
    for name in JUDGED:
        for batch in connection.sql(f"SELECT * FROM {name}").to_arrow_reader():
            assert batch.num_columns
    return time.process_time() - started


def judge_all(store: Store, days: list[Day]) -> tuple[float, float, dict[str, float]]:
    """Seconds of judge, verdicts and cells; of certificates; and of each statement."""
    from fanous.cells.count import make_cells
    from fanous.engine import build
    from fanous.rules.judge import Pool

    began = time.process_time()
    connection: Any = opened(store, days)
    started = time.process_time()
    build.validate_days(connection, store, days)
    validated = time.process_time()
    build.judge_part(connection, days[0].networks, pool=Pool.SAME)
    verdicts = connection.sql("SELECT * FROM verdicts").to_arrow_table()
    build._keep(connection, first=True)
    make_cells(connection)
    ended = time.process_time()
    assert len(verdicts) == sum(day.measurements for day in days)
    judged = (ended - validated) + (started - began)
    return judged, validated - started, connection.seconds


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Every step a round, interleaved; runs in a process of its own."""
    import cryptography.x509
    import duckdb
    import pyarrow.parquet

    from fanous.engine.build import build_days
    from fanous.engine.plan import batches, plan
    from fanous.store.store import Store

    assert all((cryptography.x509, duckdb, pyarrow.parquet))  # before the clock starts
    store = Store(folder)
    seconds: dict[str, list[float]] = {name: [] for name in STEPS}
    queries: dict[str, float] = {}
    days, _ = plan(store)
    for _ in range(rounds):
        shutil.rmtree(folder / "builds", ignore_errors=True)
        seconds["baseline"].append(read_all(store, days))
        judged, certificates, queries = judge_all(store, days)
        seconds["judged"].append(judged)
        seconds["certificates"].append(certificates)
        started = time.process_time()
        for group in batches(days):
            build_days(store, group, threads=1)
        seconds["built"].append(time.process_time() - started)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    shutil.rmtree(folder / "builds", ignore_errors=True)
    count = sum(day.measurements for day in days)
    return {"count": count, "mb": megabytes, "seconds": seconds, "queries": dict(queries)}


def child(folder: Path, rounds: int) -> dict[str, Any]:
    """Run `measure` in a process of its own, pinned to one processor."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        done = subprocess.run(
            [sys.executable, __file__, "--child", str(folder), str(rounds)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    finally:
        os.sched_setaffinity(0, before)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def tell(found: dict[str, Any], *, queries: bool) -> None:
    """Print what was measured."""
    count, seconds = found["count"], found["seconds"]
    words = {
        "baseline": "reading every column (the baseline)",
        "judged": f"(a) judge, verdicts and cells; wanted {WANTED_A_SECOND:,}/s",
        "built": "(b) the whole build, certificates and writing included",
        "certificates": "(c) validating and reading certificates",
    }
    print(f"{count:,} measurements, one processor, {len(seconds['judged'])} rounds")
    for name, text in words.items():
        pairs = zip(seconds[name], seconds["baseline"], strict=True)
        ratio = statistics.median(mine / base for mine, base in pairs)
        best = count / min(seconds[name])
        middle = count / statistics.median(seconds[name])
        print(f"{text}: {middle:,.0f}/s (best {best:,.0f}/s), {ratio:.1f} times the baseline")
    print(f"memory: {found['mb']:,.0f} MB at the peak; wanted at most {WANTED_MEGABYTES:,}")
    if queries:
        for query, spent in sorted(found["queries"].items(), key=lambda item: -item[1])[:25]:
            print(f"  {spent:.3f} s {query}")


def make_store(folder: Path, measurements: int, files: int) -> None:
    """Ingest a corpus of one day into a new store."""
    from fanous.pipeline import ingest

    with tempfile.TemporaryDirectory() as name:
        make_corpus(Path(name), measurements=measurements, files=files)
        ingest([Path(name)], folder, workers=len(os.sched_getaffinity(0)))


def main() -> None:
    """Read the command line."""
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(measure(Path(sys.argv[2]), int(sys.argv[3]))))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measurements", type=int, default=120_000)
    parser.add_argument("--files", type=int, default=4, help="into how many sources it falls")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--store", type=Path, help="use this store, or make it there")
    parser.add_argument("--queries", action="store_true", help="the slowest statements")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = chosen.store or Path(name) / "store"
        if not folder.exists():
            make_store(folder, chosen.measurements, chosen.files)
        tell(child(folder, chosen.rounds), queries=chosen.queries)


if __name__ == "__main__":
    main()
