"""Scores of lost connectivity as lines of text."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator

from fanous.evaluation.signals.score import Scores

__all__ = ["score_lines"]

Say = Callable[..., str]


def score_lines(scores: Scores, say: Say) -> Iterator[str]:
    """A line a figure, each with its count; `say` gives a message in the reader's language."""
    hits, of = scores.recall
    yield say("{n} of {m} dated outages found", n=hits, m=of)
    found = [item for item in scores.found if item.pieces]
    errors = [abs(item.onset_error) for item in found if item.onset_error is not None]
    if errors:
        yield say(
            "onset error: median {median} min, worst {worst} min (distance to the interval)",
            median=round(statistics.median(errors)),
            worst=round(max(errors)),
        )
    ends = [abs(item.end_error) for item in found if item.end_error is not None]
    if ends:
        yield say(
            "end error: median {median} min, worst {worst} min, of {n} ends",
            median=round(statistics.median(ends)),
            worst=round(max(ends)),
            n=len(ends),
        )
    yield say("pieces: {n} for {m} outages found", n=sum(item.pieces for item in found), m=hits)
    bound = scores.false_bound
    if bound is not None:
        yield say(
            "{n} false events in {years} quiet entity-years: at most {bound} a year (95 %)",
            n=len(scores.false),
            years=f"{scores.clean_years:.2g}",
            bound=f"{bound:.2g}",
        )
    for item in scores.found:
        if not item.pieces:
            yield say("{id}: not found", id=f"{item.truth.id} {item.truth.entity}")
