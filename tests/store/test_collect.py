from __future__ import annotations

import os
from pathlib import Path

from fanous.store.collect import collect
from fanous.store.signals import commit_signals, write_series
from fanous.store.store import NO_DAY, Store
from tests.making_signals import flat, series
from tests.store.test_signals import source
from tests.store.test_store import built, manifest, rejects


def test_old_orphans_are_collected_and_nothing_else(tmp_path: Path) -> None:
    store = Store(tmp_path / "store", create=True)
    kept = store.write_shard("rejects", NO_DAY, rejects("kept"))
    of_build = store.write_shard("cells", "2026-03-04", rejects("build"))
    of_signals = write_series(store, "ab", [series(flat(1))])
    orphan = store.write_shard("rejects", NO_DAY, rejects("orphan"))
    young = store.write_shard("rejects", NO_DAY, rejects("young"))
    store.commit(manifest(kept))
    store.commit_build(built(of_build))
    commit_signals(store, source(of_signals))
    for shard in (kept, of_build, of_signals, orphan):
        os.utime(store.path(shard), (0, 0))
    assert collect(store) == 1
    left = [store.path(shard).exists() for shard in (kept, of_build, of_signals, orphan, young)]
    assert left == [True, True, True, False, True]
    assert collect(store, grace_seconds=-60) == 1
    assert not store.path(young).exists()
    assert all(store.path(shard).exists() for shard in (kept, of_build, of_signals))
