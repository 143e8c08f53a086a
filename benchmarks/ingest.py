"""How fast `fanous ingest` is, against the floor: decompress and typed decode of the same files.

    python benchmarks/ingest.py [--measurements N] [--rounds N] [--profile]

Makes a corpus (median 17 KB a measurement, p99 112 KB, thousands of distinct certificate chains) in
files of five thousand measurements. One process, pinned to one processor, takes each file in turn
through the floor and through the product, so that a machine whose speed drifts slows both; a round
starts with cold caches and an empty store. Printed: the ratio of summed processor times, a round at
a time, and their median; peak memory; then the whole command on every processor, by the clock.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from corpus import make_corpus

WANTED_RATIO = 0.35
WANTED_MEGABYTES = 400
FILE_MEASUREMENTS = 5_000
LATEST = 4_102_444_800_000_000  # 2100: every start time of the corpus is believed


def floor(path: Path) -> int:
    """Decompress every line and decode it into the product's own structs; how many."""
    import msgspec
    from isal import igzip

    from fanous.sources.ooni.wire import WebConnectivity

    opener: Any = igzip  # its stubs leave `open` untyped
    decode = msgspec.json.Decoder(WebConnectivity).decode
    count = 0
    gc.disable()
    with opener.open(path) as stream:
        for line in stream:
            decode(line)
            count += 1
    gc.enable()
    return count


def one_core(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Processor seconds of floor and product a round, interleaved file by file."""
    import cryptography.x509
    import duckdb
    import pyarrow.parquet

    from fanous.engine.ingest import ingest_source
    from fanous.reference.load import load_reference
    from fanous.sources.base import Context
    from fanous.store.store import Store

    # What is imported late for the sake of `--help` is imported before the clock starts.
    assert all((cryptography.x509, duckdb, pyarrow.parquet))
    files = sorted(folder.rglob("*.jsonl.gz"))
    seconds: dict[str, list[float]] = {"floor": [], "product": []}
    measurements = 0
    for _ in range(rounds):
        context = Context(load_reference())
        with tempfile.TemporaryDirectory() as name:
            store = Store(Path(name) / "store", create=True)
            sums = dict.fromkeys(seconds, 0.0)
            measurements = 0
            for path in files:
                started = time.process_time()
                measurements += floor(path)
                between = time.process_time()
                ingest_source(store, path, path.name, context, latest=LATEST)
                sums["product"] += time.process_time() - between
                sums["floor"] += between - started
        for kind, total in sums.items():
            seconds[kind].append(total)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**seconds, "megabytes": [megabytes], "measurements": [float(measurements)]}


def profile(folder: Path) -> None:
    """Where the product spends its time, by function."""
    import cProfile
    import pstats

    from fanous.pipeline import ingest

    with tempfile.TemporaryDirectory() as name:
        recorded = cProfile.Profile()
        recorded.runcall(ingest, [folder], Path(name) / "store", workers=1)
    pstats.Stats(recorded).sort_stats("tottime").print_stats(30)


def child(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Run `one_core` in a process of its own, pinned, so that memory and caches are its own."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        done = subprocess.run(
            [sys.executable, __file__, "--child", str(folder), str(rounds)],
            check=True,
            capture_output=True,
            text=True,
        )
    finally:
        os.sched_setaffinity(0, before)
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def compare(folder: Path, rounds: int) -> None:
    """Print the ratios of one core."""
    found = child(folder, rounds)
    count = found["measurements"][0]
    ratios = []
    for floor_seconds, product_seconds in zip(found["floor"], found["product"], strict=True):
        ratios.append(floor_seconds / product_seconds)
        print(
            f"floor {count / floor_seconds:,.0f}/s, product {count / product_seconds:,.0f}/s, "
            f"ratio {ratios[-1]:.3f}"
        )
    median = statistics.median(ratios)
    print(f"one core: {median:.3f} of the floor (median of {rounds}); wanted {WANTED_RATIO}")
    megabytes = found["megabytes"][0]
    print(f"memory: {megabytes:,.0f} MB at the peak; wanted at most {WANTED_MEGABYTES}")


def spread(folder: Path) -> None:
    """The whole command, its start included, on one processor's worth of workers and on all."""
    count = len(os.sched_getaffinity(0))
    for workers in sorted({1, count}):
        with tempfile.TemporaryDirectory() as name:
            store = Path(name) / "store"
            command = [sys.executable, "-m", "fanous", "ingest", str(folder)]
            started = time.perf_counter()
            subprocess.run(
                [*command, "--store", str(store), "--workers", str(workers)],
                check=True,
                capture_output=True,
            )
            seconds = time.perf_counter() - started
            shutil.rmtree(store)
        print(f"whole command, {workers} workers: {seconds:.1f} s by the clock")


def main() -> None:
    """Read the command line."""
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(one_core(Path(sys.argv[2]), int(sys.argv[3]))))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measurements", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--corpus", type=Path, help="use this corpus, or make it there")
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = chosen.corpus or Path(name) / "corpus"
        if not folder.exists():
            files = max(1, chosen.measurements // FILE_MEASUREMENTS)
            make_corpus(folder, measurements=chosen.measurements, files=files)
        if chosen.profile:
            profile(folder)
            return
        compare(folder, chosen.rounds)
        spread(folder)


if __name__ == "__main__":
    main()
