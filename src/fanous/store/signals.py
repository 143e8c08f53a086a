"""Series in a store: what each file of signals gave, committed a file at a time.

    signals/<source_id>.json        one a source; renaming it into place is the commit
    tables/series/…, tables/outage_reports/…, tables/rejects/…

Decides a source's identity (its bytes, what was declared of it, and its name, which may say whose
it is) and the form of a series on disk: one row, its values a list in which missing is null. Leaves
joining series of several files to `fanous.sources.signals`, and what they show to the detectors.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from fanous import __version__
from fanous.errors import StoreError
from fanous.model.series import OutageReport, Series
from fanous.model.tables import OUTAGE_REPORTS, SERIES
from fanous.store.arrow import arrow_schema, arrow_table
from fanous.store.files import read_json, write_json
from fanous.store.store import NO_DAY, Shard, Store

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "SignalSource",
    "commit_signals",
    "forget_signals",
    "read_reports",
    "read_series",
    "signal_source",
    "signal_source_id",
    "signal_sources",
    "write_reports",
    "write_series",
]

_FOLDER = "signals"
_MICROSECONDS = 1_000_000
_PLAIN = [name for name in SERIES.names if name not in ("start", "values", "source_id")]


@dataclass(frozen=True, slots=True)
class SignalSource:
    """What one file of signals gave. `content` is the SHA-256 of its bytes, `points` counts values
    that are not missing, `rejects` rows (or the file) that gave nothing."""

    source_id: str
    content: str
    names: tuple[str, ...]
    formats: tuple[str, ...]
    publishers: tuple[str, ...]
    licences: tuple[str, ...]
    declared: dict[str, str]
    reader_version: str
    series: int
    points: int
    reports: int
    rejects: int
    shards: tuple[Shard, ...]
    fanous: str = __version__

    @property
    def is_empty(self) -> bool:
        """Whether nothing but rejects came of it."""
        return not self.series and not self.reports


def signal_source_id(content: str, declared: Mapping[str, str], name: str) -> str:
    """SHA-256 over the hash of a file's bytes, what was declared of it, and its own name."""
    said = json.dumps([content, dict(sorted(declared.items())), name.rsplit("/", 1)[-1]])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def write_series(store: Store, source_id: str, series: Sequence[Series]) -> Shard:
    """Write a source's series as one shard, in the order of the table."""
    ordered = sorted(series, key=lambda s: (s.entity, s.signal, s.operator, s.start, s.step))
    return store.write_shard(SERIES.name, NO_DAY, _table(ordered, source_id))


def _table(series: Sequence[Series], source_id: str) -> pa.Table:
    import pyarrow as pa

    columns: dict[str, Any] = {name: [getattr(item, name) for item in series] for name in _PLAIN}
    columns["start"] = [item.start * _MICROSECONDS for item in series]
    columns["source_id"] = [source_id] * len(series)
    columns["values"] = [pa.array(item.values, from_pandas=True) for item in series]
    schema = arrow_schema(SERIES.name)
    arrays = [pa.array(columns[field.name], type=field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def write_reports(store: Store, source_id: str, reports: Iterable[OutageReport]) -> Shard:
    """Write what a source says that others saw."""
    rows = [
        (r.entity, r.publisher, r.start * _MICROSECONDS,
         None if r.end is None else r.end * _MICROSECONDS, r.what, r.cause, r.link, source_id)
        for r in sorted(reports, key=lambda r: (r.entity, r.start, r.publisher, r.what))
    ]  # fmt: skip
    return store.write_shard(OUTAGE_REPORTS.name, NO_DAY, arrow_table(OUTAGE_REPORTS, rows))


def commit_signals(store: Store, source: SignalSource) -> None:
    """Make a source's shards count. The names it was seen under before are kept."""
    path = store.folder / _FOLDER / f"{source.source_id}.json"
    known = signal_source(store, source.source_id)
    merged = replace(source, names=tuple(sorted({*source.names, *(known.names if known else ())})))
    if merged != known:
        write_json(path, asdict(merged))


def forget_signals(store: Store, source: SignalSource) -> None:
    """Take a source back; its shards are collected later."""
    (store.folder / _FOLDER / f"{source.source_id}.json").unlink(missing_ok=True)


def signal_source(store: Store, source_id: str) -> SignalSource | None:
    """One source, None if it was never committed."""
    path = store.folder / _FOLDER / f"{source_id}.json"
    return _source(read_json(path)) if path.exists() else None


def signal_sources(store: Store) -> Iterator[SignalSource]:
    """Every committed source of signals, in order of id."""
    for path in sorted((store.folder / _FOLDER).glob("*.json")):
        yield _source(read_json(path))


def _source(found: dict[str, Any]) -> SignalSource:
    lists = {name: tuple(found.get(name, ())) for name in ("names", "formats", "publishers",
                                                           "licences")}  # fmt: skip
    try:
        shards = tuple(Shard(**item) for item in found["shards"])
        return SignalSource(**{**found, **lists, "shards": shards})
    except (KeyError, TypeError) as error:
        raise StoreError(
            f"the manifest of signals {found.get('source_id')} is of another version ({error})",
            remedy="Ingest into a new store: this one was made by another Fanous.",
        ) from error


def read_series(store: Store, sources: Iterable[SignalSource]) -> list[Series]:
    """The series of some sources, in the order of the sources and of the table."""
    return [_series(row) for row in _rows(store, sources, SERIES.name)]


def read_reports(store: Store, sources: Iterable[SignalSource]) -> list[OutageReport]:
    """What some sources say that others saw."""
    return [
        OutageReport(row["entity"], row["publisher"], _seconds(row["start"]),
                     None if row["until"] is None else _seconds(row["until"]), row["what"],
                     row["cause"], row["link"])
        for row in _rows(store, sources, OUTAGE_REPORTS.name)
    ]  # fmt: skip


def _rows(store: Store, sources: Iterable[SignalSource], table: str) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq

    for source in sources:
        for shard in source.shards:
            if shard.table != table:
                continue
            data = pq.ParquetFile(store.path(shard)).read()
            names = [name for name in data.column_names if name != "values"]
            columns = {name: data.column(name).to_pylist() for name in names}
            for place in range(data.num_rows):
                row = {name: columns[name][place] for name in names}
                if "values" in data.column_names:
                    row["values"] = data.column("values")[place].values
                yield row


def _seconds(moment: Any) -> int:
    return int(moment.timestamp())


def _series(row: Mapping[str, Any]) -> Series:
    values = row["values"].to_numpy(zero_copy_only=False)
    return Series(
        **{name: row[name] for name in _PLAIN},
        start=_seconds(row["start"]),
        values=np.asarray(values, dtype=np.float64),
    )
