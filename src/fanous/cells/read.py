"""Cells as people query them: of a site, a service or a category, by hour or day.

Decides what a reading holds and its order. Cells are dense by meaning and stored sparse: with
`dense` an hour without measurements is a row with n = 0. A service or category is a profile of its
members, never an average. Opinions of others are no cells: only what the store has judged counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from fanous.cells.asked import Asked, ask
from fanous.cells.columns import OF_ONE_TARGET, cell_schema
from fanous.cells.grid import dense_cells
from fanous.cells.judged import LAYER_NAMES, STEP_MICROSECONDS, counted_query
from fanous.cells.profile import Profile, profile
from fanous.errors import UsageError
from fanous.model.intervals import wilson
from fanous.reference.load import Reference
from fanous.reference.targets import Targets, targets
from fanous.store.query import open_store
from fanous.store.store import Store

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["cells"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE = ("probe_cc", "probe_asn", "resolver_asn")
_PROFILE = tuple(field.name for field in fields(Profile))


def cells(
    store: Store | duckdb.DuckDBPyConnection,
    *,
    cc: str | None = None,
    asn: int | None = None,
    target: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    layer: str = "overall",
    by: str = "hour",
    dense: bool = False,
    reference: Reference | None = None,
    known: Targets | None = None,
) -> pa.Table:
    """Cells of a store (or of a connection of `open_store`), in the columns of CELL_COLUMNS.

    `target`: a URL or domain (with or without `www.`), `service:telegram`, or `category:NEWS` by
    the test lists of `reference`; None gives every measured target apart. `known`: the services
    (default: those that ship). `since` and `until` know their zone; cells are whole, so that the
    one `since` falls into is in, and so is the one `until` falls into unless it begins there.
    `layer`: overall, dns, tcp, tls, http. `by`: hour or day. Ordered by target, place and time;
    equal stores give equal tables. Raises UsageError for what cannot be.
    """
    _check(layer, by, since, until)
    connection = open_store(store) if isinstance(store, Store) else store
    asked = _asked(connection, target, known or targets(), reference)
    window = _window(since, until, by)
    given: dict[str, object] = {
        "cc": cc.upper() if cc else None,
        "asn": asn,
        "first": None if window[0] is None else window[0] * STEP_MICROSECONDS[by],
        "last": None if window[1] is None else window[1] * STEP_MICROSECONDS[by],
        "meant": sorted(asked.members) if asked else None,
    }
    chosen = {name: value for name, value in given.items() if value is not None}
    found = _sparse(connection, asked, layer, by, chosen)
    if dense:
        empty: dict[str, object] = {
            "target": asked.name if asked else None,
            "probe_cc": chosen.get("cc"),
            "probe_asn": asn,
            "layer": layer,
            "state": "insufficient",
        }
        if asked and asked.is_group:
            empty["core_members"] = len(asked.core)
            empty["state"] = "insufficient" if asked.rule else None
        found = dense_cells(connection, found, by, window, empty)
    return found.sort_by([(name, "ascending") for name in ("target", *_PLACE, by)])


def _check(layer: str, by: str, since: datetime | None, until: datetime | None) -> None:
    for name, value, known in (("layer", layer, LAYER_NAMES), ("by", by, tuple(STEP_MICROSECONDS))):
        if value not in known:
            raise UsageError(f"{name} {value!r} is unknown", remedy=f"One of {', '.join(known)}.")
    for time in (since, until):
        if time is not None and time.tzinfo is None:
            raise UsageError(
                f"{time} is a time without a zone", remedy="Give it one: times here are UTC."
            )
    if since and until and since >= until:
        raise UsageError(
            f"the window from {since} until {until} is empty", remedy="`until` is not included."
        )


def _window(
    since: datetime | None, until: datetime | None, by: str
) -> tuple[int | None, int | None]:
    """The first cell and the one after the last, in steps since 1970."""
    step = STEP_MICROSECONDS[by]
    return (
        None if since is None else _microseconds(since) // step,
        None if until is None else -(-_microseconds(until) // step),
    )


def _microseconds(time: datetime) -> int:
    return (time - _EPOCH) // timedelta(microseconds=1)


def _asked(
    connection: duckdb.DuckDBPyConnection,
    target: str | None,
    known: Targets,
    reference: Reference | None,
) -> Asked | None:
    if target is None:
        return None
    rows = connection.sql(
        "SELECT DISTINCT target FROM verdicts WHERE state <> 'not_handled' ORDER BY target"
    ).fetchall()
    measured = [str(name) for (name,) in rows]
    return ask(target, measured, known, reference.listed if reference else {})


_CONDITIONS = {
    "cc": "v.probe_cc = $cc",
    "asn": "v.probe_asn = $asn",
    "first": "v.start_time >= make_timestamptz($first::BIGINT)",
    "last": "v.start_time < make_timestamptz($last::BIGINT)",
    "meant": "list_contains($meant, v.target)",
}


def _sparse(
    connection: duckdb.DuckDBPyConnection,
    asked: Asked | None,
    layer: str,
    by: str,
    chosen: Mapping[str, object],
) -> pa.Table:
    """The cells that hold any measurement."""
    conditions = " AND ".join(_CONDITIONS[name] for name in chosen) or "true"

    def counted(named: str, **values: object) -> pa.Table:
        query = counted_query(layer, by, named, conditions)
        params = {**chosen, **values}
        relation = connection.sql(query, params=params) if params else connection.sql(query)
        return cast("pa.Table", relation.to_arrow_table())

    if asked is None:
        return _finished(counted("v.target"), by)
    found = counted("$name", name=asked.name)
    if not asked.is_group:
        return _finished(found, by)
    # A measured target is not its member: web.telegram.org and a host beneath it are one.
    names, members = list(asked.members), list(asked.members.values())
    member = "map_extract(map($names::VARCHAR[], $members::VARCHAR[]), v.target)[1]"
    parts = counted(member, names=names, members=members)
    return _finished(_profiled(found, parts, asked, by), by)


def _profiled(found: pa.Table, parts: pa.Table, asked: Asked, by: str) -> pa.Table:
    """A group's cells with the profile of its members in place of a state of its own."""
    import pyarrow as pa

    states: dict[tuple[object, ...], dict[str, str]] = defaultdict(dict)
    for member, state, *key in _rows(parts, "target", "state", *_PLACE, by):
        states[tuple(key)][cast(str, member)] = cast(str, state)
    profiles = [profile(states[key], asked.core, asked.rule) for key in _rows(found, *_PLACE, by)]
    found = found.drop_columns(["state"])
    types = cell_schema(by)
    for name in _PROFILE:
        values = [getattr(each, name) for each in profiles]
        found = found.append_column(name, pa.array(values, types.field(name).type))
    for name in OF_ONE_TARGET:
        if name in found.column_names:
            found = found.drop_columns([name])
    return found


def _rows(table: pa.Table, *names: str) -> zip[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def _finished(found: pa.Table, by: str) -> pa.Table:
    """The columns in order, with the interval; what does not apply is null."""
    import pyarrow as pa

    schema = cell_schema(by)
    columns: dict[str, Any] = {name: found[name] for name in found.column_names}
    if "blocked_share" in columns:
        ends = [_interval(*row) for row in _rows(found, "blocked_share", "conclusive_observers")]
        for place, name in enumerate(("blocked_low", "blocked_high")):
            columns[name] = pa.array([end[place] for end in ends], pa.float64())
    arrays = [
        columns[field.name].cast(field.type)
        if field.name in columns
        else pa.nulls(found.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


@lru_cache(4096)
def _interval(share: float | None, of: int) -> tuple[float | None, float | None]:
    return (None, None) if share is None else wilson(share, of)
