"""Synthetic countries with known blackouts, seasons, noise and nuisances; the seed is the truth.

Decides what a hard but fair country looks like: signals with their own
seasons and noise (routes that flap, a telescope of over-dispersed counts, users who keep weekends
and holidays), any step from five minutes to a day, raw counts or an export normalised to its
maximum, one to five signals of as many operators, blackouts from two hours to three weeks, of three
tenths to all of it, at once or over hours, with returns at once or over days. Nuisances beside:
missing hours, a telescope stuck at zero, a telescope that goes missing in the blackout, search
traffic let through early, a holiday. Numbers are invented; nothing is taken from real series.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from fanous.evaluation.signals.shapes import season, wander
from fanous.model.series import FloatArray, Scale, Series

__all__ = ["STEPS", "Blackout", "Simulated", "simulate", "simulate_users"]

STEPS = (300, 600, 1_800, 3_600, 86_400)
_START = 1_735_689_600  # 1 January 2025
_DAY, _HOUR = 86_400, 3_600
_QUIET_DAYS = 9.0  # before the first blackout
_USER_DAYS = 365


@dataclass(frozen=True, slots=True)
class Blackout:
    """What truly happened: seconds since 1970; `depth` is the share lost where users are."""

    start: int
    end: int
    depth: float
    fall_hours: float
    return_hours: float = 0.0  # the return ends at `end`, and began so long before


@dataclass(frozen=True, slots=True)
class Simulated:
    """A country's series, its blackouts, and the words for its nuisances."""

    seed: int
    step: int
    series: tuple[Series, ...]
    blackouts: tuple[Blackout, ...]
    nuisances: tuple[str, ...]


def simulate(
    seed: int,
    *,
    step: int | None = None,
    blackouts: int | None = None,
    more_quiet_days: float = 0.0,
) -> Simulated:
    """One country. The same seed gives the same country; `blackouts=0` makes a quiet one.

    `more_quiet_days` come before the first blackout, for detectors with a long history.
    """
    rng = np.random.default_rng(seed)
    chosen = step or int(rng.choice(STEPS))
    days = float(rng.uniform(180, 300)) if chosen == _DAY else float(rng.uniform(28, 60))
    times = _START + chosen * np.arange(round((days + more_quiet_days) * _DAY / chosen))
    count = int(rng.integers(1, 3)) if blackouts is None else blackouts
    truth = _blackouts(rng, times, chosen, count, more_quiet_days)
    nuisances: list[str] = []
    series = [
        _routes(rng, times, chosen, truth),
        _probing(rng, times, chosen, truth),
        _telescope(rng, times, chosen, truth, nuisances),
        *_users(rng, times, chosen, truth, nuisances),
    ]
    kept = rng.permutation(len(series))[: int(rng.integers(1, len(series) + 1))]
    if not {1, 3, 4} & set(kept.tolist()):
        kept = np.append(kept, 1)  # one that sees every blackout
    series = [_with_holes(rng, series[at], nuisances) for at in sorted(kept.tolist())]
    if rng.random() < 0.4:
        nuisances.append("normalised")
        series = [_normalised(item) for item in series]
    return Simulated(seed, chosen, tuple(series), truth, tuple(dict.fromkeys(nuisances)))


def simulate_users(seed: int, number: int, *, blackouts: int | None = None) -> Simulated:
    """The daily Tor users of one of many countries, all over the same days.

    Tor's detector compares countries with each other. `number` gives the country its name.
    """
    rng = np.random.default_rng(seed)
    times = _START + _DAY * np.arange(_USER_DAYS)
    truth = _blackouts(
        rng, times, _DAY, int(rng.integers(1, 3)) if blackouts is None else blackouts
    )
    entity = f"country:{chr(65 + number // 26 % 26)}{chr(65 + number % 26)}"
    size = float(np.exp(rng.uniform(np.log(200), np.log(50_000))))
    mean = size * season(rng, times, 0.0, float(rng.uniform(0.0, 0.2)))
    mean *= wander(rng, len(times), _DAY, float(rng.uniform(0.02, 0.08)))
    mean *= np.exp(np.cumsum(rng.standard_normal(len(times)) * 0.005))  # tastes change slowly
    users = rng.poisson(mean * _left(times, truth, 1.0)).astype(float)
    made = replace(_series("tor-users:relay", "Tor Project", _DAY, users), entity=entity,
                   country=entity)  # fmt: skip
    return Simulated(seed, _DAY, (made,), truth, ())


def _blackouts(
    rng: Generator,
    times: np.typing.NDArray[np.int64],
    step: int,
    count: int,
    more_quiet_days: float = 0.0,
) -> tuple[Blackout, ...]:
    quiet = (_QUIET_DAYS + more_quiet_days) * _DAY if step < _DAY else 40 * _DAY
    shortest = max(2 * _HOUR, 3 * step)
    found: list[Blackout] = []
    at = float(times[0]) + quiet
    room = (float(times[-1]) - at) / max(count, 1)
    for place in range(count):
        longest = min(room * 0.5, 21 * _DAY)
        length = float(np.exp(rng.uniform(np.log(shortest), np.log(max(longest, shortest * 1.01)))))
        start = at + place * room + float(rng.uniform(0.0, 0.4)) * room
        fall = 0.0 if rng.random() < 0.6 else float(rng.uniform(0.0, min(4.0, length / _HOUR / 4)))
        begin, end = (round(time / 60) * 60 for time in (start, start + length))
        back = 0.0 if rng.random() < 0.6 else float(rng.uniform(0.0, length / _HOUR / 3))
        found.append(Blackout(begin, end, float(rng.uniform(0.3, 1.0)), fall, back))
    return tuple(found)


