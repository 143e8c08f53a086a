"""Points as a regular grid: which step, and what to do with holes, doubles and stray times.

Decides the step (declared, else the most common distance between neighbours), that a point stands
in the step that holds it, that the last of two points in one step wins, and that every step
without a point is missing. A series that has points only at every n-th step of its file has the
longer step (a half-hourly file with an hourly column): nobody's gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from fanous.model.series import FloatArray
from fanous.sources.signals.base import FormatRefused

__all__ = ["MOST_POINTS", "number", "on_grid", "own_step", "parse_step"]

MOST_POINTS = (
    4_000_000  # of one series: 38 years of five minutes; a wrong time must not fill memory
)
_UNITS = {"s": 1, "min": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_THOUSANDS = re.compile(r"^\d{1,3}(,\d{3})+(\.\d+)?$")
_NOTHING = {"", "null", "none", "nan", "na", "n/a", "-"}


def number(text: object) -> float:
    """A value; NaN for null, an empty cell and anything negative (`-1` says *no data*).

    `30,000` and `85 %` are what spreadsheets make of numbers.

    Raises ValueError for text that is no number.
    """
    if text is None or (isinstance(text, str) and text.strip().lower() in _NOTHING):
        return float("nan")
    if isinstance(text, bool) or not isinstance(text, int | float | str):
        raise ValueError(f"{text!r} is no number")
    if isinstance(text, str):
        text = text.strip().removesuffix("%")
        text = text.replace(",", "") if _THOUSANDS.match(text) else text
    found = float(text)
    return found if np.isfinite(found) and found >= 0 else float("nan")


def parse_step(text: str) -> int:
    """A step such as `300`, `5min`, `1h`, `1d`, in seconds."""
    digits = text.strip().rstrip("abcdefghijklmnopqrstuvwxyz ").strip()
    unit = text.strip()[len(digits) :].strip() or "s"
    if not digits.isdigit() or unit not in _UNITS or not int(digits):
        raise FormatRefused(f"step {text!r} is no step", remedy="Write it as 300, 5min, 1h or 1d.")
    return int(digits) * _UNITS[unit]


def on_grid(
    points: Iterable[tuple[int, float]], step: int | None = None
) -> tuple[int, int, FloatArray]:
    """`(start, step, values)` of points in any order. Raises FormatRefused if there is no grid."""
    listed = sorted(points, key=lambda point: point[0])
    if not listed:
        raise FormatRefused("no points", remedy="Check that the file was fetched whole.")
    times = np.array([time for time, _ in listed], dtype=np.int64)
    values = np.array([value for _, value in listed], dtype=np.float64)
    chosen = step or _step(times)
    start = int(times[0] // chosen * chosen) if chosen <= 86_400 else int(times[0])
    if chosen > 60 and np.all((times - times[0]) % chosen == 0):
        start = int(times[0])
    places = (times - start) // chosen
    if places[-1] >= MOST_POINTS:
        raise FormatRefused(
            f"{places[-1] + 1} steps of {chosen} s", remedy="Check the times and the step."
        )
    grid = np.full(int(places[-1]) + 1, np.nan)
    present = ~np.isnan(values)
    grid[places[present]] = values[present]
    return own_step(start, chosen, grid)


def own_step(start: int, step: int, values: FloatArray) -> tuple[int, int, FloatArray]:
    """The series' own step where its points lie on every n-th step only."""
    present = np.flatnonzero(~np.isnan(values))
    if len(present) < 8:
        return start, step, values
    every = int(np.gcd.reduce(np.diff(present)))
    if every < 2 or step * every > 86_400 or len(present) * every < len(values) / 2:
        return start, step, values
    first = int(present[0] % every)
    return start + first * step, step * every, values[first::every]


def _step(times: np.typing.NDArray[np.int64]) -> int:
    distances = np.diff(times)
    distances = distances[distances > 0]
    if not len(distances):
        return 86_400
    found, counts = np.unique(distances, return_counts=True)
    return int(found[np.argmax(counts)])
