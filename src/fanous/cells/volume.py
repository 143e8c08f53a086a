"""How many measurements a store holds of a country, a day and a network: a series among signals.

Decides what is counted: tests that are there on nearly every day of the country's. A store holds
what somebody fetched, and a month of which only one test was fetched must not look like a country
that fell silent. A day without any measurement is missing, not zero. What the series may say is
decided by `fanous.events.connectivity_stored`: a fall of it alone is no event.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fanous.model.series import Series
from fanous.sources.signals.ooni_counts import volume_series

if TYPE_CHECKING:
    import duckdb

__all__ = ["STEADY_SHARE", "STORED_VOLUME", "volumes"]

STEADY_SHARE = 0.9  # of a country's days: a test on fewer of them is not counted
STORED_VOLUME = "ooni-measurements:stored"  # not what OONI counts: what somebody fetched of it
_SOURCE = "store"
_COUNTS = """
WITH kept AS (
    SELECT test_name, coalesce(probe_asn, 0) AS asn, start_time::DATE AS day, synthetic
    FROM verdicts WHERE probe_cc = ? AND start_time IS NOT NULL
), steady AS (
    SELECT test_name FROM kept GROUP BY 1
    HAVING count(DISTINCT day) >= ? * (SELECT count(DISTINCT day) FROM kept)
)
SELECT epoch(day)::BIGINT AS at, asn, count(*) AS n, bool_or(synthetic) AS synthetic
FROM kept JOIN steady USING (test_name) GROUP BY ALL ORDER BY ALL
"""


def volumes(connection: duckdb.DuckDBPyConnection, cc: str) -> list[Series]:
    """Daily counts of a country (first) and of each of its networks; empty where there are none."""
    rows = connection.execute(_COUNTS, [cc, STEADY_SHARE]).fetchall()
    made = volume_series(((at, asn, n) for at, asn, n, _ in rows), f"country:{cc}", source=_SOURCE)
    synthetic = any(row[3] for row in rows)
    return [replace(series, signal=STORED_VOLUME, synthetic=synthetic) for series in made]
