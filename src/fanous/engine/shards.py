"""Rows gathered into shards: made into columns soon, put in order late.

Decides when rows become Arrow columns (a thousand measurements at a time: a call for a few costs
more than their rows do, and rows take more memory than columns) and in what order a shard holds
them: by country, then as the lines came (a file of OONI's archive is one country: ordering further
by input took a tenth of an ingest's time, and no reader gained by it). Leaves what a row says to
the parsers and where a shard lies to the store.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from fanous.model.tables import CERTIFICATES_DER, INGESTED_TABLES, REJECTS, TABLES, TLS
from fanous.sources.base import Context, Parsed, Row
from fanous.store.arrow import arrow_table
from fanous.store.store import Shard, Store

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SHARD_MEASUREMENTS", "ShardWriter"]

SHARD_MEASUREMENTS = 8_000  # bounds memory; a source is cut at the same lines each time
_CHUNK_MEASUREMENTS = 1_000
_BY_MEASUREMENT = tuple(t for t in INGESTED_TABLES if t not in (CERTIFICATES_DER, REJECTS))
_CHAIN = TLS.names.index("certificates")

CountryAndRecord = tuple[str, int]


class ShardWriter:
    """Takes the measurements of one source and writes its shards."""

    def __init__(self, store: Store, context: Context) -> None:
        self.shards: list[Shard] = []
        self._store = store
        self._context = context
        self._pending: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self._columns: dict[tuple[str, str], list[pa.Table]] = defaultdict(list)
        self._keys: dict[str, list[CountryAndRecord]] = defaultdict(list)
        self._certificates: dict[str, set[str]] = defaultdict(set)
        self._held = 0  # measurements since the last flush

    def add(self, parsed: Parsed) -> None:
        """Take one measurement; write when enough are held."""
        day = parsed.day
        self._keys[day].append((parsed.probe_cc, parsed.record))
        for name, rows in parsed.rows.items():
            if rows:
                self._pending[day, name] += rows
        for row in parsed.rows.get(TLS.name, ()):
            chain: Any = row[_CHAIN]
            self._certificates[day].update(chain)
        self._held += 1
        if self._held % _CHUNK_MEASUREMENTS == 0:
            self._condense()
            if self._held >= SHARD_MEASUREMENTS:
                self.flush()

    def flush(self) -> None:
        """Write everything held."""
        self._condense()
        for day in sorted(self._keys):
            self._write_day(day)
        self._columns.clear()
        self._keys.clear()
        self._certificates.clear()
        self._context.certificates.trim()
        self._held = 0

    def _condense(self) -> None:
        """Turn pending rows into columns, by day and table."""
        for (day, name), rows in self._pending.items():
            self._columns[day, name].append(arrow_table(TABLES[name], rows))
        self._pending.clear()

    def _write_day(self, day: str) -> None:
        """One shard a table, in order of the measurements' keys."""
        import pyarrow as pa

        countries = [cc for cc, _ in self._keys[day]]
        order = None
        if any(first > second for first, second in pairwise(countries)):
            keys = sorted(self._keys[day], key=itemgetter(0))
            order = pa.array([record for _, record in keys], pa.int64())
        for table in _BY_MEASUREMENT:
            if chunks := self._columns.get((day, table.name)):
                data = pa.concat_tables(chunks)
                data = data if order is None else _in_order(data, order)
                self.shards.append(self._store.write_shard(table.name, day, data))
        if certificates := self._context.certificates.rows(self._certificates[day]):
            data = arrow_table(CERTIFICATES_DER, certificates)
            self.shards.append(self._store.write_shard(CERTIFICATES_DER.name, day, data))


def _in_order(table: pa.Table, order: pa.Int64Array) -> pa.Table:
    """Rows by the place of their record in `order`; rows of one record keep their own order."""
    import pyarrow.compute as pc

    whole = table.combine_chunks()
    ranks = pc.index_in(whole["record"], value_set=order)
    return whole.take(pc.sort_indices(ranks))
