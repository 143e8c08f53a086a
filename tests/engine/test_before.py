from __future__ import annotations

from fanous.engine.before import history_of
from fanous.store.store import Shard


def shards(day: str) -> tuple[Shard, ...]:
    return tuple(Shard(table, day, f"{table}-{day}", 1) for table in ("dns", "measurements", "tls"))


def test_the_days_before_and_only_connections_and_their_measurements() -> None:
    days = ["2026-02-17", "2026-02-18", "2026-03-03", "2026-03-04", "2026-03-05"]
    found = history_of("2026-03-04", {day: [shards(day)] for day in days})
    assert {shard.day for shard in found} == {"2026-02-18", "2026-03-03"}
    assert {shard.table for shard in found} == {"measurements", "tls"}
    assert list(found) == sorted(found)


def test_a_first_day_has_no_history() -> None:
    assert history_of("2026-03-04", {"2026-03-04": [shards("2026-03-04")]}) == ()
