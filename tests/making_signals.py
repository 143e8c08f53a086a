"""Small builders of signals: invented numbers, a seed each."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fanous.detectors.connectivity.detect import Detected, detect
from fanous.events.connectivity import ConnectivityEvent
from fanous.events.connectivity_facts import connectivity_events
from fanous.model.series import FloatArray, Scale, Series
from fanous.sources.signals.base import Read, SignalFile
from fanous.sources.signals.read import read_text

START = 1_767_225_600  # 1 January 2026
HOUR, DAY = 3_600, 86_400
OPERATORS = {"bgp": "Collectors", "probing": "Prober", "telescope": "Telescope",
             "google": "Google", "mozilla": "Mozilla", "tor-users": "Tor"}  # fmt: skip


def read(text: str, name: str = "file.csv", declared: Mapping[str, str] | None = None) -> Read:
    """What the text of a file gives."""
    result = Read()
    read_text(SignalFile(name, text), result, declared=declared)
    return result


def flat(
    days: float,
    *,
    level: float = 1_000.0,
    step: int = HOUR,
    noise: float = 0.01,
    swing: float = 0.0,
    seed: int = 1,
) -> FloatArray:
    """A level with a day and noise."""
    rng = np.random.default_rng(seed)
    times = np.arange(round(days * DAY / step)) * step
    season = 1.0 + swing * np.sin(2 * np.pi * times / DAY)
    found: FloatArray = level * season * (1.0 + noise * rng.standard_normal(len(times)))
    return found


def series(
    values: FloatArray,
    signal: str = "probing",
    *,
    entity: str = "country:XA",
    step: int = HOUR,
    scale: Scale = "level",
    seasonal: bool = True,
    source: str = "a.csv",
) -> Series:
    """A series from START on, of a fictional country."""
    operator = OPERATORS.get(signal.partition(":")[0], "Somebody")
    return Series(entity, signal, operator, "things", step, START, values, scale,
                  seasonal and signal != "bgp", country="country:XA", source=source)  # fmt: skip


def cut(
    values: FloatArray, start_day: float, days: float, left: float = 0.0, step: int = HOUR
) -> FloatArray:
    """The same values with only `left` of them for some days."""
    found = np.array(values)
    found[round(start_day * DAY / step) : round((start_day + days) * DAY / step)] *= left
    return found


def at(day: float) -> int:
    """A time, in days after START."""
    return START + round(day * DAY)


def found(*listed: Series) -> list[Detected]:
    """What the detector finds."""
    return detect(listed)


def events(*listed: Series) -> list[ConnectivityEvent]:
    """What the detector finds, as events."""
    return connectivity_events(detect(listed))
