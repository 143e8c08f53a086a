"""Work is cut so that nothing is lost, nothing is done twice, and no run is too large."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanous import pipeline
from fanous.engine import plan as planning
from fanous.engine.plan import Day, batches, parts, plan
from fanous.store.store import Shard, Store
from tests.making import DAY, NOW, measurement, write_source


def day_of(name: str, *sizes: int) -> Day:
    """A day of some sources, each of one shard of measurements."""
    sources = tuple(
        (Shard("measurements", name, f"{number}", size),) for number, size in enumerate(sizes)
    )
    return Day(name, sources, (), "key")


@pytest.mark.parametrize("share", [1, 3, 100])
def test_batches_hold_every_day_once_in_order(share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "SMALLEST_BATCH", 2)
    monkeypatch.setattr(planning, "LARGEST_BATCH", 20)
    days = [
        day_of(f"2026-03-{number:02}", size)
        for number, size in enumerate((5, 5, 50, 1, 1, 1, 0, 9), start=1)
    ]
    groups = batches(days, share=share)
    assert [day for group in groups for day in group] == days
    limit = {1: 20, 3: 20, 100: 2}[share]
    assert all(
        len(group) == 1 or sum(day.measurements for day in group) <= limit for group in groups
    )
    assert 1 < len(groups) < len(days)
    assert batches([], share=share) == []


@pytest.mark.parametrize("sizes", [(), (0,), (20,), (21,), (5, 5, 50, 1, 19, 1, 20), (7,) * 30])
def test_parts_hold_every_record_once(
    sizes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "LARGEST_BATCH", 20)
    day = day_of(DAY, *sizes)
    shares: dict[Shard, list[tuple[int, int]]] = {shard: [] for shard in day.shards}
    for part in parts([day]):
        assert sum(shard.rows for shard in part.shards) <= 20 * part.of
        for shard in part.shards:
            shares[shard].append((part.share, part.of))
    for found in shares.values():
        of = found[0][1]
        assert found == [(share, of) for share in range(of)]


def test_a_batch_that_fits_is_one_run() -> None:
    days = [day_of("2026-03-04", 3, 4), day_of("2026-03-05", 5)]
    (part,) = parts(days)
    assert (part.share, part.of) == (0, 1)
    assert part.shards == tuple(shard for day in days for shard in day.shards)


def test_a_day_is_to_be_built_when_an_input_of_its_verdicts_changes(tmp_path: Path) -> None:
    source = write_source(tmp_path / "a.jsonl", [measurement(1)])
    store = Store(tmp_path / "store", create=True)
    pipeline.ingest([source], store.folder, now=lambda: NOW)
    ((day,), gone) = plan(store)
    assert (day.day, day.measurements, day.duplicates, gone) == (DAY, 1, (), [])
    store.set_control_networks(day.networks + 1)
    ((other,), _) = plan(store)
    assert other.key != day.key
    root = tmp_path / "root.pem"
    root.write_text(_root(), encoding="ascii")
    store.keep_roots([root])
    ((trusting,), _) = plan(store)
    assert trusting.key not in (day.key, other.key)


def _root() -> str:
    from ssl import DER_cert_to_PEM_cert

    from tests.making import certificate

    return DER_cert_to_PEM_cert(certificate())
