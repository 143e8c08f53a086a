"""The state of a target from counts: cautious, never ok without evidence, blind to order."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanous.reports.summary import ACCUSED, Tally, TargetState, state_of_tally, summarise

INTERFERENCE = {*ACCUSED, TargetState.SIGNS_OF_BLOCKING}


def tally(
    *,
    blocked: int = 0,
    likely: int = 0,
    ok: int = 0,
    down: int = 0,
    impaired: int = 0,
    insufficient: int = 0,
    sessions: int | None = None,
    run: int = 0,
    run_sessions: int = 9,
) -> Tally:
    """Counts, each measurement a session of its own unless `sessions` says how many accuse."""
    accusing = blocked + likely
    return Tally(
        states={
            "blocked": blocked,
            "likely_blocked": likely,
            "ok": ok,
            "down": down,
            "impaired": impaired,
            "insufficient": insufficient,
        },
        sessions=accusing + ok + down + impaired + insufficient,
        accusing_sessions=accusing if sessions is None else min(sessions, accusing),
        settled_sessions=blocked if sessions is None else min(sessions, blocked),
        longest_run=run,
        run_sessions=run_sessions,
    )


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        (tally(), TargetState.INSUFFICIENT),
        (tally(ok=2), TargetState.INSUFFICIENT),
        (tally(blocked=2), TargetState.INSUFFICIENT),
        (tally(ok=3), TargetState.OK),
        (tally(blocked=3), TargetState.BLOCKED),
        (tally(likely=3), TargetState.LIKELY_BLOCKED),
        (tally(blocked=1, likely=2), TargetState.LIKELY_BLOCKED),  # one artefact may be a forgery
        (tally(blocked=2, likely=1), TargetState.BLOCKED),
        (tally(blocked=9, sessions=1, run=9, run_sessions=1), TargetState.IMPAIRED),
        (tally(likely=2, ok=1), TargetState.LIKELY_BLOCKED),
        (tally(likely=2, ok=2), TargetState.SIGNS_OF_BLOCKING),  # a half is no majority
        (tally(likely=2, ok=38), TargetState.SIGNS_OF_BLOCKING),
        (tally(likely=2, ok=39), TargetState.OK),
        (tally(likely=3, ok=900, run=3), TargetState.SIGNS_OF_BLOCKING),
        (tally(likely=5, ok=900, run=5), TargetState.BLOCKED_AT_TIMES),
        (tally(likely=5, ok=900, run=5, run_sessions=1), TargetState.SIGNS_OF_BLOCKING),
        (tally(likely=1, ok=2), TargetState.OK),
        (tally(likely=1, impaired=2), TargetState.IMPAIRED),
        (tally(down=3), TargetState.DOWN),
        (tally(down=2, ok=2), TargetState.IMPAIRED),
        (tally(impaired=3), TargetState.IMPAIRED),
        (tally(insufficient=50), TargetState.INSUFFICIENT),
        (tally(insufficient=50, ok=2), TargetState.INSUFFICIENT),
        (tally(insufficient=50, ok=3), TargetState.OK),
    ],
)
def test_state_of_counts(counts: Tally, state: TargetState) -> None:
    assert state_of_tally(counts) is state


def test_blocking_on_one_network_is_blocking_and_says_on_how_many() -> None:
    blocked, fine = tally(blocked=4, run=4), tally(ok=40)
    summary = summarise(tally(blocked=4, ok=80), [fine, blocked, fine])
    assert summary.state is TargetState.BLOCKED
    assert (summary.networks_accused, summary.networks_conclusive, summary.networks) == (1, 3, 3)


def test_networks_too_small_to_accuse_alone_accuse_together() -> None:
    summary = summarise(tally(likely=6), [tally(likely=1, run=1)] * 6)
    assert summary.state is TargetState.LIKELY_BLOCKED
    assert summary.networks_accused == 0
    assert summary.networks_accusing == 6


def test_only_a_network_of_its_own_is_blocked() -> None:
    """Artefacts seen once on each of several networks: likely, as the headline says."""
    summary = summarise(tally(blocked=6), [tally(blocked=1, run=1)] * 6)
    assert (summary.state, summary.networks_accused) == (TargetState.LIKELY_BLOCKED, 0)


def test_missing_data_is_never_ok() -> None:
    assert summarise(tally(), []).state is TargetState.INSUFFICIENT
    assert summarise(tally(insufficient=9), [tally(insufficient=9)]).state is (
        TargetState.INSUFFICIENT
    )


counts = st.builds(
    tally,
    blocked=st.integers(0, 6),
    likely=st.integers(0, 6),
    ok=st.integers(0, 6),
    down=st.integers(0, 4),
    impaired=st.integers(0, 4),
    insufficient=st.integers(0, 4),
    run=st.integers(0, 6),
    sessions=st.none() | st.integers(1, 3),
)


@given(counts)
def test_one_accusing_measurement_never_accuses(found: Tally) -> None:
    if found.accusing < 2 and found.longest_run < 5:
        assert state_of_tally(found) not in INTERFERENCE


@given(counts)
def test_ok_needs_a_majority_that_was_seen_to_work(found: Tally) -> None:
    if state_of_tally(found) is TargetState.OK:
        assert found.states["ok"] >= 2
        assert 2 * found.states["ok"] > found.informative


@given(counts, st.integers(1, 50))
def test_what_settles_nothing_never_accuses(found: Tally, more: int) -> None:
    """Measurements in which nothing was seen leave an accusation as it is, and never make one."""
    if found.measurements < 3:
        return
    states = {**found.states, "insufficient": found.states["insufficient"] + more}
    assert state_of_tally(replace(found, states=states)) is state_of_tally(found)


@settings(max_examples=40)
@given(counts, st.lists(counts, max_size=4))
def test_the_order_of_networks_changes_nothing(pooled: Tally, networks: list[Tally]) -> None:
    orders = {summarise(pooled, order).state for order in itertools.permutations(networks)}
    assert len(orders) == 1
