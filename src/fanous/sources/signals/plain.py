"""Any other table of `time,value`: what it is must be declared.

Decides what suffices: the time column is the first (called `time…` or `date…`); every other column
is a signal. A unit, a step and the entity can be declared (`base.py` says how); a column called
`…utc`, an offset or a `Z` on every time, or a declared `utc_offset` says where the clock stands.
Without one of these the file is refused. `scale` is `count` unless declared: `level` or
`normalised`. An empty cell is missing; 0 is zero.
"""

from __future__ import annotations

import csv
import re
from datetime import timezone
from typing import cast

from fanous.model.series import Scale, Series
from fanous.sources.signals.base import (
    FormatRefused,
    Read,
    SignalFile,
    SignalProblem,
    SourceManifest,
    data_lines,
    says_yes,
)
from fanous.sources.signals.grid import number, on_grid, parse_step
from fanous.sources.signals.times import offset_of, seconds

__all__ = ["PlainCsv"]

_TIME_COLUMN = re.compile(r"^(time|date|timestamp|epoch|day)(_?.*)?$", re.IGNORECASE)
_SCALES = ("count", "level", "normalised")


class PlainCsv:
    """`time_utc,responses` and its kind."""

    name = "plain"
    manifest = SourceManifest(
        publisher="whoever declares it",
        licence="as declared by its publisher",
        coverage="one entity a file",
        format_reference="time,value with a header; declarations at the head or beside the file",
        promises="what is declared: entity, unit, step, utc_offset, scale, operator",
    )

    def recognises(self, file: SignalFile) -> bool:
        first = [line for _, line in data_lines(file)[:1]]
        columns = first[0].split(",") if first else []
        return len(columns) >= 2 and bool(_TIME_COLUMN.match(columns[0].strip().strip('"')))

    def read(self, file: SignalFile, result: Read) -> None:
        lines = data_lines(file)
        header = [name.strip() for name in next(csv.reader([lines[0][1]]))]
        zone = _zone(file, header[0])
        points: dict[str, list[tuple[int, float]]] = {name: [] for name in header[1:]}
        unread = 0
        for line_number, line in lines[1:]:
            row = next(csv.reader([line]))
            try:
                time = seconds(row[0], zone)
                for name, cell in zip(header[1:], row[1:], strict=True):
                    points[name].append((time, number(cell)))
            except (ValueError, IndexError) as error:
                unread += 1
                result.problems.append(
                    SignalProblem(file.name, line_number, f"the row cannot be read: {error}",
                                  "The row counts as missing. Times are written as "
                                  "2026-01-08 16:30 and need an offset: declare "
                                  "`# utc_offset: +06:30`, or name it with --utc-offset.")
                )  # fmt: skip
        if unread == len(lines) - 1:
            del result.problems[-unread + 1 :]  # one of a kind is enough
            return
        for name, listed in points.items():
            if any(value == value for _, value in listed):
                result.series.append(_series(file, name, listed, len(points) == 1))


def _zone(file: SignalFile, column: str) -> timezone | None:
    """The clock's offset: declared, or UTC where the column says so; None: each time must say."""
    if declared := file.declared.get("utc_offset"):
        return offset_of(declared)
    return offset_of("UTC") if re.search(r"(^|[_ (])(utc|gmt)\b", column.lower()) else None


def _series(file: SignalFile, name: str, listed: list[tuple[int, float]], is_only: bool) -> Series:
    declared = file.declared
    scale = declared.get("scale", "count")
    if scale not in _SCALES:
        raise FormatRefused(
            f"scale {scale!r} is unknown", remedy=f"Use one of {', '.join(_SCALES)}."
        )
    step = parse_step(declared["step"]) if "step" in declared else None
    start, step, values = on_grid(listed, step)
    signal = declared.get("signal", name) if is_only else name
    return Series(
        entity=file.entity(),
        signal=signal,
        operator=declared.get("operator") or f"{file.name}",
        unit=declared.get("unit", name),
        step=step,
        start=start,
        values=values,
        scale=cast(Scale, scale),
        seasonal=says_yes(declared.get("seasonal", "yes")),
        country=file.country(),
        name=declared.get("name", ""),
        source=file.name,
        synthetic=says_yes(declared.get("synthetic", "no")),
    )
