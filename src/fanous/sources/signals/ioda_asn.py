"""The headerless CSV of IODA's signals by network, as researchers passed it on in 2019.

Rows are `signal,value,asn,name,time`; AS number 0 is the country, which the file's name or a
declaration must say. Decides that an empty value is missing and that each signal has its own step.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import UTC

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
from fanous.sources.signals.ioda_words import IODA_SIGNALS
from fanous.sources.signals.times import seconds

__all__ = ["IodaAsn"]

_ROW = re.compile(r"^(bgp|active_probing|darknet),(-?[\d.]*|null|nan|NaN),\d+,.*\d{4}-\d\d-\d\d")


class IodaAsn:
    """`bgp,4896,44244,IranCell,2019-11-14 08:10:00+00:00`."""

    name = "ioda_asn"
    manifest = SourceManifest(
        publisher="IODA; passed on by researchers",
        licence="none stated",
        coverage="a country and its networks over some days; raw counts every 5 or 10 minutes",
        format_reference="rows signal,value,asn,name,time without a header; AS number 0 is the "
        "country",
        promises="times carry their offset; an empty value is missing",
    )

    def recognises(self, file: SignalFile) -> bool:
        lines = data_lines(file)[:3]
        return bool(lines) and all(_ROW.match(line) for _, line in lines)

    def read(self, file: SignalFile, result: Read) -> None:
        points: dict[tuple[str, int], list[tuple[int, float]]] = defaultdict(list)
        names: dict[int, str] = {}
        for line_number, line in data_lines(file):
            try:
                signal, value, asn, name, time = next(csv.reader([line]))
                if signal not in IODA_SIGNALS:
                    raise ValueError(f"signal {signal!r} is unknown")
                points[signal, int(asn)].append((seconds(time, UTC), number(value)))
                names[int(asn)] = name
            except ValueError as error:
                result.problems.append(
                    SignalProblem(file.name, line_number, f"the row cannot be read: {error}",
                                  "The row was left out and counts as missing.")
                )  # fmt: skip
        country = file.country()
        if country is None and any(asn == 0 for _, asn in points):
            raise FormatRefused(
                "the rows of AS number 0 are a country's, and nothing says which",
                remedy="Put a line `# country: IR` at the head, or the code into the file's name.",
            )
        for (signal, network), listed in sorted(points.items()):
            if any(value == value for _, value in listed):
                name = names[network]
                result.series.append(_series(signal, network, name, listed, country, file.name))


def _series(
    signal: str,
    asn: int,
    name: str,
    listed: list[tuple[int, float]],
    country: str | None,
    source: str,
) -> Series:
    known = IODA_SIGNALS[signal]
    start, step, values = on_grid(listed)
    return Series(
        entity=f"asn:{asn}" if asn else str(country),
        signal=known.signal,
        operator=known.operator,
        unit=known.unit,
        step=step,
        start=start,
        values=values,
        scale=known.scale,
        seasonal=known.seasonal,
        country=country,
        name=name if asn else "",
        source=source,
    )
