"""A store: a folder of content-named shards, and the manifests that say which of them count.

    FANOUS_STORE.json               the format's version
    manifests/<source_id>.json      one a source; renaming it into place is the commit
    builds/<day>.json               one a built day, likewise
    reference/<digest>.json         what a reference digest stands for, and when it was loaded
    rules/<digest>.json             one a rule set that a day was ever built with
    signals/<source_id>.json        one a source of signals (`signals.py`)
    events/                         what was found (`fanous.events.stored`)
    tables/<table>/day=<day>/<sha256>.parquet

Decides what is committed. Readers take the manifests' lists, never a glob, so a killed writer
leaves at most orphans. Writers need no lock: the same source gives the same bytes under the same
names. Leaves what is inside a shard to `shards` and `build`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from fanous import __version__
from fanous.control.pool import DEFAULT_NETWORKS
from fanous.errors import StoreError, StoreTooNewError
from fanous.store.arrow import dictionary_columns
from fanous.store.files import read_json, write_atomically, write_json

if TYPE_CHECKING:
    import pyarrow as pa

    from fanous.rules.rule_set import RuleSet

__all__ = ["FORMAT", "NO_DAY", "Build", "Manifest", "Shard", "Store"]

FORMAT = 1  # raised when an older Fanous would misread the store
SETTINGS = "settings.json"  # what a user chose for this store
NO_DAY = "none"  # rows that belong to no day: rejects and certificates


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """One Parquet file: its table, day, content name and row count."""

    table: str
    day: str
    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one source gave, under which versions. `names` are the paths it was seen under."""

    source_id: str
    names: tuple[str, ...]
    parser_version: str
    reference_digest: str
    lines: int
    measurements: int
    rejects: dict[str, int]
    tests: dict[str, int]
    leftovers: dict[str, int]
    scrubbed: int
    coerced: int
    shards: tuple[Shard, ...]
    fanous: str = __version__
    opinions: int = 0


@dataclass(frozen=True, slots=True)
class Build:
    """What was built of one day. `key` hashes every input: an equal key needs no new build."""

    day: str
    key: str
    rules_version: str
    measurements: int
    duplicates: int
    not_handled: dict[str, int]
    states: dict[str, int]
    shards: tuple[Shard, ...]
    fanous: str = field(default=__version__)


