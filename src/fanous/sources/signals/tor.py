"""Tor Metrics: daily users by country, over relays or bridges.

Decides that columns are found by name (their order may change), that an empty country is the whole
world, that `??` is nobody's, that a missing day is missing, and that the publisher's own `lower`
and `upper` are left out: they change afterwards. The combined file holds ranges: the lower is used.
"""

from __future__ import annotations

import csv
from collections import defaultdict

from fanous.model.series import Series
from fanous.sources.signals.base import (
    FormatRefused,
    Read,
    SignalFile,
    SignalProblem,
    SourceManifest,
    data_lines,
)
from fanous.sources.signals.grid import number, on_grid
from fanous.sources.signals.times import day_seconds

__all__ = ["TorUsers"]

_DAY_SECONDS = 86_400


class TorUsers:
    """`date,country,users,lower,upper,frac`, and the bridge and combined forms."""

    name = "tor"
    manifest = SourceManifest(
        publisher="The Tor Project",
        licence="CC0 1.0",
        coverage="estimated daily users by country since 2011, two to three days late",
        format_reference="metrics.torproject.org/stats.html#clients",
        promises="one row a day and country; columns by name",
    )

    def recognises(self, file: SignalFile) -> bool:
        first = [line for _, line in data_lines(file)[:1]]
        columns = set(first[0].split(",")) if first else set()
        return {"date", "country", "frac"} <= columns and bool(columns & {"users", "low"})

    def read(self, file: SignalFile, result: Read) -> None:
        lines = data_lines(file)
        header = next(csv.reader([lines[0][1]]))
        value = "users" if "users" in header else "low"
        points: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
        for line_number, line in lines[1:]:
            row = dict(zip(header, next(csv.reader([line])), strict=False))
            try:
                day = day_seconds(row["date"])
                key = (row["country"], row.get("transport", ""))
                points[key][day] = number(row[value])
            except (KeyError, ValueError) as error:
                result.problems.append(
                    SignalProblem(file.name, line_number, f"the row cannot be read: {error}",
                                  "The row was left out and counts as missing.")
                )  # fmt: skip
        way = "relay" if "upper" in header else "bridge"
        for (code, transport), days in sorted(points.items()):
            if code != "??":
                result.series.append(_series(code, transport or way, days, file.name))
        if not result.series:
            raise FormatRefused("no day could be read", remedy="Fetch the file again.")


def _series(code: str, way: str, days: dict[int, float], source: str) -> Series:
    entity = f"country:{code.upper()}" if code else "world:all"
    start, step, values = on_grid(days.items(), _DAY_SECONDS)
    return Series(
        entity=entity,
        signal=f"tor-users:{way}",
        operator="Tor Project",
        unit="users a day",
        step=step,
        start=start,
        values=values,
        country=entity if code else None,
        source=source,
    )
