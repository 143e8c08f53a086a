"""Cells as people query them: what must always hold of any store, and what a store's cells say."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanous import pipeline
from fanous.cells.columns import OF_GROUPS, OF_ONE_TARGET, cell_schema
from fanous.cells.judged import LAYER_NAMES
from fanous.cells.read import cells
from fanous.errors import UsageError
from fanous.model.tables import CELLS
from fanous.reference.load import Reference
from fanous.reference.targets import load_targets
from fanous.reference.test_lists import ListedUrl
from fanous.store.query import open_store, rows
from fanous.store.store import Store
from tests.cells.judged_rows import (
    FAILED,
    MIDNIGHT,
    OK,
    RESET,
    STORES,
    Judged,
    connection_of,
)
from tests.making import NOW, START, measurement, reset_measurement, write_source

DAY = timedelta(days=1)
COUNTS = ("measurements", "ok", "down", "blocked", "unknown")
SERIES = ("target", "probe_cc", "probe_asn", "resolver_asn")
FEW = settings(
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
NEWS = {"shop.example": ListedUrl("https://shop.example/", "shop.example", "NEWS")}
LISTS = Reference("digest", listed=NEWS)
TARGETS = st.sampled_from([None, "www.shop.example", "service:telegram", "category:NEWS"])


def told(found: Any) -> list[dict[str, Any]]:
    return list(found.to_pylist())


def summed(found: list[dict[str, Any]], names: Iterable[str] = COUNTS) -> Counter[str]:
    return Counter({name: sum(row[name] for row in found) for name in names})


def histogram(found: Iterable[dict[str, Any]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for row in found:
        total.update(json.loads(row["rules"]))
    return total


# --- what always holds -------------------------------------------------------------------------


@given(STORES, TARGETS, st.sampled_from(["overall", "dns"]), st.sampled_from(["hour", "day"]))
@FEW
def test_dense_cells_sum_to_the_sparse(
    judged: list[Judged], target: str | None, layer: str, by: str
) -> None:
    connection = connection_of(judged)
    window: dict[str, Any] = {"since": MIDNIGHT - DAY, "until": MIDNIGHT + 4 * DAY}
    asked: dict[str, Any] = {"target": target, "layer": layer, "by": by, "reference": LISTS}
    sparse = told(cells(connection, **asked))
    dense = told(cells(connection, dense=True, **asked, **window))
    assert [row for row in dense if row["measurements"]] == sparse
    assert summed(dense) == summed(sparse)
    series = {tuple(row[name] for name in SERIES) for row in sparse}
    assert len(dense) == max(1, len(series)) * 5 * (24 if by == "hour" else 1)
    assert {row["state"] for row in dense if not row["measurements"]} <= {"insufficient", None}


@given(STORES, TARGETS, st.sampled_from(["overall", "dns"]))
@FEW
def test_a_day_is_the_sum_of_its_hours(
    judged: list[Judged], target: str | None, layer: str
) -> None:
    connection = connection_of(judged)
    hours: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    asked: dict[str, Any] = {"target": target, "layer": layer, "reference": LISTS}
    for row in told(cells(connection, **asked)):
        day = row["hour"].replace(hour=0)
        hours[*(row[name] for name in SERIES), day].append(row)
    days = told(cells(connection, by="day", **asked))
    assert len(days) == len(hours)
    for row in days:
        parts = hours[*(row[name] for name in SERIES), row["day"]]
        assert summed([row]) == summed(parts)
        assert histogram([row]) == histogram(parts)
        for name in ("observers", "blocked_observers", "ok_observers", "sessions", "probes"):
            each = [part[name] for part in parts]
            assert max(each) <= row[name] <= sum(each)
        if target and "shop" not in target:
            known = {member for part in parts for member in part["measured_members"]}
            assert set(row["measured_members"]) == known


@given(STORES)
@FEW
def test_what_a_cell_says_fits_its_counts(judged: list[Judged]) -> None:
    for row in told(cells(connection_of(judged), target="shop.example")):
        assert sum(row[name] for name in COUNTS[1:]) == row["measurements"] > 0
        assert row["conclusive_observers"] <= row["observers"] <= row["measurements"]
        assert (row["witness"] is None) == (row["blocked"] == 0) == (row["mechanisms"] == [])
        if row["conclusive_observers"]:
            assert 0 <= row["blocked_low"] <= row["blocked_share"] <= row["blocked_high"] <= 1
            assert row["consensus"] >= row["blocked_share"]
        else:
            assert row["blocked_share"] is row["blocked_low"] is row["consensus"] is None
        if not row["blocked"]:
            assert row["state"] not in {"blocked", "likely_blocked"}


@given(STORES, st.randoms(use_true_random=False), TARGETS)
@FEW
def test_order_and_repetition_change_nothing(
    judged: list[Judged], random: Any, target: str | None
) -> None:
    named = [replace(each, uid=f"m{number}") for number, each in enumerate(judged)]
    shuffled = random.sample(named, len(named))
    one = cells(connection_of(named), target=target, reference=LISTS)
    assert cells(connection_of(shuffled), target=target, reference=LISTS) == one


@given(STORES, st.integers(0, 4000), st.integers(1, 4000), st.sampled_from(["hour", "day"]))
@FEW
def test_a_window_holds_whole_cells(judged: list[Judged], start: int, length: int, by: str) -> None:
    since = MIDNIGHT + timedelta(minutes=start)
    until = since + timedelta(minutes=length)
    connection = connection_of(judged)
    step = DAY if by == "day" else timedelta(hours=1)
    every = told(cells(connection, by=by))
    within = [row for row in every if row[by] < until and row[by] + step > since]
    assert told(cells(connection, by=by, since=since, until=until)) == within


# --- of a store --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two hosts of one site and Telegram's web client, in three hours of two days."""
    folder = tmp_path_factory.mktemp("read")
    records = [
        measurement(1),
        measurement(2) | {"probe_id": "one"},
        reset_measurement(3, host="www.shop.example", start=START + timedelta(hours=2)),
        reset_measurement(4, host="web.telegram.org", start=START),
        reset_measurement(5, host="a.web.telegram.org", start=START),
        measurement(6, host="t.me", start=START),
        measurement(7, start=START + DAY) | {"probe_cc": "XB", "probe_asn": "AS64511"},
    ]
    raw = write_source(folder / "raw.jsonl", records)
    pipeline.ingest([raw], folder / "store", now=lambda: NOW)
    pipeline.build(folder / "store")
    return Store(folder / "store")


