"""The dense grid: an hour without measurements is a row with n = 0, never nothing.

Decides which hours a reading has (all of the asked window, for every series that has a measurement
in it; where none has, one series of what was asked) and what an empty one says: counts are 0, what
is derived from counts is null, the state is insufficient, because silence is not fine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fanous.cells.columns import CELL_COLUMNS, cell_schema
from fanous.cells.judged import STEP_MICROSECONDS
from fanous.errors import UsageError

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["ROWS_AT_MOST", "dense_cells"]

ROWS_AT_MOST = 20_000_000  # some gigabytes: more is a slip of the hand
_SERIES = ("target", "probe_cc", "probe_asn", "resolver_asn", "layer")
_COUNTS = {name for name, of, _ in CELL_COLUMNS if of == "int64"} - {
    *_SERIES,
    "arrival_lag_seconds",
    "core_members",
}


def dense_cells(
    connection: duckdb.DuckDBPyConnection,
    sparse: pa.Table,
    by: str,
    window: tuple[int | None, int | None],
    asked: dict[str, object],
) -> pa.Table:
    """Every cell of every series of `sparse`, in no order.

    `window` is the first cell and the one after the last, in steps of `by` since 1970; None where
    the data say. `asked`: values of series' columns for a window in which nothing was measured, and
    `core_members` and `state` as an empty cell has them. Raises UsageError for a grid beyond
    ROWS_AT_MOST.
    """
    import pyarrow as pa

    step = STEP_MICROSECONDS[by]
    if sparse.num_rows:
        starts = sparse[by].cast(pa.int64()).to_numpy() // step
        bounds = (int(starts.min()), int(starts.max()) + 1)
        series = sparse.select(list(_SERIES)).group_by(list(_SERIES)).aggregate([])
    else:
        bounds = (0, 0)
        series = pa.table(
            {name: pa.array([asked.get(name)], sparse.schema.field(name).type) for name in _SERIES}
        )
    given = (bound if given is None else given for given, bound in zip(window, bounds, strict=True))
    first, last = (*given,)
    if not sparse.num_rows and None in window:
        return sparse  # nothing says where a grid would begin and end
    _check(series.num_rows, last - first)
    connection.register("sparse_cells", sparse)
    connection.register("series_of_cells", series)
    matching = " AND ".join(f"s.{name} IS NOT DISTINCT FROM c.{name}" for name in _SERIES)
    keys = ", ".join(f"s.{name}" for name in _SERIES)
    found = connection.sql(
        f"""
        SELECT {keys}, s.{by}, {", ".join(_filled())}
        FROM (SELECT *, make_timestamptz(unnest(range($first, $last)) * {step}) AS {by}
            FROM series_of_cells) s
        LEFT JOIN sparse_cells c ON c.{by} = s.{by} AND {matching}
        """,
        params={
            "first": first,
            "last": last,
            "core_members": asked.get("core_members"),
            "state": asked.get("state"),
        },
    ).to_arrow_table()
    for name in ("sparse_cells", "series_of_cells"):
        connection.unregister(name)
    return cast("pa.Table", found).select(sparse.column_names).cast(cell_schema(by))


def _filled() -> list[str]:
    """Each column besides a series' own, as it is or as an empty cell has it."""
    empty = dict.fromkeys(_COUNTS, "0") | {
        "core_members": "$core_members",
        "state": "$state",
        "rules": "'{}'",
        "states": "CASE WHEN s.layer = 'overall' THEN '{}' END",
        "mechanisms": "[]",
    }
    for name in ("members_measured", "members_blocked", "members_ok", "members_down"):
        empty[name] = "CASE WHEN $core_members IS NOT NULL THEN 0 END"
    for name in ("measured_members", "blocked_members"):
        empty[name] = "CASE WHEN $core_members IS NOT NULL THEN [] END"
    return [
        f"CASE WHEN c.measurements IS NULL THEN {empty.get(name, 'NULL')} ELSE c.{name} END "
        f"AS {name}"
        for name, _, _ in CELL_COLUMNS
        if name not in (*_SERIES, "hour")
    ]


def _check(series: int, steps: int) -> None:
    if series * steps > ROWS_AT_MOST:
        raise UsageError(
            f"{series} series of {steps} cells each are more than {ROWS_AT_MOST} rows",
            remedy="Ask for one country or target, a shorter window, or days; or read them sparse.",
        )
