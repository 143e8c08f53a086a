"""The rules that others alarm by, from their formulas: IODA's medians, Tor's ratios.

Decides to be faithful, faults included. IODA (watchtower-sentry MovingStat and AlertKafka, IODA's
help page): the value over the nearest-rank median of a trailing window that the value is not part
of; no output before `warmup`; a value whose ratio is extreme is replaced in the history by the
median (inpainting), for at most `maxduration`, after which the buffered raw values become the
history: why a blackout of 19 days closes after seven. Missing values are skipped. An event runs
from the first ratio below `least` to the next that is not. Tor (metrics-web Detector.java, after
Danezis 2011): users over users a week before, the largest countries' ratios as a normal
distribution, the country's own count as Poisson. No code of either is used.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, poisson

from fanous.evaluation.signals.score import Span
from fanous.events.connectivity import Interval
from fanous.model.series import FloatArray, Series

__all__ = ["IODA_RULES", "IodaRule", "ioda_spans", "tor_downturns", "tor_series", "tor_spans"]

_DAY = 86_400
_EXTREME_LOW, _EXTREME_HIGH = 0.8, 2.0
_TOR_COUNTRIES, _TOR_FEWEST, _TOR_TAIL = 50, 8, 0.0001
_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class IodaRule:
    """One of IODA's rules. Times in seconds; `least_prediction` is in the series' own unit."""

    name: str
    signals: tuple[str, ...]
    window: int
    least: float
    warmup: int = 3_600
    longest: int = 7 * _DAY
    least_prediction: float = 20.0


IODA_RULES = (
    IodaRule("IODA: routes < 99 % of 24 h", ("bgp",), _DAY, 0.99),
    IodaRule("IODA: routes < 50 % of 24 h", ("bgp",), _DAY, 0.50),
    IodaRule(
        "IODA: probing < 80 % of 7 days", ("probing", "connectivity", "answers", "responses"),
        7 * _DAY, 0.80,
    ),
    IodaRule("IODA: telescope < 25 % of 7 days", ("telescope",), 7 * _DAY, 0.25),
)  # fmt: skip


class _History:
    """A trailing window of values with its median; inpainted as IODA's."""

    def __init__(self, rule: IodaRule, step: int) -> None:
        self.rule = rule
        self.size = max(1, rule.window // step)
        self.longest = max(1, rule.longest // step)
        self.values: deque[float] = deque()
        self.ordered: list[float] = []
        self.buffer: list[float] = []

    def median(self) -> float:
        """Nearest rank: the ⌈N/2⌉-th smallest."""
        return self.ordered[math.ceil(len(self.ordered) / 2) - 1]

    def push(self, value: float) -> None:
        """Add a value; the oldest leaves when the window is full."""
        self.values.append(value)
        insort(self.ordered, value)
        if len(self.values) > self.size:
            old = self.values.popleft()
            del self.ordered[bisect_left(self.ordered, old)]

    def take(self, value: float) -> None:
        """A new value: itself, or the median in its place where it is extreme."""
        predicted = self.median()
        share = value / predicted if predicted > 0 else 1.0
        if _EXTREME_LOW <= share <= _EXTREME_HIGH:
            self.buffer.clear()
            self.push(value)
            return
        self.buffer.append(value)
        if len(self.buffer) < self.longest:
            self.push(predicted)
            return
        kept = self.buffer[-self.size :]
        self.values, self.ordered, self.buffer = deque(kept), sorted(kept), []


def ioda_spans(series: Series, rule: IodaRule) -> list[Span]:
    """What a rule makes of one series; empty for a signal that the rule is not for."""
    if series.signal.partition(":")[0] not in rule.signals:
        return []
    history = _History(rule, series.step)
    floor = 0.0 if series.normalised else rule.least_prediction
    warmup = max(1, rule.warmup // series.step)
    found: list[Span] = []
    low: int | None = None
    previous = seen = 0
    for place, value in enumerate(series.values):
        if np.isnan(value):
            continue
        time = series.time(place)
        if seen >= warmup:
            predicted = history.median()
            is_low = predicted > floor and value / predicted < rule.least
            if is_low and low is None:
                low = time
                onset = Interval(previous, time)
            elif not is_low and low is not None:
                found.append(Span(series.entity, onset, Interval(previous, time), low))
                low = None
            history.take(float(value))
        else:
            history.push(float(value))
        previous, seen = time, seen + 1
    if low is not None:
        found.append(Span(series.entity, onset, None, low))
    return found


def tor_downturns(users: Mapping[str, FloatArray]) -> dict[str, list[int]]:
    """Days (places) of each country on which Tor's detector sees a downturn.

    `users` are daily counts of the same days, NaN where missing. Nothing is said of a day on which
    fewer than eight of the largest countries are left after outliers.
    """
    if not users:
        return {}
    days = max(len(values) for values in users.values())
    largest = sorted(users, key=lambda name: -_last(users[name]))[:_TOR_COUNTRIES]
    found: dict[str, list[int]] = {name: [] for name in users}
    for day in range(_WEEK_DAYS, days):
        ratios = _usual(
            [_ratio(users[name], day) for name in largest if _ratio(users[name], day) is not None]
        )
        if len(ratios) < _TOR_FEWEST:
            continue
        bound = norm.ppf(
            _TOR_TAIL, loc=float(np.mean(ratios)), scale=max(float(np.std(ratios)), 1e-9)
        )
        for name, values in users.items():
            if day < len(values) and not np.isnan(values[day]) and not np.isnan(values[day - 7]):
                least = int(max(0.0, bound * poisson.ppf(_TOR_TAIL, values[day - 7])))
                if values[day] < least:
                    found[name].append(day)
    return found


def tor_series(series: Sequence[Series]) -> list[Series]:
    """The daily Tor users of countries among these; empty if of too few for Tor's detector."""
    daily = [
        item
        for item in series
        if item.signal.startswith("tor-users")
        and item.step == _DAY
        and item.entity.startswith("country:")
    ]
    return daily if len({item.entity for item in daily}) >= _TOR_FEWEST else []


def tor_spans(series: Sequence[Series]) -> list[Span]:
    """Days in a row with a downturn, as one span; each way of connecting (relay, bridge) apart."""
    found = []
    for signal in sorted({item.signal for item in series}):
        mine = {item.entity: item for item in series if item.signal == signal}
        start = min(item.start for item in mine.values())
        users = {
            name: np.concatenate((np.full((item.start - start) // _DAY, np.nan), item.values))
            for name, item in mine.items()
        }
        for name, days in tor_downturns(users).items():
            for day in days:
                if day - 1 in days:
                    continue
                last = next(at for at in range(day, len(users[name]) + 1) if at not in days)
                time, until = start + day * _DAY, start + last * _DAY
                end = None if last == len(users[name]) else Interval(until - _DAY, until)
                found.append(Span(name, Interval(time - _DAY, time), end, time))
    return found


def _last(values: FloatArray) -> float:
    known = values[~np.isnan(values)]
    return float(known[-1]) if len(known) else 0.0


def _ratio(values: FloatArray, day: int) -> float | None:
    if day >= len(values) or np.isnan(values[day]) or not values[day - _WEEK_DAYS] > 0:
        return None
    return float(values[day] / values[day - _WEEK_DAYS])


def _usual(ratios: Sequence[float | None]) -> list[float]:
    """Ratios within four interquartile ranges of the median."""
    known = np.array([ratio for ratio in ratios if ratio is not None])
    if not len(known):
        return []
    low, middle, high = np.quantile(known, (0.25, 0.5, 0.75))
    return [float(ratio) for ratio in known if abs(ratio - middle) <= 4 * (high - low)]
