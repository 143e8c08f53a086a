"""Fanous and the baselines on the same series, side by side.

Decides the columns: outages found, the delay of the first supporting observation, pieces per
outage, ends that come far too early, and false events in quiet time with the bound that the length
of that time allows. A baseline is scored on the series that its rule is for, and on the truths that
these series can speak of: it is not blamed for a signal that it does not read.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fanous.evaluation.signals.baselines import IODA_RULES, ioda_spans
from fanous.evaluation.signals.score import Scores, Truth, applicable, score_spans, spans_of
from fanous.evaluation.signals.simulate import simulate
from fanous.events.connectivity_find import find_connectivity
from fanous.model.series import Series

__all__ = ["Row", "compare", "compare_simulated", "markdown"]

_EARLY_SHARE = 0.1  # of the outage's length: an end that comes so much too early is wrong
FANOUS = "Fanous"


@dataclass(frozen=True, slots=True)
class Row:
    """One detector's figures; counts beside what they are of."""

    detector: str
    found: int
    truths: int
    delay: float | None
    pieces: int
    early_ends: int
    ends: int
    false: int
    clean_years: float
    bound: float | None


def compare(series: Sequence[Series], truths: Sequence[Truth]) -> list[Row]:
    """Every detector on these series."""
    here = applicable(truths, series)
    ours = spans_of(find_connectivity(series))
    rows = [_row(FANOUS, [score_spans(here, ours, series)])]
    for rule in IODA_RULES:
        mine = [item for item in series if item.signal.partition(":")[0] in rule.signals]
        if mine:
            spans = [span for item in mine for span in ioda_spans(item, rule)]
            rows.append(_row(rule.name, [score_spans(applicable(here, mine), spans, mine)]))
    return rows


def compare_simulated(seeds: Iterable[int]) -> list[Row]:
    """Every detector on synthetic countries; every fourth country has no blackout."""
    scores: dict[str, list[Scores]] = {FANOUS: []}
    for seed in seeds:
        made = simulate(seed, blackouts=0 if seed % 4 == 0 else None)
        truths = [
            Truth(f"{seed}-{place}", "country:XA", item.start, item.end)
            for place, item in enumerate(made.blackouts)
        ]
        ours = spans_of(find_connectivity(made.series))
        scores[FANOUS].append(score_spans(truths, ours, made.series))
        for rule in IODA_RULES:
            mine = [item for item in made.series if item.signal in rule.signals]
            if mine:
                spans = [span for item in mine for span in ioda_spans(item, rule)]
                scores.setdefault(rule.name, []).append(score_spans(truths, spans, mine))
    return [_row(name, listed) for name, listed in scores.items()]


def _row(detector: str, scores: Sequence[Scores]) -> Row:
    found = [item for score in scores for item in score.found]
    hits = [item for item in found if item.pieces]
    delays = [item.delay for item in hits if item.delay is not None]
    ends = [item for item in hits if item.truth.end is not None and not item.is_open]
    early = 0
    for item in ends:
        length = ((item.truth.end or 0) - item.truth.start) / 60
        early += (item.end_error or 0.0) < -max(60.0, _EARLY_SHARE * length)
    merged = Scores(
        tuple(found),
        tuple(span for score in scores for span in score.false),
        sum(score.clean_years for score in scores),
    )
    return Row(
        detector,
        len(hits),
        len(found),
        statistics.median(delays) if delays else None,
        sum(item.pieces for item in hits),
        early,
        len(ends),
        len(merged.false),
        merged.clean_years,
        merged.false_bound,
    )


def markdown(title: str, rows: Sequence[Row]) -> str:
    """A table for a page of the documentation."""
    lines = [
        f"### {title}",
        "",
        "| detector | found | delay, median (min) | pieces | ends far too early | false events "
        "| quiet entity-years | false a year, 95 % bound |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        delay = "–" if row.delay is None else f"{row.delay:.0f}"
        bound = "–" if row.bound is None else f"{row.bound:.2g}"
        lines.append(
            f"| {row.detector} | {row.found} of {row.truths} | {delay} | {row.pieces} "
            f"| {row.early_ends} of {row.ends} | {row.false} | {row.clean_years:.2g} | {bound} |"
        )
    return "\n".join(lines) + "\n"
