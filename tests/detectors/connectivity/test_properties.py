"""What must hold for any country: of the whole detector and its events, not of one series only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanous.events.connectivity import ConnectivityEvent
from fanous.model.series import Series
from tests.making import FUZZ
from tests.making_signals import HOUR, at, cut, events, flat, series

QUICK = settings(FUZZ, max_examples=20)
START, END = at(20), at(25)


def country(seed: int, *, left: float = 0.05, days: float = 5.0) -> list[Series]:
    """Probing, a telescope and search traffic of a country that is cut on its 20th day."""
    rng = np.random.default_rng(seed)
    mean = cut(flat(36, level=400, swing=0.3, noise=0.05, seed=seed + 1), 20, days, left)
    return [
        series(cut(flat(36, swing=0.02, seed=seed), 20, days, left)),
        series(rng.poisson(mean).astype(float), "telescope", scale="count"),
        series(cut(flat(36, swing=0.5, noise=0.05, seed=seed + 2), 20, days, left), "google"),
    ]


def losses(listed: list[Series]) -> list[ConnectivityEvent]:
    return [event for event in events(*listed) if event.kind != "gap"]


def outline(found: list[ConnectivityEvent]) -> list[object]:
    return [(event.kind, event.onset, event.end) for event in found]


@QUICK
@given(st.integers(0, 99), st.lists(st.floats(1e-4, 1e7), min_size=3, max_size=3))
def test_scaling_a_normalised_series_changes_no_event(seed: int, factors: list[float]) -> None:
    """Each export has a maximum of its own, and some other window's would do as well."""
    shares = [replace(item, scale="normalised") for item in country(seed, left=0.3)]
    scaled = [
        item.with_values(item.values * factor) for item, factor in zip(shares, factors, strict=True)
    ]
    one, other = losses(shares), losses(scaled)
    assert outline(one) == outline(other) and len(one) == 1
    for before, after in zip(one[0].signals, other[0].signals, strict=True):
        assert (before.signal, before.role) == (after.signal, after.role)
        assert before.depth == pytest.approx(after.depth, abs=1e-6)


@QUICK
@given(st.integers(0, 99), st.integers(2, 1_000), st.floats(0.05, 0.6), st.integers(3, 72))
def test_scaling_counts_up_loses_no_loss(seed: int, factor: int, left: float, hours: int) -> None:
    """What ten times fewer things show, ten times more show too, and as surely."""
    few = [
        replace(item, scale="count", values=np.round(item.values / 20))
        for item in country(seed, left=left, days=hours / 24)
    ]
    more = [item.with_values(item.values * factor) for item in few]
    one, other = losses(few), losses(more)
    for event in one:
        assert any(
            again.onset.earliest <= event.onset.latest and
            (again.end is None or again.end.latest > event.onset.earliest)
            for again in other
        )  # fmt: skip


@pytest.mark.parametrize("how", ["zero", "missing", "zero from the cut on",
                                 "missing from the cut on", "stuck at the cut"])  # fmt: skip
@pytest.mark.parametrize("signal", ["bgp", "mozilla", "tor-users", "something else"])
@pytest.mark.parametrize("days", [5.0, 99.0])
def test_adding_a_dead_signal_ends_nothing_and_begins_nothing(
    how: str, signal: str, days: float
) -> None:
    values = flat(36, level=500, swing=0.2, noise=0.03, seed=7)
    first = 0 if "from" not in how and "at" not in how else 20 * 24
    values[first:] = {"zero": 0.0, "miss": np.nan, "stuc": values[first]}[how[:4]]
    dead = series(values, signal, scale="count")
    alive = country(3, days=days)
    assert outline(losses([*alive, dead])) == outline(losses(alive))
    assert losses([dead]) == [] or first


@QUICK
@given(st.integers(0, 99), st.floats(0.0, 0.5), st.integers(0, 99))
def test_missing_points_are_no_loss(seed: int, share: float, holes: int) -> None:
    """Whatever is missing from a country that is not cut, nothing was lost."""
    rng = np.random.default_rng(holes)
    quiet = []
    for item in country(seed, days=0.0):
        values = np.array(item.values)
        values[rng.random(len(values)) < share] = np.nan
        first = int(rng.integers(0, len(values)))
        values[first : first + int(rng.integers(0, 240))] = np.nan
        quiet.append(item.with_values(values))
    assert losses(quiet) == []


@QUICK
@given(st.integers(0, 99), st.floats(0.0, 0.4), st.integers(0, 99))
def test_bounds_hold_the_truth_whatever_is_missing(seed: int, share: float, holes: int) -> None:
    """Points missing around a loss and in it neither end it nor split it, nor tighten a bound."""
    rng = np.random.default_rng(holes)
    pierced = []
    for item in country(seed):
        values = np.array(item.values)
        around = slice(18 * 24, 27 * 24)
        values[around][rng.random(9 * 24) < share] = np.nan
        pierced.append(item.with_values(values))
    (event,) = losses(pierced)
    assert event.onset.earliest <= START <= event.onset.latest
    assert event.end is not None
    assert event.end.earliest - HOUR <= END <= event.end.latest
