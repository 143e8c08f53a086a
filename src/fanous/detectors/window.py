"""A window of sightings as arrays: what every detector is given, and nothing else.

A sighting is one measurement's verdict, reduced. Decides how sightings become numbers, and how they
are put in series: one target on one network. Leaves querying the store to `fanous.cells`.

A verdict of *unknown* over a plain failure (`tcp.failed` and the like) is FAILED here: it accuses
nobody by itself, and many of them where everything worked before say something all the same.
A sighting without network or time is in no series; 0, the unknown network, is one. Order and
duplicates of the input change nothing: sightings are put in order, and a measurement counts once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fanous.reference.targets import Targets

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "BLOCKED", "COLUMNS", "DOWN", "FAILED", "HOUR", "OK", "OUTCOMES", "UNKNOWN", "Series", "Window",
    "window_of",
]  # fmt: skip

HOUR = 3600
OUTCOMES = ("unknown", "ok", "down", "blocked")
UNKNOWN, OK, DOWN, BLOCKED, FAILED = range(5)  # BLOCKED and above: it did not work

_REPEATED = ("target", "software_version", "outcome", "rule", "mechanism")
_ONCE = ("probe_asn", "start_time", "observer", "measurement_uid", "synthetic")
COLUMNS = ("probe_cc", *_REPEATED, *_ONCE)

Ints = NDArray[np.int64]
Small = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Window:
    """Sightings of one country, in order of target, network, time. All arrays have one length.

    `time` is in seconds since 1970 UTC. `target`, `version`, `rule`, `mechanism` index the lists of
    names beside them, -1 where nothing is said. `observer` tells independent voices of one day
    apart, and nobody from one day to the next. `since` and `until` bound what was asked for.
    """

    cc: str
    since: int
    until: int
    target: Small
    asn: Ints
    time: Ints
    observer: NDArray[np.uint64]
    version: Small
    outcome: NDArray[np.int8]
    rule: Small
    mechanism: Small
    targets: tuple[str, ...]
    versions: tuple[str, ...]
    rules: tuple[str, ...]
    mechanisms: tuple[str, ...]
    groups: tuple[str, ...]  # of each target: the name it is told under
    uid: Any = field(repr=False)  # of each sighting, as an Arrow column: texts are many
    synthetic: bool = False

    def __len__(self) -> int:
        return len(self.time)

    def about(self, groups: Collection[str]) -> NDArray[np.bool_]:
        """Whether each sighting is of a target that is told under one of these names."""
        wanted = np.array([name in groups for name in self.groups] or [False])
        return np.asarray(wanted[self.target])

    def series(self) -> list[Series]:
        """Every target on every network: where in the arrays it stands."""
        if not len(self):
            return []
        edges = np.flatnonzero((np.diff(self.target) != 0) | (np.diff(self.asn) != 0)) + 1
        starts = [0, *edges.tolist()]
        ends = [*edges.tolist(), len(self)]
        return [
            Series(self.targets[self.target[a]], int(self.asn[a]), a, b)
            for a, b in zip(starts, ends, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Series:
    """One target on one network: rows `start` to `end` of a window."""

    target: str
    asn: int
    start: int
    end: int

    @property
    def rows(self) -> slice:
        """Where it stands."""
        return slice(self.start, self.end)


def window_of(
    table: pa.Table,
    known: Targets,
    *,
    cc: str,
    since: int | None = None,
    until: int | None = None,
) -> Window:
    """A window of the sightings of one country. Bounds in seconds; else those of the sightings.

    Columns: target, probe_cc, probe_asn, start_time, observer, software_version, outcome, rule,
    mechanism, measurement_uid, synthetic; others are not looked at.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = pc.is_in(table["probe_cc"], value_set=pa.array([cc]))
    table = _slim(table)
    wanted = pc.and_(wanted, pc.is_valid(table["start_time"]))
    wanted = pc.and_(wanted, pc.and_(pc.is_valid(table["target"]), pc.is_valid(table["probe_asn"])))
    table = table.filter(wanted)
    time = _times(table["start_time"])
    inside = np.ones(len(time), bool)
    if since is not None:
        inside &= time >= since
    if until is not None:
        inside &= time < until
    if not inside.all():
        table, time = table.filter(inside), time[inside]
    return _ordered(table, time, known, cc, since, until)