class Store:
    """A store at a folder. Opening one made by a newer Fanous raises StoreTooNewError."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        marker = folder / "FANOUS_STORE.json"
        if marker.exists():
            self._check(marker)
        elif create:
            self._refuse_strangers()
            write_json(marker, {"format": FORMAT, "made_by": __version__})
        else:
            raise StoreError(
                f"{folder}: not a Fanous store",
                remedy="Make one with `fanous ingest PATH… --store DIR`.",
            )

    def _check(self, marker: Path) -> None:
        content = read_json(marker)
        found = content.get("format", 0) if isinstance(content, dict) else None
        if not isinstance(found, int) or found > FORMAT:
            raise StoreTooNewError(
                f"{self.folder}: store format {found}, this Fanous ({__version__}) reads up to "
                f"{FORMAT}",
                remedy="Update Fanous, or name another --store. Nothing was changed.",
            )

    def _refuse_strangers(self) -> None:
        """A folder that holds something else is not taken over."""
        if self.folder.is_dir() and any(not p.name.startswith(".") for p in self.folder.iterdir()):
            raise StoreError(
                f"{self.folder}: not empty and not a Fanous store",
                remedy="Name an empty or new folder for --store.",
            )

    def write_shard(self, table: str, day: str, data: pa.Table) -> Shard:
        """Write one shard; equal content has an equal name, so writing it twice is harmless."""
        import pyarrow.parquet as pq
        from pyarrow import BufferOutputStream

        sink = BufferOutputStream()
        pq.write_table(
            data,
            sink,
            compression="zstd",
            compression_level=1,
            use_dictionary=dictionary_columns(table),  # type: ignore[arg-type]  # stubs know bool only
        )
        content = sink.getvalue().to_pybytes()
        shard = Shard(table, day, hashlib.sha256(content).hexdigest()[:40], data.num_rows)
        path = self.path(shard)
        if not path.exists():
            write_atomically(path, content)
        return shard

    def path(self, shard: Shard) -> Path:
        """Where a shard lies."""
        return self.folder / "tables" / shard.table / f"day={shard.day}" / f"{shard.name}.parquet"

    def manifest(self, source_id: str) -> Manifest | None:
        """The manifest of a source, None if it was never committed."""
        path = self.folder / "manifests" / f"{source_id}.json"
        return _manifest(read_json(path)) if path.exists() else None

    def commit(self, manifest: Manifest) -> None:
        """Make a source's shards count. The names it was seen under before are kept."""
        known = self.manifest(manifest.source_id)
        names = {*manifest.names, *(known.names if known else ())}
        merged = replace(manifest, names=tuple(sorted(names)))
        if merged != known:
            write_json(self.folder / "manifests" / f"{merged.source_id}.json", asdict(merged))

    def manifests(self) -> Iterator[Manifest]:
        """Every committed source, in order of id."""
        for path in sorted((self.folder / "manifests").glob("*.json")):
            yield _manifest(read_json(path))

    def build(self, day: str) -> Build | None:
        """What was built of a day, None if nothing."""
        path = self.folder / "builds" / f"{day}.json"
        if not path.exists():
            return None
        found = read_json(path)
        return Build(**{**found, "shards": _shards(found["shards"])})

    def commit_build(self, build: Build) -> None:
        """Make a day's build count."""
        write_json(self.folder / "builds" / f"{build.day}.json", asdict(build))

    def forget_build(self, day: str) -> None:
        """A day that no source holds any more has no build."""
        (self.folder / "builds" / f"{day}.json").unlink(missing_ok=True)

    def builds(self) -> Iterator[Build]:
        """Every built day, in order."""
        for path in sorted((self.folder / "builds").glob("*.json")):
            if build := self.build(path.stem):
                yield build

    def keep_rules(self, rules: RuleSet) -> None:
        """Remember a rule set, so that what it said can be had again when rules have changed."""
        path = self.folder / "rules" / f"{rules.digest}.json"
        if not path.exists():
            write_atomically(path, rules.to_json())

    def rule_sets(self) -> Iterator[RuleSet]:
        """Every rule set remembered, in order of digest. Raises InputError for a damaged one."""
        from fanous.rules.rule_set import RuleSet

        for path in sorted((self.folder / "rules").glob("*.json")):
            yield RuleSet.from_json(path.read_bytes(), str(path))

    @property
    def control_networks(self) -> int:
        """How many other networks make a control in this store (see `control.pool`)."""
        path = self.folder / SETTINGS
        found = read_json(path).get("control_networks") if path.exists() else DEFAULT_NETWORKS
        if not isinstance(found, int) or found < 1:
            raise StoreError(
                f"{path}: control_networks is {found!r}",
                remedy="Write a whole number of at least 1, or remove the file: the default is "
                f"{DEFAULT_NETWORKS}.",
            )
        return found

    def set_control_networks(self, networks: int) -> None:
        """Choose it for every later build; days judged by another number are judged anew."""
        write_json(self.folder / SETTINGS, {"control_networks": networks})

    def keep_roots(self, paths: Iterable[Path]) -> None:
        """Keep roots that a reference folder adds: a day's chains are judged by them later."""
        for path in paths:
            content = path.read_bytes()
            kept = self.folder / "trust" / f"{hashlib.sha256(content).hexdigest()}.pem"
            if not kept.exists():
                write_atomically(kept, content)

    def roots(self) -> list[Path]:
        """The files of added roots, in order of their content's hash."""
        return sorted((self.folder / "trust").glob("*.pem"))

    def keep_reference(self, snapshot: Mapping[str, object], at: datetime) -> None:
        """Keep what a reference digest stands for, with the day (UTC) it was first loaded here."""
        path = self._reference(str(snapshot["digest"]))
        if not path.exists():
            write_json(path, {**snapshot, "loaded": f"{at.astimezone(UTC):%Y-%m-%d}"})

    def reference(self, digest: str) -> dict[str, object] | None:
        """What a reference digest stands for; None where nobody kept it (a bare `Reference`)."""
        path = self._reference(digest)
        return cast(dict[str, object], read_json(path)) if path.exists() else None

    def _reference(self, digest: str) -> Path:
        return self.folder / "reference" / f"{digest}.json"


def _shards(found: Iterable[dict[str, object]]) -> tuple[Shard, ...]:
    return tuple(Shard(**item) for item in found)  # type: ignore[arg-type]


def _manifest(found: dict[str, object]) -> Manifest:
    """A manifest as read. Raises StoreError for one of other fields than this version writes."""
    shards = _shards(found["shards"])  # type: ignore[arg-type]
    names: tuple[str, ...] = tuple(found["names"])  # type: ignore[arg-type]
    try:
        return Manifest(**{**found, "shards": shards, "names": names})  # type: ignore[arg-type]
    except TypeError as error:
        raise StoreError(
            f"the manifest of source {found.get('source_id')} is of another version ({error})",
            remedy="Ingest into a new store: this one was made by an unreleased Fanous.",
        ) from error
