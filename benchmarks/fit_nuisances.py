"""How noisy real measurements are: figures for the simulator, from Kenya 2023 and Uganda 2026.

    FANOUS_SHARED=FOLDER python benchmarks/fit_nuisances.py

Reads OONI's observation and analysis rows (`data/ooni/series`) and prints what the defaults of
`fanous.evaluation.countries` are set from: volumes per network and day (negative binomial), the
hours of a day, sessions, resolvers, transient failures where nothing was blocked, and IPv6 that
does not work. Rows of one measurement are joined by its uid; double rows count once.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

TELEGRAM = "2023-KE-telegram.csv.gz"
WEB = "2023-KE-web_connectivity-telegram.org.csv.gz"
UGANDA = "2026-UG-twitter.com-analysis.csv"
DAYS = 46  # 15 October to 29 November
FIRST_DAY = datetime.fromisoformat("2023-10-15T00:00:00+00:00")
BLOCKED_FROM = datetime.fromisoformat("2023-11-08T00:00:00+00:00")
NAIROBI_OFFSET_HOURS = 3
LEAST_MEASUREMENTS = 20  # of a network, to say something of its days

Row = dict[str, str]


@dataclass
class Measured:
    """One measurement, from all of its rows."""

    start: datetime
    asn: int
    resolver_asn: int
    session: str
    failures: Counter[str] = field(default_factory=Counter)
    tries: Counter[str] = field(default_factory=Counter)


def rows_of(path: Path) -> Iterator[Row]:
    """Rows of a CSV file, plain or packed."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    yield from csv.DictReader(io.StringIO(text, newline=""))


def number(text: str) -> int:
    """A whole number that may be written as 443.0, 0 where there is none."""
    return int(float(text)) if text else 0


def measurements(path: Path) -> list[Measured]:
    """Every measurement once, with how often each step was tried and failed, by address family."""
    found: dict[str, Measured] = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows_of(path):
        uid = row["measurement_uid"]
        if uid not in found:
            start = datetime.fromisoformat(row["measurement_start_time"])
            place = number(row["probe_asn"]), number(row["resolver_asn"])
            found[uid] = Measured(start, *place, row["report_id"])
        names = ("ip", "port", "hostname", "tcp_failure", "tls_failure", "dns_failure")
        key = (uid, *(row[name] for name in names), row["http_failure"])
        if key not in seen:
            seen.add(key)
            _note(found[uid], row)
    return list(found.values())


def _note(measured: Measured, row: Row) -> None:
    family = "IPv6" if ":" in row["ip"] else "IPv4"
    for layer, tried in (("tcp", row["tcp_success"]), ("tls", row["tls_handshake_time"])):
        failure = row[f"{layer}_failure"]
        if tried or failure:
            measured.tries[f"{family} {layer}"] += 1
        if failure:
            measured.failures[f"{family} {layer}"] += 1
            measured.failures[f"{family} {layer} {failure.partition(':')[0]}"] += 1
    for layer in ("dns", "http"):
        if failure := row[f"{layer}_failure"]:
            measured.failures[layer] += 1
            measured.failures[f"{layer} {failure.partition(':')[0]}"] += 1


