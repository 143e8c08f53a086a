"""How fast events are found: a year of one country, in processor time and memory.

    python benchmarks/events.py [--networks N] [--targets N] [--days N] [--sightings N] [--growth]

Makes sightings of a country (numpy, one seed: the same arguments give the same table), uneven over
networks and targets, with usual noise and three blocks, and measures in one process with one
thread: (a) putting them in a window, (b) finding events, (c) holding a new day against the year
(the whole window again: nothing is carried over). Beside them, as the baseline, one sort of the
same rows by network and time. `--growth` doubles networks, targets and days in turn.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from fanous.cells.sightings import sighting_schema
from fanous.detectors.window import COLUMNS, window_of
from fanous.events.find import find_events
from fanous.reference.targets import Targets

START = 1_767_225_600  # 1 January 2026
DAY = 86_400
NOISE = 0.02
WANTED_SECONDS = 180
WANTED_MEGABYTES = 2_000
BLOCKS = (
    (3, 0.2, 0.3),
    (17, 0.5, 0.9),
    (40, 0.8, 0.82),
)  # target, from and to, as shares of a year


@dataclass(frozen=True)
class Size:
    """What is simulated."""

    networks: int
    targets: int
    days: int
    sightings: int


def picked(words: list[str], numbers: Any) -> Any:
    """Each number's word, as an Arrow column."""
    return pa.array(words).take(pa.array(numbers, pa.int64()))


def table_of(size: Size, seed: int = 1) -> pa.Table:
    """Sightings without a judge."""
    rng = np.random.default_rng(seed)
    n = size.sightings
    network = np.minimum(rng.zipf(1.4, n) - 1, size.networks - 1)
    target = rng.integers(0, size.targets, n)
    moment = np.sort(rng.integers(0, size.days * DAY, n))
    blocked = rng.random(n) < NOISE
    for number, start, end in BLOCKS:
        part = moment / (size.days * DAY)
        blocked |= (target == number) & (part >= start) & (part < end) & (rng.random(n) < 0.95)
    said = blocked.astype(np.int64)
    observer = network * 1_000_003 + moment // DAY * 31 + rng.integers(0, 6, n)
    names = [f"domain:site{number}.example" for number in range(size.targets)]
    columns = {
        "target": picked(names, target),
        "input": pa.nulls(n, pa.string()),
        "test_name": picked(["web_connectivity"], np.zeros(n, np.int64)),
        "probe_cc": picked(["XA"], np.zeros(n, np.int64)),
        "probe_asn": pa.array(64_512 + network),
        "resolver_asn": pa.nulls(n, pa.int64()),
        "start_time": pa.array((START + moment) * 1_000_000).cast(pa.timestamp("us", tz="UTC")),
        "observer": pa.array(observer.astype(np.uint64)),
        "software_version": picked(["3.1", "3.2", "3.3"], rng.integers(0, 3, n)),
        "outcome": picked(["ok", "blocked"], said),
        "rule": picked(["tls.ok", "tls.reset_control_ok"], said),
        "measurement_uid": pa.array(np.arange(n)).cast(pa.string()),
        "synthetic": pa.array(np.ones(n, bool)),
    }
    schema = sighting_schema()
    filled = [columns.get(name, pa.nulls(n, schema.field(name).type)) for name in schema.names]
    return pa.table(filled, names=schema.names).select(COLUMNS)


def measured(size: Size) -> dict[str, float]:
    """Seconds of processor time of each step, and how many events were found."""
    table = table_of(size)
    marks = [time.process_time()]
    np.lexsort((table["start_time"].cast(pa.int64()).to_numpy(), table["probe_asn"].to_numpy()))
    marks.append(time.process_time())
    window = window_of(table, Targets({}, {}), cc="XA")
    del table
    pa.default_memory_pool().release_unused()
    marks.append(time.process_time())
    found = find_events([window])
    marks.append(time.process_time())
    steps = dict(zip(("sort", "window", "events"), np.diff(marks).tolist(), strict=True))
    return {**steps, "found": float(len(found.events))}


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--networks", type=int, default=50)
    parser.add_argument("--targets", type=int, default=2_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--sightings", type=int, default=4_000_000)
    parser.add_argument("--growth", action="store_true")
    chosen = parser.parse_args()
    size = Size(chosen.networks, chosen.targets, chosen.days, chosen.sightings)
    sizes = {"as given": size}
    if chosen.growth:
        sizes["twice the networks"] = replace(size, networks=2 * size.networks)
        sizes["twice the targets"] = replace(size, targets=2 * size.targets)
        sizes["twice the days"] = replace(size, days=2 * size.days, sightings=2 * size.sightings)
    for name, each in sizes.items():
        took = measured(each)
        whole = took["window"] + took["events"]
        print(
            f"{name}: {each.sightings:,} sightings, {each.networks} networks, {each.targets} "
            f"targets, {each.days} days: window {took['window']:.1f} s, events "
            f"{took['events']:.1f} s, together {whole / took['sort']:.1f} times one sort "
            f"({took['sort']:.1f} s); wanted at most {WANTED_SECONDS} s; {took['found']:.0f} events"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory: {peak:.0f} MB at the peak; wanted at most {WANTED_MEGABYTES}")


if __name__ == "__main__":
    main()
