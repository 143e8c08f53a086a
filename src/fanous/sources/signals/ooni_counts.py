"""How many OONI measurements arrive, by network and day: from a counts CSV, or from rows.

Decides that a network without a row on a day when the file has rows of others is a measured zero
(the table lists only what was counted), while a day without any row at all is missing. AS number 0
is *not known* and makes no series. The country's series is the sum. Counts of volunteers' runs are
far from Poisson: the detector learns how far from their own history.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from fanous.model.series import Series
from fanous.sources.signals.base import (
    FormatRefused,
    Read,
    SignalFile,
    SignalProblem,
    SourceManifest,
    data_lines,
)
from fanous.sources.signals.times import day_seconds

__all__ = ["OoniCounts", "volume_series"]

_DAY_SECONDS = 86_400


class OoniCounts:
    """`count,test_day,probe_asn`."""

    name = "ooni_counts"
    manifest = SourceManifest(
        publisher="OONI",
        licence="CC BY-NC-SA 4.0",
        coverage="measurements a day by network, worldwide since 2012",
        format_reference="columns count, test_day, probe_asn",
        promises="days in UTC; a network that is not listed on a listed day has none",
    )

    def recognises(self, file: SignalFile) -> bool:
        first = [line for _, line in data_lines(file)[:1]]
        columns = {name.strip('" ') for name in first[0].split(",")} if first else set()
        return {"count", "test_day", "probe_asn"} <= columns

    def read(self, file: SignalFile, result: Read) -> None:
        country = file.country()
        if country is None:
            raise FormatRefused(
                "nothing says which country these counts are of",
                remedy="Put a line `# country: IR` at the head, or the code into the file's name.",
            )
        lines = data_lines(file)
        header = [name.strip() for name in next(csv.reader([lines[0][1]]))]
        rows = []
        for line_number, line in lines[1:]:
            row = dict(zip(header, next(csv.reader([line])), strict=False))
            try:
                rows.append((day_seconds(row["test_day"]), int(row["probe_asn"]),
                             int(row["count"])))  # fmt: skip
            except (KeyError, ValueError) as error:
                result.problems.append(
                    SignalProblem(file.name, line_number, f"the row cannot be read: {error}",
                                  "The row was left out.")
                )  # fmt: skip
        result.series += volume_series(rows, country, source=file.name)


def volume_series(
    rows: Iterable[tuple[int, int, int]], country: str, *, step: int = _DAY_SECONDS, source: str
) -> list[Series]:
    """Series of `(start of a step, asn, measurements)`: the country's sum, then each network's.

    The store's flow calls this with counts from `measurements`; `country` is as `country:IR`.
    """
    counted: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    present = set()
    for time, asn, count in rows:
        counted[asn][time // step] += count
        present.add(time // step)
    if not present:
        return []
    first, last = min(present), max(present)
    seen = np.array([at in present for at in range(first, last + 1)])

    def series(entity: str, counts: dict[int, int]) -> Series:
        listed = np.array([float(counts.get(at, 0)) for at in range(first, last + 1)])
        values = np.where(seen, listed, np.nan)
        return Series(entity, "ooni-measurements", "OONI", "measurements", step, first * step,
                      values, country=country, source=source)  # fmt: skip

    total: dict[int, int] = defaultdict(int)
    for counts in counted.values():
        for at, count in counts.items():
            total[at] += count
    networks = [series(f"asn:{asn}", counts) for asn, counts in sorted(counted.items()) if asn]
    return [series(country, total), *networks]
