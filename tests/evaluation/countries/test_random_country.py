from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanous.evaluation.countries.coherence import check
from fanous.evaluation.countries.random_country import random_country
from fanous.evaluation.countries.scenario import NUISANCE_KINDS
from tests.making import FUZZ

SEEDS = range(300)


@settings(FUZZ, max_examples=200)
@given(st.integers(0, 2**31))
def test_any_seed_makes_a_country_that_fits_together(seed: int) -> None:
    made = random_country(seed)
    assert list(check(made)) == []
    assert 2 <= len(made.networks) <= 40
    assert 30 <= made.days <= 60
    assert len(made.events) <= 3
    assert {item.kind for item in made.nuisances} == set(NUISANCE_KINDS)
    assert made == random_country(seed)


@settings(FUZZ, max_examples=100)
@given(st.integers(0, 2**31))
def test_events_and_what_mimics_them_keep_apart(seed: int) -> None:
    made = random_country(seed)
    blocked = [name for event in made.events for name in event.targets]
    assert len(blocked) == len(set(blocked))
    for item in made.nuisances:
        if item.kind in ("forged_flood", "target_down", "cdn_change", "test_list_edit"):
            assert not set(item.targets) & set(blocked)


@pytest.fixture(scope="module")
def kinds() -> Counter[str]:
    made = [random_country(seed) for seed in SEEDS]
    found: Counter[str] = Counter(event.kind for item in made for event in item.events)
    found["quiet"] = sum(not item.events for item in made)
    found["partial"] = sum(e.share < 1 for item in made for e in item.events)
    found["rollout"] = sum(e.rollout_days > 0 for item in made for e in item.events)
    found["flapping"] = sum(e.flapping is not None for item in made for e in item.events)
    found["two mechanisms"] = sum(len(e.mechanisms) > 1 for item in made for e in item.events)
    found["one network"] = sum(len(e.asns) == 1 for item in made for e in item.events)
    return found


def test_every_form_of_event_occurs(kinds: Counter[str]) -> None:
    expected = ("blocking", "silence", "recurring", "already_blocked", "quiet", "partial")
    for name in (*expected, "rollout", "flapping", "two mechanisms", "one network"):
        assert kinds[name] >= 8, name


def test_sizes_go_from_small_to_large() -> None:
    made = [random_country(seed) for seed in SEEDS]
    counts = sorted(len(item.networks) for item in made)
    volumes = sorted(sum(network.sessions_a_day for network in item.networks) for item in made)
    assert counts[30] <= 4 and counts[-30] >= 25
    assert volumes[30] < 5 and volumes[-30] > 80


def test_gaps_and_outages_keep_away_from_the_bounds_of_events() -> None:
    """Where a gap hides an onset, nobody could date it: few of the countries are so."""
    hidden = 0
    for seed in SEEDS:
        made = random_country(seed)
        bounds = [time for e in made.events for time in (e.onset, e.end) if time]
        for gap in made.nuisances_of("data_gap"):
            margin = timedelta(hours=1)
            hidden += any(gap.start - margin < time < gap.end + margin for time in bounds)
    assert hidden <= len(SEEDS) * 0.05
