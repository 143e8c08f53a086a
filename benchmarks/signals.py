"""How fast losses of connectivity are found: ten years, hourly, of 250 countries and six signals.

    python benchmarks/signals.py [--countries N] [--years N] [--workers N] [--at-once N]

Makes synthetic countries (a season, noise, two blackouts each; one feed for all of them), and gives
them to `find_connectivity`, some at once, as `fanous signals` does with what it has read. Making
them is not counted; feeds, processes, what is sent to them and back, and the facts are. Printed:
seconds by the clock, and apart from them of processor time, as others may use the machine too.
"""

from __future__ import annotations

import argparse
import os
import resource
import time

import numpy as np

from fanous.events.connectivity_find import find_connectivity
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
                   signal != "bgp", country=entity, source="simulated")
        )  # fmt: skip
    return found


def spent() -> float:
    """Processor time of this process and of those that it has ended, in seconds."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in used)


def timed(series: list[Series], workers: int) -> tuple[float, float, int]:
    """Seconds by the clock and of processor time, and how many events were found."""
    clock, processor = time.perf_counter(), spent()
    events = find_connectivity(series, workers=workers)
    return time.perf_counter() - clock, spent() - processor, len(events)


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--countries", type=int, default=WANTED_COUNTRIES)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--at-once", type=int, default=50)
    chosen = parser.parse_args()
    clock = processor = 0.0
    points = events = 0
    for first in range(0, chosen.countries, chosen.at_once):
        numbers = range(first, min(chosen.countries, first + chosen.at_once))
        series = [item for number in numbers for item in country(number, chosen.years)]
        points += sum(len(item.values) for item in series)
        seconds, used, found = timed(series, chosen.workers)
        clock, processor, events = clock + seconds, processor + used, events + found
    peak = max(resource.getrusage(who).ru_maxrss
               for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024  # fmt: skip
    whole = clock * WANTED_COUNTRIES / chosen.countries
    print(f"{chosen.countries} countries, {chosen.years} years, {points:,} points")
    print(f"by the clock: {clock:.1f} s with {chosen.workers} processes, {points / clock:,.0f}"
          " points a second")  # fmt: skip
    print(f"processor time: {processor:.1f} s, {points / processor:,.0f} points a second and core")
    print(f"for {WANTED_COUNTRIES} countries: {whole:.0f} s by the clock; wanted: under "
          f"{WANTED_SECONDS}")  # fmt: skip
    print(f"events: {events} for {2 * chosen.countries} blackouts")
    print(f"memory of the largest process: {peak:,.0f} MB")


if __name__ == "__main__":
    main()