def _slim(table: pa.Table) -> pa.Table:
    """The columns that are looked at, texts that repeat as numbers: a year's rows are copied
    several times while they are put in order."""
    columns = {name: table[name] for name in (*_REPEATED, *_ONCE)}
    for name in _REPEATED:
        columns[name] = columns[name].dictionary_encode()
    import pyarrow as pa

    return pa.table(columns).unify_dictionaries()


def _ordered(
    table: pa.Table, time: Ints, known: Targets, cc: str, since: int | None, until: int | None
) -> Window:
    """Rows in order of target, network, time and uid; a uid that comes twice counts once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    target, targets = _coded(table["target"])
    uid = table["measurement_uid"]
    rank = pc.rank(uid, tiebreaker="dense").to_numpy()
    order = np.lexsort((rank, time, table["probe_asn"].to_numpy(), target))
    order = order[_first_of_each(rank[order], uid.is_null().to_numpy()[order])]
    target, time = target[order], time[order]
    table = table.take(pa.array(order, pa.int64()))
    version, versions = _coded(table["software_version"])
    rule, rules = _coded(table["rule"])
    mechanism, mechanisms = _coded(table["mechanism"])
    return Window(
        cc=cc,
        since=since if since is not None else int(time.min()) if len(time) else 0,
        until=until if until is not None else int(time.max()) + 1 if len(time) else 0,
        target=target,
        asn=table["probe_asn"].to_numpy().astype(np.int64),
        time=time,
        observer=table["observer"].to_numpy().astype(np.uint64),
        version=version,
        outcome=_outcomes(table["outcome"], rule, rules),
        rule=rule,
        mechanism=mechanism,
        targets=targets,
        versions=versions,
        rules=rules,
        mechanisms=mechanisms,
        groups=tuple(known.group(name) for name in targets),
        uid=table["measurement_uid"],
        synthetic=bool(pc.any(table["synthetic"]).as_py()),
    )


def _first_of_each(rank: Ints, unnamed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a row is the first of its uid; rows without one always are."""
    _, first = np.unique(rank, return_index=True)
    kept = unnamed.copy()
    kept[first] = True
    return kept


def _times(column: Any) -> Ints:
    """Seconds since 1970 UTC."""
    import pyarrow as pa

    return np.asarray(
        column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64()).to_numpy() // 1_000_000, np.int64
    )


def _outcomes(column: Any, rule: Small, rules: tuple[str, ...]) -> NDArray[np.int8]:
    codes, names = _coded(column)
    if unknown := set(names) - set(OUTCOMES):
        raise ValueError(f"no outcome: {', '.join(sorted(unknown))}")
    numbers = np.array([*(OUTCOMES.index(name) for name in names), UNKNOWN], np.int8)
    outcome = numbers[codes]
    plain_failures = [code for code, name in enumerate(rules) if name.endswith(".failed")]
    outcome[(outcome == UNKNOWN) & np.isin(rule, plain_failures)] = FAILED
    return outcome


def _coded(column: Any) -> tuple[Small, tuple[str, ...]]:
    """A column of few texts as numbers, -1 for null, and the texts in order."""
    import pyarrow as pa

    encoded = column.combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # a table without rows has no chunk to combine
        encoded = pa.array([], pa.string())
    if not pa.types.is_dictionary(encoded.type):
        encoded = encoded.cast(pa.string()).dictionary_encode()
    names = encoded.dictionary.to_pylist()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    ranked = sorted(range(len(names)), key=names.__getitem__)
    place = np.empty(len(names) + 1, np.int32)
    place[ranked] = np.arange(len(names), dtype=np.int32)
    place[-1] = -1
    return place[codes], tuple(names[index] for index in ranked)
