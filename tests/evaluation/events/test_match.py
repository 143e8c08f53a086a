from __future__ import annotations

import pytest

from fanous.evaluation.countries.truth import Disturbance
from fanous.evaluation.events.match import match
from fanous.events.event import Event
from fanous.reference.targets import Targets
from tests.evaluation.events.making import at, found, silence, true, truth

KNOWN = Targets({}, {})


def test_what_is_found_in_pieces_is_right_each_time() -> None:
    matching = match(truth(true()), [found(10.1, 11), found(12, 14.9)], KNOWN)
    assert [len(each.found) for each in matching.matches] == [2]
    assert matching.right == 2
    assert matching.false == ()


@pytest.mark.parametrize(
    "event",
    [
        found(cc="XB"),
        found(targets=("domain:other.example",)),
        found(asns=(64999,)),
        found(17, 19),
        silence(10, 14),
    ],
)
def test_what_differs_is_false(event: Event) -> None:
    matching = match(truth(true()), [event], KNOWN)
    assert matching.matches[0].found == ()
    assert matching.false == (event,)


def test_a_silence_that_a_nuisance_explains_is_neither() -> None:
    gap = Disturbance("data_gap", "XA", (), (), at(20), at(22), ("silence",))
    matching = match(truth(nuisances=(gap,)), [silence(20, 22), silence(5, 6)], KNOWN)
    assert [event.event_id for event in matching.excused] == ["20-22"]
    assert [event.event_id for event in matching.false] == ["5-6"]


def test_patterns_within_an_event_count_with_it() -> None:
    whole = found()
    pattern = found(kind="recurring", part_of=whole.event_id)
    assert match(truth(true()), [whole, pattern], KNOWN).right == 1
