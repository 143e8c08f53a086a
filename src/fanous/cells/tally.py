"""Groups of rows counted in arrays of numbers: how a cell's distinct names and tallies are made.

Decides how groups are numbered (by whole keys) and how a tally is spelt.
Keys below 0 are none: a group's number is its place, from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Numbers", "codes", "distinct", "numbered", "tallied"]

Numbers = np.ndarray[Any, np.dtype[np.int64]]

_LARGEST_KEY = 1 << 62
_ROOMY = 8  # keys this close together are numbered in a table of all between, not by their hashes


def codes(column: pa.ChunkedArray[Any]) -> Numbers:
    """Each value's place among the distinct ones, in order of appearance; -1 for null."""
    import pyarrow.compute as pc

    found: Any = column.combine_chunks().dictionary_encode()
    return np.asarray(pc.fill_null(found.indices, -1), np.int64)


def numbered(*keys: Numbers) -> tuple[Numbers, Numbers]:
    """The number of each row's group, by whole keys, and the first row of each group."""
    key = keys[0].astype(np.int64)
    for other in keys[1:]:
        lowest = int(other.min(initial=0))
        span = int(other.max(initial=0)) - lowest + 1
        if int(key.max(initial=0)) + 1 >= _LARGEST_KEY // span or int(key.min(initial=0)) < 0:
            key = _encoded(key)
        if int(key.max(initial=0)) + 1 >= _LARGEST_KEY // span:
            other, lowest = _encoded(other), 0
            span = int(other.max(initial=0)) + 1
        key = key * span + (other - lowest)
    group = _encoded(key)
    first = np.empty(int(group.max(initial=-1)) + 1, np.int64)
    first[group[::-1]] = np.arange(len(group))[::-1]  # what is written last is the first row
    return group, first


def distinct(group: Numbers, names: Numbers, groups: int) -> Numbers:
    """How many distinct names each group has; a name below 0 is none."""
    known = names >= 0
    if not known.any():
        return np.zeros(groups, np.int64)
    span = int(names.max()) + 1
    pairs, _ = _runs(group[known] * span + names[known])
    return np.bincount(pairs // span, minlength=groups)


def tallied(group: Numbers, word: Numbers, words: Sequence[str]) -> pa.DictionaryArray[Any, Any]:
    """Counts by a word a group, as JSON text with keys in order; words are numbered from 1.

    Few texts are distinct: each is spelt once.
    """
    import pyarrow as pa

    span = len(words) + 1
    pair, times = _runs(group * span + word)
    starts = np.flatnonzero(np.diff(pair // span, prepend=-1))
    lengths = np.diff(starts, append=len(pair))
    part, first_of = numbered(pair % span, times)
    kind = np.zeros(len(starts), np.int64)
    taken = 1
    for place in range(int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > place)
        found = _encoded(kind[longer] * len(first_of) + part[starts[longer] + place])
        kind[longer] = found + taken
        taken += int(found.max()) + 1
    text, example = numbered(kind)
    spelt = [
        ", ".join(
            f'"{words[pair[at] % span - 1]}": {times[at]}'
            for at in range(starts[one], starts[one] + lengths[one])
        )
        for one in example
    ]
    return pa.DictionaryArray.from_arrays(
        text.astype(np.int32), pa.array([f"{{{one}}}" for one in spelt], pa.string())
    )


def _encoded(key: Numbers) -> Numbers:
    """Each key's place among the distinct ones, in no order that means anything."""
    import pyarrow as pa

    lowest = int(key.min(initial=0))
    span = int(key.max(initial=0)) - lowest + 1
    if span > _ROOMY * len(key):
        return np.asarray(pa.array(key).dictionary_encode().indices, np.int64)
    held = np.zeros(span, np.int64)
    held[key - lowest] = 1
    return np.asarray((np.cumsum(held) - 1)[key - lowest], np.int64)


def _runs(key: Numbers) -> tuple[Numbers, Numbers]:
    """The distinct keys in order, and how often each occurs."""
    ordered = np.sort(key)
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    return ordered[starts], np.diff(starts, append=len(ordered))
