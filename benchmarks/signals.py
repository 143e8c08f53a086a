"""How fast losses of connectivity are found: ten years, hourly, of 250 countries and six signals.

    python benchmarks/signals.py [--countries N] [--years N] [--workers N]

Makes synthetic countries (a season, noise, two blackouts each), a country at a time, and runs the
detector and the facts over each in processes of its own. Printed: seconds of processor time for
the detector alone (making the series is not counted), shared out over the processors, the same for
250 countries, points a second, and the peak of memory of one process. On a busy machine the clock
shows more. A feed's own gaps need all countries of a feed at once; here each
country is a feed.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from fanous.detectors.connectivity.detect import detect
from fanous.events.connectivity_facts import connectivity_events
from fanous.model.series import Scale, Series

WANTED_SECONDS = 120
WANTED_COUNTRIES = 250
START = 1_420_070_400  # 1 January 2015
SIGNALS: tuple[tuple[str, str, Scale, float], ...] = (
    ("bgp", "collectors", "level", 8_000.0),
    ("probing", "prober", "level", 3_000.0),
    ("telescope", "telescope", "count", 500.0),
    ("google:search", "search engine", "normalised", 100.0),
    ("mozilla", "browser", "count", 60.0),
    ("tor-users:relay", "network", "count", 4_000.0),
)


def country(number: int, years: int) -> list[Series]:
    """One synthetic country's six signals."""
    rng = np.random.default_rng(number)
    hours = np.arange(years * 8_766)
    day = 1 + 0.3 * np.sin(2 * np.pi * hours / 24) - 0.1 * (hours // 24 % 7 >= 5)
    left = np.ones(len(hours))
    for start, length in zip(rng.integers(2_000, len(hours) - 2_000, 2), (12, 400), strict=True):
        left[start : start + length] = 0.05
    entity = f"country:{chr(65 + number // 26 % 26)}{chr(65 + number % 26)}"
    found = []
    for signal, operator, scale, level in SIGNALS:
        if scale == "level":
            values = level * left * (1 + 0.004 * rng.standard_normal(len(hours)))
        else:
            values = rng.poisson(level * day * left).astype(float)
        found.append(
            Series(entity, signal, operator, "things", 3_600, START, values, scale,
                   signal != "bgp", country=entity, source=entity)
        )  # fmt: skip
    return found


def one(number: int, years: int) -> tuple[float, int, int, float]:
    """Seconds, points, events and the peak of memory in megabytes, of one country."""
    series = country(number, years)
    started = time.process_time()
    events = connectivity_events(detect(series))
    seconds = time.process_time() - started
    points = sum(len(item.values) for item in series)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return seconds, points, len(events), peak


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--countries", type=int, default=WANTED_COUNTRIES)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    chosen = parser.parse_args()
    with ProcessPoolExecutor(chosen.workers) as pool:
        done = list(pool.map(one, range(chosen.countries), [chosen.years] * chosen.countries))
    seconds = sum(item[0] for item in done) / chosen.workers
    points = sum(item[1] for item in done)
    whole = seconds * WANTED_COUNTRIES / chosen.countries
    print(f"{chosen.countries} countries, {chosen.years} years, {points:,} points")
    print(f"{seconds:.1f} s on {chosen.workers} processors, {points / seconds:,.0f} points/s")
    print(f"for {WANTED_COUNTRIES} countries: {whole:.0f} s; wanted under {WANTED_SECONDS}")
    print(f"events: {sum(item[2] for item in done)} for {2 * chosen.countries} blackouts")
    print(f"memory of one process: {max(item[3] for item in done):,.0f} MB")


if __name__ == "__main__":
    main()
