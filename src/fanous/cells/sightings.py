"""Sightings: each measurement's verdict, reduced to what detection needs.

Decides which measurements are seen (those the store judged, once each, and the opinions of others
on measurements that the store has not judged itself) and what counts as one independent voice. It
leaves when voices make an event to the detectors, and counts nothing.

A voice is the probe's id where the data has one; else network, kind of network, resolver's network,
platform and version: too coarse to tell two probes apart, so that counts are *at least*. Either is
hashed together with the UTC day: nobody can be followed from one day to the next, and one probe's
forty repeats of a day are one voice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from fanous.errors import UsageError
from fanous.rules.registry import RULES, RULES_VERSION
from fanous.sources.tables.obs_web import NOT_IN_TABLE
from fanous.store.query import open_store
from fanous.store.store import Store

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["SIGHTING_COLUMNS", "observer_of", "sighting_schema", "sightings"]

# Name, Arrow type, meaning; in order.
SIGHTING_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("target", "string", "what it is about, as in measurements"),
    ("input", "string", "what was tested, as given; null for a service"),
    ("test_name", "string", "OONI nettest"),
    ("probe_cc", "string", "country of the probe"),
    ("probe_asn", "int64", "AS number of the probe's network, 0 if unknown"),
    ("resolver_asn", "int64", "AS number of the probe's resolver, null if unknown"),
    ("start_time", "timestamp", "measurement start, UTC"),
    ("observer", "uint64", "one independent voice of one UTC day"),
    ("software_version", "string", "version of the probe's software, null if unknown"),
    ("state", "string", "what people are shown"),
    ("outcome", "string", "ok, down, blocked or unknown"),
    ("layer", "string", "layer that decided, null where none had evidence"),
    ("rule", "string", "id of the rule that decided"),
    ("mechanism", "string", "mechanism at that layer, null unless blocked"),
    ("control", "string", "ok: a control spoke; none: the test's helper failed; null: not said"),
    ("measurement_uid", "string", "the measurement's published id, else its line's hash"),
    ("synthetic", "bool", "whether a simulator made it"),
)

_ELSEWHERE = "_ELSEWHERE"  # ends the facts that other networks establish
_NO_DATA = ".no_data"


def _of_others() -> str:
    """Ids of the rules that rest on what other networks saw, as a list in SQL."""
    found = sorted(
        rule.id
        for layer in RULES.values()
        for rule in layer.rules
        if any(name.endswith(_ELSEWHERE) for name in rule.when)
    )
    return "[" + ", ".join(f"'{rule}'" for rule in found) + "]"


def observer_of(row: str) -> str:
    """A voice of a row of `measurements` or `opinions`, on its UTC day, in SQL."""
    parts = ("probe_asn", "network_type", "resolver_asn", "platform", "software_version")
    named = ", ".join(f"coalesce({row}.{part}::VARCHAR, '')" for part in parts)
    return f"""md5_number_lower(concat_ws('|', strftime({row}.start_time, '%Y-%m-%d'),
        CASE WHEN {row}.probe_id IS NOT NULL THEN 'probe|' || {row}.probe_id
            ELSE concat_ws('|', 'place', {named}) END))"""


_JUDGED = f"""
    SELECT v.target, v.input, v.test_name, v.probe_cc, v.probe_asn, v.resolver_asn, v.start_time,
        {observer_of("m")} AS observer, m.software_version, v.state, v.outcome,
        CASE WHEN NOT ends_with(v.deciding_rule, '{_NO_DATA}')
            THEN split_part(v.deciding_rule, '.', 1) END AS layer,
        v.deciding_rule AS rule,
        coalesce(list_filter(v.mechanisms, lambda node:
                starts_with(node, split_part(v.deciding_rule, '.', 1)))[1],
            v.mechanisms[1]) AS mechanism,
        CASE WHEN c.record IS NOT NULL OR len(list_intersect({_of_others()},
                [v.dns_rule, v.tcp_rule, v.tls_rule, v.http_rule])) > 0 THEN 'ok'
            WHEN m.control_failure <> '{NOT_IN_TABLE}' THEN 'none' END AS control,
        v.measurement_uid, v.synthetic
    FROM verdicts v JOIN measurements m ON m.record = v.record
    LEFT JOIN (SELECT DISTINCT record FROM control) c ON c.record = v.record
    WHERE v.state <> 'not_handled' AND v.rules_version = '{RULES_VERSION}'
        AND {{verdicts}} AND {{measurements}}
