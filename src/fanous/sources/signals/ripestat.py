"""RIPEstat country-routing-stats: prefixes and networks seen in routing, IPv4 and IPv6 apart.

Decides that -1 says *no data*, that only what RIS saw is read (`_ris`; the `_stats` fields are
registrations), and that IPv6 is a signal of its own: its withdrawal can be an early sign. Reads the
API's JSON, and a CSV with a column `date` (or `time`) and the same names.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import UTC
from typing import Any

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
from fanous.sources.signals.times import seconds

__all__ = ["RipeStat"]

_SIGNALS = {
    "v4_prefixes_ris": ("routes-ipv4", "IPv4 prefixes"),
    "v6_prefixes_ris": ("routes-ipv6", "IPv6 prefixes"),
    "asns_ris": ("routes-asns", "networks"),
}
_Points = dict[str, list[tuple[int, float]]]


class RipeStat:
    """The data call `country-routing-stats`."""

    name = "ripestat"
    manifest = SourceManifest(
        publisher="RIPE NCC",
        licence="RIPEstat terms and conditions",
        coverage="countries since 2000; hourly to weekly counts",
        format_reference="stat.ripe.net/docs/data-api/api-endpoints/country-routing-stats",
        promises="-1 is no data",
    )

    def recognises(self, file: SignalFile) -> bool:
        return "v4_prefixes_ris" in file.text[:20_000] and "," in file.text[:20_000]

    def read(self, file: SignalFile, result: Read) -> None:
        points: _Points = defaultdict(list)
        if file.text.lstrip().startswith("{"):
            country = _read_json(file, points, result)
        else:
            country = None
            _read_csv(file, points, result)
        entity = country or file.entity()
        for name, listed in points.items():
            if any(value == value for _, value in listed):
                signal, unit = _SIGNALS[name]
                start, step, values = on_grid(listed)
                result.series.append(
                    Series(
                        entity,
                        signal,
                        "RIPE RIS",
                        unit,
                        step,
                        start,
                        values,
                        scale="level",
                        seasonal=False,
                        country=country or file.country(),
                        source=file.name,
                    )
                )


def _read_json(file: SignalFile, points: _Points, result: Read) -> str | None:
    try:
        data: dict[str, Any] = json.loads(file.text)["data"]
        stats = data["stats"]
    except (ValueError, KeyError, TypeError) as error:
        raise FormatRefused(
            f"not an answer of country-routing-stats: {error!r}", remedy="Fetch it again, whole."
        ) from error
    for place, entry in enumerate(stats):
        try:
            time = seconds(str(entry["timeline"][0]["starttime"]), UTC)
            for name in _SIGNALS.keys() & entry.keys():
                points[name].append((time, number(entry[name])))
        except (KeyError, IndexError, TypeError, ValueError) as error:
            _left_out(result, file, 0, f"entry {place} of stats: {error!r}")
    code = str(data.get("resource") or "").upper()
    return f"country:{code}" if len(code) == 2 else None


def _read_csv(file: SignalFile, points: _Points, result: Read) -> None:
    lines = data_lines(file)
    header = next(csv.reader([lines[0][1]]))
    for line_number, line in lines[1:]:
        row = dict(zip(header, next(csv.reader([line])), strict=False))
        try:
            time = seconds(row.get("date") or row["time"], UTC)
            for name in _SIGNALS.keys() & row.keys():
                points[name].append((time, number(row[name])))
        except (KeyError, ValueError) as error:
            _left_out(result, file, line_number, str(error))


def _left_out(result: Read, file: SignalFile, line: int, what: str) -> None:
    remedy = "It was left out and counts as missing."
    result.problems.append(SignalProblem(file.name, line, f"cannot be read: {what}", remedy))
