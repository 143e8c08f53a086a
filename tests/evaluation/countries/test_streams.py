from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fanous.evaluation.countries.streams import mixed, stream, uniform_of
from tests.making import FUZZ


def test_a_seed_and_a_label_name_a_stream() -> None:
    assert stream(1, "probes").random() == stream(1, "probes").random()
    assert stream(1, "probes").random() != stream(1, "visits").random()
    assert stream(1, "probes").random() != stream(2, "probes").random()


@FUZZ
@given(st.lists(st.integers(0, 2**62), min_size=1, max_size=20), st.integers(0, 1000))
def test_mixed_numbers_follow_from_their_parts(values: list[int], salt: int) -> None:
    column = np.array(values, np.int64)
    numbers = mixed(salt, column)
    assert numbers.tolist() == [int(mixed(salt, np.array([v]))[0]) for v in values]
    assert len(set(numbers.tolist())) == len(set(values))
    fractions = uniform_of(numbers)
    assert ((fractions >= 0) & (fractions < 1)).all()


def test_the_order_of_parts_matters() -> None:
    assert mixed(1, 2)[0] != mixed(2, 1)[0]


def test_fractions_are_even() -> None:
    fractions = uniform_of(mixed(3, np.arange(20_000)))
    counts, _ = np.histogram(fractions, bins=10, range=(0, 1))
    assert counts.min() > 1850
    assert counts.max() < 2150