@pytest.mark.parametrize("layer", LAYER_NAMES)
def test_hours_are_the_stored_cells(store: Store, layer: str) -> None:
    """Counted anew from verdicts, they must be what was counted when they were built."""
    stored = rows(open_store(store), f"SELECT * FROM cells WHERE layer = '{layer}'")
    found = cells(store, layer=layer).select(list(CELLS.names)).to_pylist()
    order = lambda row: tuple(str(row[name]) for name in (*SERIES, "hour"))  # noqa: E731
    assert found and sorted(found, key=order) == sorted(stored, key=order)


def test_a_site_is_read_with_and_without_www(store: Store) -> None:
    found = cells(store, target="https://shop.example/page", cc="xa")
    assert found.schema == cell_schema("hour")
    assert [(row["target"], row["ok"], row["blocked"]) for row in told(found)] == [
        ("domain:shop.example", 2, 0),
        ("domain:shop.example", 0, 1),
    ]
    assert all(found[name].null_count == 2 for name in OF_GROUPS)


def test_a_service_is_a_profile_of_its_members(store: Store) -> None:
    found = cells(store, target="telegram")
    (row,) = told(found)
    assert (row["target"], row["state"], row["measurements"]) == (
        "service:telegram",
        "likely_blocked",
        3,
    )
    assert (row["core_members"], row["members_measured"]) == (5, 2)
    assert (row["members_blocked"], row["members_ok"]) == (1, 1)
    assert row["measured_members"] == ["domain:t.me", "domain:web.telegram.org"]
    assert row["blocked_members"] == ["domain:web.telegram.org"]
    assert all(found[name].null_count == 1 for name in OF_ONE_TARGET)


def test_the_rule_of_a_service_decides(store: Store, tmp_path: Path) -> None:
    members = "".join(
        f'[[member]]\ndomain = "{name}"\ncore = true\n' for name in ("web.telegram.org", "t.me")
    )
    head = 'id = "two"\nnames = { en = "Two", fa = "دو" }\ncategory = "COMT"\nrule = "all_of"\n'
    (tmp_path / "two.toml").write_text(head + members, encoding="utf-8")
    (row,) = told(cells(store, target="two", known=load_targets(tmp_path)))
    assert (row["state"], row["members_blocked"], row["members_measured"]) == ("ok", 1, 2)


def test_a_category_has_no_state_of_its_own(store: Store) -> None:
    (*_, last) = told(cells(store, target="category:news", reference=LISTS, cc="XA"))
    assert (last["target"], last["state"], last["core_members"]) == ("category:NEWS", None, 1)
    assert last["blocked_members"] == ["domain:shop.example"]


def test_country_network_and_window_choose(store: Store) -> None:
    assert cells(store, cc="XB").num_rows == cells(store, asn=64511).num_rows == 1
    assert cells(store, cc="XC").num_rows == 0
    assert cells(store, cc="XA", since=START + DAY).num_rows == 0


def test_silence_of_a_service_is_rows_too(store: Store) -> None:
    window: dict[str, Any] = {"since": MIDNIGHT + 9 * DAY, "until": MIDNIGHT + 10 * DAY}
    found = told(cells(store, target="telegram", cc="XA", dense=True, **window))
    assert len(found) == 24
    assert {(r["measurements"], r["state"], r["core_members"]) for r in found} == {
        (0, "insufficient", 5)
    }


@pytest.mark.parametrize(
    ("asked", "told_of"),
    [
        ({"layer": "quic"}, "quic"),
        ({"by": "week"}, "hour, day"),
        ({"since": datetime(2026, 3, 4)}, "zone"),
        ({"since": START, "until": START}, "empty"),
        ({"target": "service:nothing"}, "telegram"),
    ],
)
def test_what_cannot_be_is_refused(store: Store, asked: dict[str, Any], told_of: str) -> None:
    with pytest.raises(UsageError) as refused:
        cells(store, **asked)
    assert told_of in str(refused.value)


def test_numbers_of_a_member_are_pooled_before_it_is_judged() -> None:
    """A host beneath a member is the member: two hosts of one are not two members."""
    judged = [
        Judged(target="domain:web.telegram.org", rule=RESET, probe="a"),
        Judged(target="domain:b.web.telegram.org", rule=OK, probe="b"),
        Judged(target="domain:c.web.telegram.org", rule=OK, probe="c"),
        Judged(target="domain:t.me", rule=FAILED, probe="c"),
    ]
    (row,) = told(cells(connection_of(judged), target="telegram"))
    assert (row["members_measured"], row["members_blocked"], row["members_ok"]) == (2, 0, 1)
    assert row["observers"] == 3 and row["state"] == "impaired"
