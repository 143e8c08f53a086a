"""Outside signals of the simulated countries: one blackout, and what only looks like one.

Decides what the signals show: XA loses nearly all connections for two days, a week before its
measurements begin (its networks fall one after the other, the small one keeps its own line); XB
loses nothing. The telescope that looks at both stands still at zero for half a day. Five weeks of
hours before the measurements, and the window itself. Plain tables that declare what they are, and a
truth in the columns that `fanous signals --truth` reads. Numbers are invented.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from fanous.evaluation.simulator.scenario import Country, Scenario, Window
from fanous.model.series import FloatArray

__all__ = ["BLACKOUT_BEFORE", "write_signals"]

BLACKOUT_BEFORE = timedelta(days=8)  # before the first measurement
_BLACKOUT = timedelta(days=2)
_HISTORY = timedelta(days=35)
_LOSES = "XA"
_DEAD_HOURS = slice(26 * 24 + 5, 26 * 24 + 17)
_APART_HOURS = 1  # from one network's fall to the next
_LEFT = 0.04


@dataclass(frozen=True, slots=True)
class _Kind:
    signal: str
    operator: str
    scale: str
    level: float
    swing: float
    left: float  # of it in the blackout


_KINDS = (
    _Kind("probing", "Simulated Prober", "level", 2_400.0, 0.01, _LEFT),
    _Kind("bgp", "Simulated Collectors", "level", 900.0, 0.0, 1.0),
    _Kind("telescope", "Simulated Telescope", "count", 320.0, 0.3, 0.06),
    _Kind("google:search", "Simulated Search", "count", 5_000.0, 0.5, _LEFT),
)


def write_signals(out: Path, scenario: Scenario, window: Window, *, seed: int) -> int:
    """Write `out/signals/*.csv` and `out/signals_truth.csv`; how many files of signals."""
    start = window.start - _HISTORY
    hours = round((window.end - start) / timedelta(hours=1))
    folder = out / "signals"
    folder.mkdir(parents=True)
    files = 0
    for number, country in enumerate(scenario.countries):
        rng = np.random.default_rng((seed, number))
        for kind, entity, name, values in _series(country, hours, rng):
            path = folder / f"{entity.replace(':', '_')}_{kind.signal.partition(':')[0]}.csv"
            _write(path, kind, entity, country.cc, name, start, values)
            files += 1
    _write_truth(out / "signals_truth.csv", start + _HISTORY - BLACKOUT_BEFORE)
    return files


def _series(
    country: Country, hours: int, rng: np.random.Generator
) -> Iterator[tuple[_Kind, str, str, FloatArray]]:
    """The country's four signals, then each network by probing."""
    fall = round((_HISTORY - BLACKOUT_BEFORE) / timedelta(hours=1))
    for kind in _KINDS:
        values = _values(kind, hours, rng, fall if country.cc == _LOSES else None)
        if kind.signal == "telescope":
            values[_DEAD_HOURS] = 0.0
        yield kind, f"country:{country.cc}", "", values
    for place, access in enumerate(country.access):
        is_last = place == len(country.access) - 1
        loses = country.cc == _LOSES and not is_last
        at = fall + place * _APART_HOURS if loses else None
        network = access.network
        yield _KINDS[0], f"asn:{network.asn}", network.name, _values(_KINDS[0], hours, rng, at)


def _values(kind: _Kind, hours: int, rng: np.random.Generator, fall: int | None) -> FloatArray:
    """A level with a day and noise, and what the blackout leaves of it."""
    times = np.arange(hours)
    level = kind.level * (1.0 + kind.swing * np.sin(2 * np.pi * times / 24))
    if fall is not None:
        level[fall : fall + round(_BLACKOUT / timedelta(hours=1))] *= kind.left
    if kind.scale == "count":
        return rng.poisson(level).astype(np.float64)
    found: FloatArray = np.round(level * (1.0 + 0.004 * rng.standard_normal(hours)))
    return found


def _write(
    path: Path, kind: _Kind, entity: str, cc: str, name: str, start: datetime, values: FloatArray
) -> None:
    head = {"entity": entity, "country": cc, "signal": kind.signal, "operator": kind.operator,
            "scale": kind.scale, "unit": "things", "seasonal": "no" if not kind.swing else "yes",
            "name": name, "synthetic": "yes"}  # fmt: skip
    lines = [f"# {key}: {value}" for key, value in head.items() if value]
    lines.append("time_utc,value")
    for place, value in enumerate(values):
        lines.append(f"{start + timedelta(hours=place):%Y-%m-%dT%H:%M:%SZ},{value:.0f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _write_truth(path: Path, fall: datetime) -> None:
    columns = ("id", "group", "cc", "country", "scope", "where", "kind", "start_utc", "end_utc",
               "series")  # fmt: skip
    times = [f"{time:%Y-%m-%dT%H:%MZ}" for time in (fall, fall + _BLACKOUT)]
    row = ("S1", "synthetic", _LOSES, _LOSES, "national", "", "total", *times, "")
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerows((columns, row))
