"""Removing what no manifest names: shards of cut writers, and of versions that were replaced.

Decides which shards count: those of every source of measurements, of every built day, and of every
source of signals. Others go when they are older than a grace, as a reader may still hold an older
list of them.
"""

from __future__ import annotations

import time

from fanous.store.signals import signal_sources
from fanous.store.store import Store

__all__ = ["ORPHAN_GRACE_SECONDS", "collect"]

ORPHAN_GRACE_SECONDS = 24 * 3600


def collect(store: Store, *, grace_seconds: float = ORPHAN_GRACE_SECONDS) -> int:
    """Remove shards that no manifest names and that are older than the grace; how many."""
    holders = (store.manifests(), store.builds(), signal_sources(store))
    counted = {store.path(shard) for held in holders for holder in held for shard in holder.shards}
    before = time.time() - grace_seconds
    removed = 0
    for path in (store.folder / "tables").rglob("*"):
        if path.is_file() and path not in counted and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