def counts_by_day(
    measured: Iterable[Measured],
) -> dict[int, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Measurements of each network on each day."""
    days: dict[int, np.ndarray[tuple[int], np.dtype[np.float64]]] = {}
    for item in measured:
        day = (item.start - FIRST_DAY) // timedelta(days=1)
        days.setdefault(item.asn, np.zeros(DAYS))[day] += 1
    return days


def volumes(name: str, measured: list[Measured]) -> list[tuple[float, float]]:
    """Print each network's days; pairs of mean and size (k = mean² / (variance − mean))."""
    print(f"\n{name}: measurements a network and day, over {DAYS} days")
    found = []
    days = counts_by_day(measured)
    for asn, counts in sorted(days.items(), key=lambda item: -item[1].sum()):
        mean, variance = counts.mean(), counts.var(ddof=1)
        if counts.sum() < LEAST_MEASUREMENTS or variance <= mean:
            continue
        size = mean**2 / (variance - mean)
        found.append((float(mean), float(size)))
        silent = int((counts == 0).sum())
        print(f"  AS{asn}: mean {mean:.2f}, variance {variance:.1f}, k {size:.2f}, silent {silent}")
    whole = sum(days.values(), np.zeros(DAYS))
    size = whole.mean() ** 2 / (whole.var(ddof=1) - whole.mean())
    print(f"  all {len(days)} networks: mean {whole.mean():.1f}, k {size:.2f}")
    return found


def print_fit(pairs: list[tuple[float, float]]) -> None:
    """k = a · mean^b, least squares of logarithms."""
    mean, size = np.log(np.array(pairs)).T
    slope, level = np.polyfit(mean, size, 1)
    residual = np.std(size - level - slope * mean)
    fit = f"k = {np.exp(level):.2f} · mean^{slope:.2f}"
    print(f"\n{fit} ({len(pairs)} series; spread of log k {residual:.2f})")


def print_hours(measured: list[Measured]) -> None:
    """Measurements by local hour, and a weekend day against a weekday."""
    local = [item.start + timedelta(hours=NAIROBI_OFFSET_HOURS) for item in measured]
    hours = Counter(moment.hour for moment in local)
    print("\nby local hour from 0:", ", ".join(str(hours[hour]) for hour in range(24)))
    weekdays = Counter((FIRST_DAY + timedelta(days=day)).weekday() for day in range(DAYS))
    by_day = Counter(item.start.weekday() for item in measured)
    rate = [by_day[day] / weekdays[day] for day in range(7)]
    print(f"a weekend day against a weekday: {np.mean(rate[5:]) / np.mean(rate[:5]):.2f}")


def print_sessions(name: str, measured: list[Measured]) -> None:
    """Sessions of one measurement, and who is asked for names."""
    sizes = Counter(Counter(item.session for item in measured).values())
    alone = sizes[1] / sum(sizes.values())
    other = np.mean([item.asn != item.resolver_asn for item in measured])
    resolvers: dict[int, set[int]] = defaultdict(set)
    for item in measured:
        resolvers[item.asn].add(item.resolver_asn)
    several = np.mean([len(asked) for asked in resolvers.values()])
    print(f"\n{name}: {alone:.3f} of {sum(sizes.values())} sessions hold one measurement")
    print(
        f"  {other:.2f} asked a resolver of another network;"
        f" {several:.1f} networks of resolvers a network"
    )


def print_noise(name: str, measured: list[Measured]) -> None:
    """Failures over IPv4 while nothing was blocked: all networks, before 8 November."""
    quiet = [item for item in measured if item.start < BLOCKED_FROM]
    failing = [item for item in quiet if _fails(item)]
    whole = [item for item in failing if _fails_wholly(item)]
    print(
        f"\n{name}, before 8 November: {len(failing)} of {len(quiet)} measurements with a failure"
    )
    print(
        f"  over IPv4 ({len(failing) / len(quiet):.3f}),"
        f" {len(whole)} ({len(whole) / len(quiet):.3f}) with no step that worked"
    )
    kinds: Counter[str] = Counter()
    for item in failing:
        kinds.update(kind for kind in item.failures if kind.count(" ") == 2 or "http " in kind)
    for kind, count in kinds.most_common(12):
        print(f"  {count / len(quiet):.3f}  {kind}")
    by_network: dict[int, list[bool]] = defaultdict(list)
    for item in quiet:
        by_network[item.asn].append(_fails(item))
    large = {asn: hits for asn, hits in by_network.items() if len(hits) >= LEAST_MEASUREMENTS}
    rates = ", ".join(f"AS{asn} {np.mean(hits):.3f}" for asn, hits in sorted(large.items()))
    print(f"  by network: {rates}")


def _fails(item: Measured) -> bool:
    return any(item.failures[name] for name in ("IPv4 tcp", "IPv4 tls", "http"))


def _fails_wholly(item: Measured) -> bool:
    """No connect worked, or every handshake failed, or every request."""
    return any(
        item.tries[name] and item.failures[name] >= item.tries[name]
        for name in ("IPv4 tcp", "IPv4 tls")
    )


def print_ipv6(name: str, measured: list[Measured]) -> None:
    """Measurements that tried IPv6, and what came of it."""
    tried = [item for item in measured if item.tries["IPv6 tcp"]]
    broken = [item for item in tried if item.failures["IPv6 tcp"] >= item.tries["IPv6 tcp"]]
    share = len(broken) / max(len(measured), 1)
    print(
        f"\n{name}: {len(tried)} of {len(measured)} tried IPv6,"
        f" {len(broken)} in vain ({share:.2f} of all)"
    )
    kinds: Counter[str] = Counter()
    for item in broken:
        kinds.update(kind for kind in item.failures if kind.startswith("IPv6 tcp "))
    print("  ", ", ".join(f"{kind} {count}" for kind, count in kinds.most_common(4)))


def print_uganda(path: Path) -> None:
    """Stray rows that OONI's analysis calls blocked, before anything was."""
    before = [row for row in rows_of(path) if row["measurement_start_time"] < "2026-01-13"]
    names = ("dns_blocked", "tcp_blocked", "tls_blocked")
    stray = Counter(name for row in before for name in names if float(row[name] or 0) >= 0.5)
    share = sum(stray.values()) / len(before)
    print(
        f"\nUganda before 13 January: {sum(stray.values())} of {len(before)} rows blocked"
        f" ({share:.3f})"
    )
    print("  ", dict(stray))


def main() -> None:
    """Print every figure."""
    folder = Path(os.environ.get("FANOUS_SHARED", "../shared")) / "data" / "ooni" / "series"
    if not folder.is_dir():
        sys.exit(f"{folder}: not there; set FANOUS_SHARED to the folder of shared data")
    telegram, web = measurements(folder / TELEGRAM), measurements(folder / WEB)
    pairs = volumes("telegram", telegram) + volumes("telegram.org", web)
    print_fit(pairs)
    print_hours(telegram)
    for name, measured in (("telegram", telegram), ("telegram.org", web)):
        print_sessions(name, measured)
        print_noise(name, measured)
        print_ipv6(name, measured)
    print_uganda(folder / UGANDA)


if __name__ == "__main__":
    main()
