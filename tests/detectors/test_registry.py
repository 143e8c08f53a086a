"""What every detector must hold to, whoever wrote it: the tests run over the registry."""

from __future__ import annotations

from random import Random

import pytest

from fanous.detectors.registry import DETECTORS, DETECTORS_VERSION
from fanous.detectors.spell import Detector
from tests.making_sightings import NETS, OTHER, Rows, blocked_between, seconds, steady, window

EACH = pytest.mark.parametrize("detector", DETECTORS.values(), ids=list(DETECTORS))


def country() -> Rows:
    """A site blocked on one network of two for ten days; another that always works."""
    return [
        *blocked_between(15, 25, every=4),
        *steady(0, 40, asn=NETS[1]),
        *steady(0, 40, target=OTHER),
    ]


def test_names_are_keys_and_the_first_makes_events() -> None:
    assert list(DETECTORS) == ["fanous", "cusum", "moving_average"]
    assert all(detector.name == name for name, detector in DETECTORS.items())
    assert DETECTORS_VERSION


@EACH
def test_no_sightings_no_spells(detector: Detector) -> None:
    assert detector.spells(window([])) == []


@EACH
def test_a_clear_country_has_none(detector: Detector) -> None:
    assert detector.spells(window([*steady(0, 60), *steady(0, 60, asn=NETS[1])])) == []


@EACH
def test_only_unknowns_and_downs_have_none(detector: Detector) -> None:
    rows = [*steady(0, 20, "unknown"), *steady(0, 20, "down", target=OTHER)]
    assert detector.spells(window(rows)) == []


@EACH
def test_a_plain_block_is_found_once_where_it_was(detector: Detector) -> None:
    (spell,) = detector.spells(window(country()))
    assert (spell.target, spell.asn, spell.asns) == ("domain:news.example", NETS[0], (NETS[0],))
    assert seconds(15) <= spell.onset_latest <= seconds(18)
    assert seconds(24) <= spell.end_earliest <= seconds(29)
    assert spell.ended and spell.end_latest is not None
    assert spell.observers >= 30


@EACH
def test_a_block_that_lasts_is_open(detector: Detector) -> None:
    (spell,) = detector.spells(window([*steady(0, 20), *steady(20, 40, "blocked")]))
    assert (spell.ended, spell.end_latest) == (False, None)
    assert spell.end_earliest == seconds(39, 18)


@EACH
def test_the_same_window_gives_the_same_spells(detector: Detector) -> None:
    made = window(country())
    assert detector.spells(made) == detector.spells(made)


@EACH
def test_order_and_duplicates_of_the_input_change_nothing(detector: Detector) -> None:
    rows = country()
    shuffled = Random(2).sample([*rows, *rows[:70]], len(rows) + 70)
    assert detector.spells(window(shuffled)) == detector.spells(window(rows))
