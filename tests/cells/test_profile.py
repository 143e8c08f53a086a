"""Members into one answer: what each rule makes of them, and that none is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.cells.profile import ACCUSING, profile
from tests.making import FUZZ

CORE = ("a", "b", "c", "d")
WORDS = ("blocked", "likely_blocked", "impaired", "down", "ok", "insufficient")
STATES = st.dictionaries(st.sampled_from([*CORE, "other"]), st.sampled_from(WORDS))


@pytest.mark.parametrize(
    ("states", "any_of", "all_of"),
    [
        ({}, "insufficient", "insufficient"),
        ({"a": "ok", "b": "likely_blocked"}, "likely_blocked", "ok"),
        ({"a": "blocked", "b": "likely_blocked"}, "blocked", "likely_blocked"),
        ({"a": "blocked", "b": "insufficient"}, "blocked", "insufficient"),
        ({"a": "insufficient", "b": "ok"}, "ok", "ok"),
        ({"a": "down", "b": "ok"}, "down", "ok"),
        ({"a": "ok", "other": "blocked"}, "ok", "ok"),
        ({"other": "blocked"}, "insufficient", "insufficient"),
    ],
)
def test_what_a_rule_makes_of_members(states: dict[str, str], any_of: str, all_of: str) -> None:
    assert profile(states, CORE, "any_of").state == any_of
    assert profile(states, CORE, "all_of").state == all_of


def test_a_member_outside_the_core_is_named_and_not_counted() -> None:
    found = profile({"a": "ok", "other": "blocked"}, CORE, "any_of")
    assert (found.members_measured, found.members_blocked, found.core_members) == (1, 0, 4)
    assert found.blocked_members == ("other",)
    assert found.measured_members == ("a", "other")


@given(STATES)
@FUZZ
def test_rules_agree_with_their_definition(states: dict[str, str]) -> None:
    counted = [state for name, state in states.items() if name in CORE]
    bad = [state in ACCUSING for state in counted]
    assert (profile(states, CORE, "any_of").state in ACCUSING) == any(bad)
    assert (profile(states, CORE, "all_of").state in ACCUSING) == (bool(bad) and all(bad))
    assert profile(states, CORE, None).state is None


@given(STATES, st.sampled_from(["any_of", "all_of"]), st.sampled_from([*CORE, "other"]))
@FUZZ
def test_one_accusing_member_fewer_never_accuses(
    states: dict[str, str], rule: str, name: str
) -> None:
    less = {key: state for key, state in states.items() if key != name or state not in ACCUSING}
    if profile(states, CORE, rule).state not in ACCUSING:
        assert profile(less, CORE, rule).state not in ACCUSING


@given(STATES)
@FUZZ
def test_counts_add_up(states: dict[str, str]) -> None:
    found = profile(states, CORE, "any_of")
    told = found.members_blocked + found.members_ok + found.members_down
    assert told <= found.members_measured <= found.core_members
    assert set(found.blocked_members) <= set(found.measured_members) == set(states)
