"""The CSV that IODA's pages export: a column a signal, raw or normalised to the window's maximum.

Decides that times are UTC (the column says so), that an empty cell is missing, and that a file is
normalised if its name or head says so, or if no column goes beyond 100 and one touches it. Each
column has its own step: Mozilla is hourly inside a half-hourly file.
"""

from __future__ import annotations

import csv
from datetime import UTC

from fanous.model.series import Scale, Series
from fanous.sources.signals.base import (
    FormatRefused,
    Read,
    SignalFile,
    SignalProblem,
    SourceManifest,
    data_lines,
)
from fanous.sources.signals.grid import number, on_grid
from fanous.sources.signals.ioda_words import IodaSignal, signal_of_title
from fanous.sources.signals.times import seconds

__all__ = ["IodaPage"]

_TIME = "Time (UTC)"


class IodaPage:
    """`Time (UTC),Google (Search),Telescope (# Unique Source IPs),…`."""

    name = "ioda_page"
    manifest = SourceManifest(
        publisher="IODA, Georgia Institute of Technology",
        licence="no licence stated; for research use",
        coverage="one entity and window a file; raw counts or shares of the window's maximum",
        format_reference="the export button of ioda.inetintel.cc.gatech.edu",
        promises="times in UTC; an empty cell is missing",
    )

    def recognises(self, file: SignalFile) -> bool:
        first = [line.lstrip('" ') for _, line in data_lines(file)[:1]]
        if any(line.startswith(_TIME) for line in first):
            return True
        saved = [line for line in first if line.lower().startswith(_TIME.lower())]  # by hand
        return any(signal_of_title(title) for title in next(csv.reader(saved), [])[1:])

    def read(self, file: SignalFile, result: Read) -> None:
        lines = data_lines(file)
        header = next(csv.reader([lines[0][1]]))
        known = {place: signal_of_title(title) for place, title in enumerate(header) if place}
        for place, found in known.items():
            if found is None:
                result.problems.append(
                    SignalProblem(file.name, lines[0][0], f"column {header[place]!r} is unknown",
                                  "It was left out; the other columns were read.")
                )  # fmt: skip
        points: dict[int, list[tuple[int, float]]] = {p: [] for p, found in known.items() if found}
        for number_of_line, line in lines[1:]:
            _read_row(number_of_line, line, points, file, result)
        normalised = _is_normalised(file, points)
        for place, listed in points.items():
            found = known[place]
            if found is not None and any(value == value for _, value in listed):
                result.series.append(_series(found, listed, normalised, file))
        if not result.series:
            why = f"; {result.problems[-1].detail}" if result.problems else ""
            raise FormatRefused(
                f"no value in any known column{why}",
                remedy="Export the page again; times are written as 2026-01-08 16:30:00.",
            )


def _read_row(
    line_number: int,
    line: str,
    points: dict[int, list[tuple[int, float]]],
    file: SignalFile,
    result: Read,
) -> None:
    row = next(csv.reader([line]))
    try:
        time = seconds(row[0], UTC)
        for place, listed in points.items():
            listed.append((time, number(row[place])))
    except (ValueError, IndexError) as error:
        result.problems.append(
            SignalProblem(file.name, line_number, f"the row cannot be read: {error}",
                          "The row was left out and counts as missing.")
        )  # fmt: skip


def _is_normalised(file: SignalFile, points: dict[int, list[tuple[int, float]]]) -> bool:
    if "scale" in file.declared:
        return file.declared["scale"] == "normalised"
    name = file.name.lower()
    if "normali" in name or "raw" in name:
        return "normali" in name
    values = [value for listed in points.values() for _, value in listed if value == value]
    return bool(values) and 99.0 <= max(values) <= 100.0 + 1e-9


def _series(
    found: tuple[IodaSignal, str],
    listed: list[tuple[int, float]],
    normalised: bool,
    file: SignalFile,
) -> Series:
    signal, product = found
    start, step, values = on_grid(listed)
    scale: Scale = "normalised" if normalised else signal.scale
    return Series(
        entity=file.entity(),
        signal=f"{signal.signal}:{product}" if product else signal.signal,
        operator=signal.operator,
        unit="% of the window's maximum" if normalised else signal.unit,
        step=step,
        start=start,
        values=values,
        scale=scale,
        seasonal=signal.seasonal,
        country=file.country(),
        source=file.name,
    )