def _left(
    times: np.typing.NDArray[np.int64], truth: tuple[Blackout, ...], part: float
) -> FloatArray:
    """The share that is left at each time, for a signal that loses `part` of the depth."""
    left = np.ones(len(times))
    for item in truth:
        fall = np.clip((times - item.start) / max(item.fall_hours * _HOUR, 1.0), 0.0, 1.0)
        inside = (times >= item.start) & (times < item.end)
        still = np.clip((item.end - times) / max(item.return_hours * _HOUR, 1.0), 0.0, 1.0)
        lost = np.minimum(fall, still) * item.depth * part
        left = np.where(inside, np.minimum(left, 1.0 - lost), left)
    return left


def _series(
    signal: str,
    operator: str,
    step: int,
    values: FloatArray,
    scale: Scale = "count",
    *,
    seasonal: bool = True,
) -> Series:
    entity = "country:XA"
    return Series(entity, signal, operator, "things", step, _START, values, scale, seasonal,
                  country=entity, source="synthetic")  # fmt: skip


def _routes(
    rng: Generator, times: np.typing.NDArray[np.int64], step: int, truth: tuple[Blackout, ...]
) -> Series:
    """Mostly still; half of all blackouts don't show in them; now and then they flap."""
    size = float(np.exp(rng.uniform(np.log(200), np.log(50_000))))
    part = 0.0 if rng.random() < 0.5 else float(rng.uniform(0.2, 1.0))
    level = size * _left(times, truth, part) * (1 + 0.002 * rng.standard_normal(len(times)))
    for at in rng.integers(0, len(times), int(rng.integers(0, 4))):
        level[at : at + max(1, 900 // step)] *= float(rng.uniform(0.6, 0.95))
    return _series("bgp", "Collectors", step, np.round(level), "level", seasonal=False)


def _probing(
    rng: Generator, times: np.typing.NDArray[np.int64], step: int, truth: tuple[Blackout, ...]
) -> Series:
    size = float(np.exp(rng.uniform(np.log(60), np.log(20_000))))
    rhythm = season(rng, times, float(rng.uniform(0.0, 0.05)), 0.0)
    noise = wander(rng, len(times), step, float(rng.uniform(0.002, 0.02)))
    level = size * rhythm * noise * _left(times, truth, float(rng.uniform(0.9, 1.0)))
    return _series("probing", "Prober", step, np.round(level), "level")


def _telescope(
    rng: Generator,
    times: np.typing.NDArray[np.int64],
    step: int,
    truth: tuple[Blackout, ...],
    nuisances: list[str],
) -> Series:
    """Over-dispersed counts with a spike; may be dead, or missing in the blackout."""
    size = float(np.exp(rng.uniform(np.log(5), np.log(5_000))))
    mean = size * season(rng, times, float(rng.uniform(0.1, 0.4)), 0.1)
    mean *= wander(rng, len(times), step, float(rng.uniform(0.05, 0.2)))
    values = rng.poisson(mean * _left(times, truth, float(rng.uniform(0.8, 1.0)))).astype(float)
    spike = int(rng.integers(0, len(times)))
    values[spike : spike + max(1, 2 * _HOUR // step)] *= 3
    if rng.random() < 0.4 and step < _DAY:
        nuisances.append("dead telescope")
        at = int(rng.integers(len(times) // 10, len(times) * 9 // 10))
        values[at : at + int(rng.uniform(4, 16) * _HOUR / step)] = 0.0
    if truth and rng.random() < 0.4:
        nuisances.append("telescope missing in the blackout")
        for item in truth:
            values[(times >= item.start + 2 * _HOUR) & (times < item.end)] = np.nan
    return _series("telescope", "Telescope", step, values)


def _users(
    rng: Generator,
    times: np.typing.NDArray[np.int64],
    step: int,
    truth: tuple[Blackout, ...],
    nuisances: list[str],
) -> list[Series]:
    """Two operators who see users; a holiday lowers both."""
    holiday = np.ones(len(times))
    if rng.random() < 0.4:
        nuisances.append("holiday")
        day = int(times[0] // _DAY + rng.integers(8, max(9, len(times) * step // _DAY - 1)))
        holiday[times // _DAY == day] = float(rng.uniform(0.65, 0.9))
    early = bool(truth) and rng.random() < 0.3
    found = []
    for signal, operator, size in (("google:search", "Google", 2_000.0), ("tor-users", "Tor", 300)):
        seen = truth
        if early and signal.startswith("google"):
            nuisances.append("search let through early")
            seen = tuple(replace(item, end=item.start + (item.end - item.start) // 2)
                         for item in truth)  # fmt: skip
        rhythm = season(rng, times, float(rng.uniform(0.2, 0.6)), float(rng.uniform(0, 0.2)))
        mean = size * rhythm * holiday * _left(times, seen, float(rng.uniform(0.85, 1.0)))
        mean *= wander(rng, len(times), step, float(rng.uniform(0.02, 0.08)))
        found.append(_series(signal, operator, step, rng.poisson(mean).astype(float)))
    return found


def _with_holes(rng: Generator, series: Series, nuisances: list[str]) -> Series:
    values = np.array(series.values)
    for at in rng.integers(0, len(values), int(rng.integers(0, 4))):
        nuisances.append("gap")
        values[at : at + int(rng.uniform(1, 20) * _HOUR / series.step) + 1] = np.nan
    return series.with_values(values)


def _normalised(series: Series) -> Series:
    top = float(np.nanmax(series.values))
    scaled = series.values / top * 100.0 if top > 0 else series.values
    return replace(series, values=scaled, scale="normalised", unit="% of the window's maximum")
