"""Groups in arrays say what counting one by one says."""

from __future__ import annotations

import json
from collections import Counter, defaultdict

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from fanous.cells.tally import codes, distinct, numbered, tallied

WORDS = ["dns.a", "dns.a_b", "dns.b", "tcp.a"]
ROWS = st.lists(st.tuples(st.integers(0, 5), st.integers(-1, 3), st.integers(1, 4)), max_size=40)
KEYS = st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 2**40), st.integers(0, 2**33)))


def test_codes_are_places_among_distinct_values() -> None:
    assert codes(pa.chunked_array([["b", None], ["a", "b"]])).tolist() == [0, -1, 1, 0]


@given(KEYS)
def test_groups_are_told_apart_by_whole_keys(keys: list[tuple[int, int, int]]) -> None:
    columns = [np.array([key[at] for key in keys], np.int64) for at in range(3)]
    group, first = numbered(*columns)
    assert len(first) == len(set(keys))
    assert [keys[first[one]] for one in group] == keys


@given(ROWS)
def test_counts_are_those_of_counting_one_by_one(rows: list[tuple[int, int, int]]) -> None:
    group, first = numbered(np.array([row[0] for row in rows], np.int64))
    names = np.array([row[1] for row in rows], np.int64)
    word = np.array([row[2] for row in rows], np.int64)
    names_of: dict[int, set[int]] = defaultdict(set)
    words_of: dict[int, Counter[str]] = defaultdict(Counter)
    for key, name, number in rows:
        names_of[key] |= {name} - {-1}
        words_of[key][WORDS[number - 1]] += 1
    keys = [rows[at][0] for at in first]
    assert distinct(group, names, len(first)).tolist() == [len(names_of[key]) for key in keys]
    spelt = [json.dumps(words_of[key], sort_keys=True) for key in keys]
    assert tallied(group, word, WORDS).cast(pa.string()).to_pylist() == spelt
