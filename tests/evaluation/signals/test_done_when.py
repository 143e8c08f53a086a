"""What must hold on the real files: Iran 2019, Myanmar 2021, Iran in December 2025, Venezuela."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fanous.detectors.connectivity.detect import detect
from fanous.evaluation.signals.compare import compare
from fanous.evaluation.signals.score import applicable, read_truth, score
from fanous.events.connectivity import ConnectivityEvent
from fanous.events.connectivity_facts import connectivity_events
from fanous.i18n import messages
from fanous.model.series import Series
from fanous.reports.connectivity_text import event_why
from fanous.sources.signals.read import read_signals

NETWORKS = {197207: "bgp", 44244: "bgp", 57218: "bgp", 58224: "bgp", 31549: "probing",
            16322: "probing", 12880: "probing"}  # fmt: skip


def time(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def loaded(shared: Path, name: str, offset: str = "") -> list[Series]:
    declared = {"utc_offset": offset} if offset else {}
    return read_signals([shared / "signals" / name], declared).series


@pytest.fixture(scope="module")
def iran(shared: Path) -> tuple[list[Series], list[ConnectivityEvent]]:
    series = loaded(shared, "ioda_asn_IR_2019-11_5min.csv.gz")
    return series, connectivity_events(detect(series))


def of(events: list[ConnectivityEvent], entity: str) -> list[ConnectivityEvent]:
    return [event for event in events if event.entity == entity]


def test_iran_2019_is_one_open_event(iran: tuple[list[Series], list[ConnectivityEvent]]) -> None:
    (event,) = of(iran[1], "country:IR")
    assert event.kind == "connectivity_loss"
    assert time("2019-11-16 13:55") <= event.onset.earliest
    assert event.onset.latest <= time("2019-11-16 18:20")
    assert event.end is None
    assert event.partial_since is not None
    assert time("2019-11-21 08:00") <= event.partial_since <= time("2019-11-21 13:00")
    onsets = {item.signal: item.onset for item in event.signals}
    assert set(onsets) == {"bgp", "probing", "telescope"}
    assert all(onsets.values())


def test_iran_2019_fell_from_90_to_10_percent_in_90_minutes(
    iran: tuple[list[Series], list[ConnectivityEvent]],
) -> None:
    (event,) = of(iran[1], "country:IR")
    facts = {item.signal: item for item in event.signals}
    assert facts["probing"].t90 == time("2019-11-16 17:10")
    assert facts["probing"].t10 == time("2019-11-16 18:40")
    assert {name: item.t90_t10_minutes for name, item in facts.items()} == {
        "bgp": None, "probing": 90.0, "telescope": None}  # fmt: skip


def test_iran_2019_each_network_has_its_onset(
    shared: Path, iran: tuple[list[Series], list[ConnectivityEvent]]
) -> None:
    truths = applicable(read_truth(shared / "signals" / "ground_truth.csv"), iran[0])
    wanted = {truth.entity: truth.start for truth in truths}
    for asn, signal in NETWORKS.items():
        (event,) = of(iran[1], f"asn:{asn}")
        (facts,) = [item for item in event.signals if item.signal == signal]
        assert facts.onset is not None
        late = abs(facts.onset.latest - wanted[f"asn:{asn}"]) / 60
        assert late <= 30, f"AS{asn}: {late} min"
        assert event.end is None


def test_iran_2019_gaps_and_the_dead_telescope_make_nothing(
    iran: tuple[list[Series], list[ConnectivityEvent]],
) -> None:
    assert {event.kind for event in iran[1]} <= {"connectivity_loss", "partial"}
    assert all(event.end is None for event in iran[1])
    assert all(event.onset.latest < time("2019-11-17 00:00") for event in iran[1])


def test_myanmar_has_72_nights(shared: Path) -> None:
    series = loaded(shared, "monash_MM_2021_Bago_30min_utc.csv")
    events = connectivity_events(detect(series))
    (event,) = events
    assert event.kind == "recurring"
    assert len(event.occurrences) == 72
    nights = [onset.latest for onset, _ in event.occurrences]
    days = {(night - time("2021-02-14 18:30") + 43_200) // 86_400 for night in nights}
    assert days == set(range(72))
    near = [
        abs((night - time("2021-02-14 18:30") + 43_200) % 86_400 - 43_200) <= 1_800
        for night in nights
    ]
    assert sum(near) >= 70
    scores = score(read_truth(shared / "signals" / "ground_truth.csv"), events, series)
    assert scores.recall == (72, 72)
    assert scores.false == ()


def test_december_2025_has_no_event(shared: Path) -> None:
    series = loaded(shared, "ioda_country_IR_2025-12_normalized.csv")
    assert connectivity_events(detect(series)) == []


def test_a_power_cut_is_a_loss_and_not_a_shutdown(shared: Path) -> None:
    series = loaded(shared, "monash_VE_2019-07_power_cut.csv", "-04:00")
    events = connectivity_events(detect(series))
    (event,) = of(events, "country:VE")
    assert event.kind == "connectivity_loss"
    assert event.scope_networks == (12, 13)
    for item in events:
        why = event_why(item, messages("en"))
        assert "shutdown" not in why.lower()
        assert "power cut" in why and "cut cable" in why


def test_other_real_files_make_no_loss(shared: Path) -> None:
    names = ("tor_userstats_relay_all_2023_2024.csv", "ooni_IR_2019-11_counts_by_asn.csv",
             "ripestat_IR_2026-01_points.csv")  # fmt: skip
    for name in names:
        events = connectivity_events(detect(loaded(shared, name)))
        assert {event.kind for event in events} <= {"gap"}


def test_no_later_and_fewer_pieces_than_the_baselines(shared: Path) -> None:
    truths = read_truth(shared / "signals" / "ground_truth.csv")
    rows = compare(loaded(shared, "ioda_asn_IR_2019-11_5min.csv.gz"), truths)
    ours, *others = rows
    assert ours.found == ours.truths == ours.pieces == 8
    assert ours.false == 0
    for row in others:
        assert row.pieces >= row.found
        assert ours.delay is not None and row.delay is not None
        assert ours.delay <= row.delay
