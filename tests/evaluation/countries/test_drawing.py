from __future__ import annotations

from dataclasses import fields

from hypothesis import given, settings
from hypothesis import strategies as st

from fanous.evaluation.countries.drawing import draw
from fanous.evaluation.countries.random_country import random_country
from fanous.evaluation.countries.visits import Visits
from tests.making import FUZZ

from .making import drawn, nuisance


def test_what_came_twice_is_distinct_once_and_in_its_order() -> None:
    drawing = drawn(nuisance("duplicates", 0, 20, share=0.3))
    seen = list(dict.fromkeys(drawing.records.record))
    assert drawing.distinct.record.tolist() == seen


@settings(FUZZ, max_examples=12)
@given(st.integers(0, 10_000))
def test_a_scenario_and_a_seed_name_every_column(seed: int) -> None:
    one, two = (draw(random_country(seed), seed) for _ in range(2))
    for column in fields(Visits):
        first, second = (getattr(item.records, column.name) for item in (one, two))
        assert (first == second).all(), column.name
