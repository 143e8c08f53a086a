"""Monash-style files: connectivity by region in percent, and pings answered one by one.

Both carry a local clock: `time_e` is an epoch of local time, `time_local_str` has no offset. A file
without a declared `utc_offset` is refused. Decides that -1 is no data; that a country is the plain
mean of its regions (each as heavy as any other), where at least three are known; and that pings
become counts of answers a half hour, where a half hour without one, in a file that goes on, is a
measured zero: the prober asks all the time.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict

import numpy as np

from fanous.model.series import FloatArray, Series
from fanous.sources.signals.base import (
    FormatRefused,
    Read,
    SignalFile,
    SignalProblem,
    SourceManifest,
    data_lines,
)
from fanous.sources.signals.grid import number, on_grid
from fanous.sources.signals.times import offset_of, seconds

__all__ = ["MonashConnectivity", "MonashPings"]

_OPERATOR = "Monash IP Observatory"
_BIN_SECONDS = 1_800
_FEWEST_REGIONS = 3
_ALPHA2 = {"VEN": "VE", "MMR": "MM", "IRN": "IR", "IRQ": "IQ", "SYR": "SY", "UKR": "UA",
           "KAZ": "KZ", "BLR": "BY", "IND": "IN", "PAK": "PK", "CUB": "CU", "ETH": "ET",
           "SDN": "SD", "UGA": "UG", "RUS": "RU", "CHN": "CN"}  # fmt: skip
_REMEDY = "Put a line `# utc_offset: -04:00` at the file's head, or name it with --utc-offset."


def _country(code: str, file: SignalFile) -> str:
    """ISO's three letters as two; the file's own name for countries not listed here."""
    return file.country() or f"country:{_ALPHA2.get(code, code)}"


class MonashConnectivity:
    """`iso,id_1,name_1,time_e,time_e_str,lat,lon,connectivity`."""

    name = "monash_connectivity"
    manifest = SourceManifest(
        publisher="Monash IP Observatory",
        licence="none stated",
        coverage="regions of a country around an outage; hourly share of what usually answers",
        format_reference="columns iso, name_1, time_e, connectivity",
        promises="local time, whose offset must be declared; -1 is no data",
    )

    def recognises(self, file: SignalFile) -> bool:
        first = [line for _, line in data_lines(file)[:1]]
        return bool(first) and {"time_e", "connectivity", "iso"} <= set(first[0].split(","))

    def read(self, file: SignalFile, result: Read) -> None:
        zone = offset_of(_declared_offset(file, "time_e"))
        lines = data_lines(file)
        header = next(csv.reader([lines[0][1]]))
        points: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
        for line_number, line in lines[1:]:
            row = dict(zip(header, next(csv.reader([line])), strict=False))
            try:
                place = (row["iso"], row.get("name_1") or "")
                value = number(row["connectivity"])
                points[place].append((seconds(row["time_e"], zone), value))
            except (KeyError, ValueError) as error:
                result.problems.append(
                    SignalProblem(file.name, line_number, f"the row cannot be read: {error}",
                                  "The row was left out and counts as missing.")
                )  # fmt: skip
        regions = []
        for (iso, name), listed in sorted(points.items()):
            country = _country(iso, file)
            entity = f"region:{country[8:]}-{name}" if name else country
            regions.append(_percent(entity, country, name, listed, file.name))
        result.series += regions
        for country in sorted({str(series.country) for series in regions}):
            mine = [series for series in regions if series.country == country]
            if len(mine) >= _FEWEST_REGIONS:
                result.series.append(_mean(country, mine))


class MonashPings:
    """`ip_hash,iso,…,time_local_str,time_local_hr,rtt`: one row an answer; hashes are unused."""

    name = "monash_pings"
    manifest = SourceManifest(
        publisher="Monash IP Observatory",
        licence="none stated",
        coverage="pings answered in one region",
        format_reference="columns iso, name_1, time_local_str, rtt",
        promises="local time, whose offset must be declared; only answers are listed",
    )

    def recognises(self, file: SignalFile) -> bool:
        first = [line for _, line in data_lines(file)[:1]]
        return bool(first) and {"time_local_str", "rtt", "iso"} <= set(first[0].split(","))

    def read(self, file: SignalFile, result: Read) -> None:
        zone = offset_of(_declared_offset(file, "time_local_str"))
        lines = data_lines(file)
        header = next(csv.reader([lines[0][1]]))
        counts: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        for line_number, line in lines[1:]:
            row = dict(zip(header, next(csv.reader([line])), strict=False))
            try:
                time = seconds(row["time_local_str"], zone)
                counts[row["iso"], row.get("name_1") or ""][time // _BIN_SECONDS] += 1
            except (KeyError, ValueError) as error:
                result.problems.append(
                    SignalProblem(file.name, line_number, f"the row cannot be read: {error}",
                                  "The row was left out.")
                )  # fmt: skip
        for (iso, name), bins in sorted(counts.items()):
            country = _country(iso, file)
            first, last = min(bins), max(bins)
            values = np.array([float(bins[at]) for at in range(first, last + 1)])
            entity = f"region:{country[8:]}-{name}" if name else country
            result.series.append(
                Series(entity, "answers", _OPERATOR, "answers", _BIN_SECONDS,
                       first * _BIN_SECONDS, values, country=country, name=name, source=file.name)
            )  # fmt: skip


def _declared_offset(file: SignalFile, column: str) -> str:
    if not (declared := file.declared.get("utc_offset")):
        raise FormatRefused(
            f"{column} is local time, and no utc_offset is declared", remedy=_REMEDY
        )
    return declared


def _percent(
    entity: str, country: str, name: str, listed: list[tuple[int, float]], source: str
) -> Series:
    start, step, values = on_grid(listed)
    return Series(
        entity,
        "connectivity",
        _OPERATOR,
        "% of what usually answers",
        step,
        start,
        values,
        scale="normalised",
        country=country,
        name=name,
        source=source,
    )


def _mean(country: str, regions: list[Series]) -> Series:
    """A country as the mean of its regions; missing where fewer than half are known."""
    step = min(series.step for series in regions)
    start = min(series.start for series in regions)
    stacked: FloatArray = np.full(
        (len(regions), max((series.end - start) // step for series in regions)), np.nan
    )
    for row, series in zip(stacked, regions, strict=True):
        if series.step == step:
            at = (series.start - start) // step
            row[at : at + len(series.values)] = series.values
    known = (~np.isnan(stacked)).sum(axis=0)
    total = np.nansum(stacked, axis=0)
    values = np.where(known * 2 >= len(regions), total / np.maximum(known, 1), np.nan)
    return Series(country, f"connectivity:mean of {len(regions)} regions", _OPERATOR,
                  regions[0].unit, step, start, values, scale="normalised", country=country,
                  source=regions[0].source)  # fmt: skip