"""

# What others say of measurements that the store holds no verdict on. Of several opinions on one the
# slower analysis speaks before the fastpath; an opinion settles nothing, so it is never `blocked`.
_SAID = f"""
    SELECT o.target, o.input, o.test_name, o.probe_cc, o.probe_asn, o.resolver_asn, o.start_time,
        {observer_of("o")} AS observer, o.software_version,
        CASE WHEN o.outcome = 'blocked' THEN 'likely_blocked' WHEN o.outcome <> 'unknown'
            THEN o.outcome WHEN o.layer IS NOT NULL THEN 'impaired' ELSE 'insufficient' END
            AS state,
        o.outcome, o.layer, o.rule,
        CASE WHEN o.outcome = 'blocked' THEN o.layer END AS mechanism,
        NULL::VARCHAR AS control, o.measurement_uid, false AS synthetic
    FROM opinions o
    WHERE {{opinions}} AND o.measurement_uid NOT IN (
            SELECT measurement_uid FROM verdicts WHERE state <> 'not_handled')
    QUALIFY row_number() OVER (PARTITION BY o.measurement_uid
        ORDER BY contains(o.rule, 'fastpath'), o.line_sha256, o.source_id, o.line) = 1
"""


def sightings(
    store: Store | duckdb.DuckDBPyConnection,
    cc: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    targets: Iterable[str] | None = None,
    columns: Sequence[str] | None = None,
) -> pa.Table:
    """Sightings of a store (or of a connection of `open_store`), ordered by time.

    `cc`: one country, else all. `since` is included, `until` is not; both know their zone.
    `targets`: names as in `measurements.target`, else all. One row a measurement, in the columns of
    SIGHTING_COLUMNS, or in the `columns` named; equal stores give equal tables. What other rules
    than today's judged is left out until it is built again. Raises UsageError for a time without a
    zone.
    """
    import pyarrow as pa

    connection = open_store(store) if isinstance(store, Store) else store
    named = None if targets is None else sorted(set(targets))
    given: dict[str, object] = {"cc": cc, "since": since, "until": until, "targets": named}
    chosen = {name: value for name, value in given.items() if value is not None}
    _refuse_without_zone(since, until)
    filters = {name: _chosen(name[0], chosen) for name in ("verdicts", "measurements", "opinions")}
    every = _JUDGED.format(**filters)
    # Every verdict's uid is held against the opinions: not where there are none.
    one = f"SELECT 1 FROM opinions o WHERE {filters['opinions']} LIMIT 1"
    if _asked(connection, one, chosen).num_rows:
        every += f" UNION ALL {_SAID.format(**filters)}"
    schema = sighting_schema()
    named_columns = list(columns) if columns is not None else schema.names
    found = _asked(
        connection,
        f"""SELECT {", ".join(named_columns)} FROM ({every})
        ORDER BY start_time, target, probe_cc, probe_asn, measurement_uid, input""",
        chosen,
    )
    return found.cast(pa.schema([schema.field(name) for name in named_columns]))


def _asked(
    connection: duckdb.DuckDBPyConnection, query: str, chosen: Mapping[str, object]
) -> pa.Table:
    """A query's rows as Arrow."""
    found = connection.sql(query, params=chosen) if chosen else connection.sql(query)
    return cast("pa.Table", found.to_arrow_table())


def _refuse_without_zone(*times: datetime | None) -> None:
    for time in times:
        if time is not None and time.tzinfo is None:
            raise UsageError(
                f"{time} is a time without a zone", remedy="Give it one: times here are UTC."
            )


_CONDITIONS = {
    "cc": "{row}.probe_cc = $cc",
    "since": "{row}.start_time >= $since",
    "until": "{row}.start_time < $until",
    "targets": "list_contains($targets, {row}.target)",
}


def _chosen(row: str, chosen: Iterable[str]) -> str:
    """The conditions on one relation: said of each, so that each is read as little as may be."""
    return " AND ".join(_CONDITIONS[name].format(row=row) for name in chosen) or "true"


def sighting_schema() -> pa.Schema:
    """The Arrow schema of sightings."""
    import pyarrow as pa

    types: dict[str, Any] = {
        "string": pa.string(),
        "int64": pa.int64(),
        "uint64": pa.uint64(),
        "bool": pa.bool_(),
        "timestamp": pa.timestamp("us", tz="UTC"),
    }
    return pa.schema([(name, types[word]) for name, word, _ in SIGHTING_COLUMNS])
