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

from fanous.evaluation.signals.baselines import IODA_RULES, ioda_spans, tor_series, tor_spans
from fanous.evaluation.signals.chocolatine import CHOCOLATINE_SIGNALS, Watched, watch
from fanous.evaluation.signals.score import Scores, Truth, applicable, score_spans, spans_of
from fanous.evaluation.signals.simulate import Simulated, simulate, simulate_users
from fanous.events.connectivity_find import find_connectivity
from fanous.model.series import Series

__all__ = ["Row", "compare", "compare_simulated", "compare_users", "markdown"]

_EARLY_SHARE = 0.1  # of the outage's length: an end that comes so much too early is wrong
FANOUS = "Fanous"
TOR = "Tor: users against a week before"
CHOCOLATINE = "Chocolatine"
_FINE_STEPS = (1_800, 3_600)
_MORE_QUIET_DAYS = 84.0


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


def compare(
    series: Sequence[Series], truths: Sequence[Truth], *, chocolatine: bool = False
) -> list[Row]:
    """Every detector on these series; Chocolatine, which is an extra, only if it is asked for."""
    here = applicable(truths, series)
    scores = _scores(series, here, chocolatine=chocolatine)
    return [_row(name, [score]) for name, score in scores.items()]


def compare_simulated(seeds: Iterable[int], *, chocolatine: bool = False) -> list[Row]:
    """Every detector on synthetic countries; every fourth country has no blackout.

    With Chocolatine, twelve quiet weeks come first, in steps of an hour at most.
    """
    scores: dict[str, list[Scores]] = {}
    for seed in seeds:
        quiet = 0 if seed % 4 == 0 else None
        if chocolatine:
            step = _FINE_STEPS[seed % len(_FINE_STEPS)]
            made = simulate(seed, blackouts=quiet, step=step, more_quiet_days=_MORE_QUIET_DAYS)
        else:
            made = simulate(seed, blackouts=quiet)
        scored = _scores(made.series, _truths(made), chocolatine=chocolatine)
        for name, score in scored.items():
            scores.setdefault(name, []).append(score)
    return [_row(name, listed) for name, listed in scores.items()]


def compare_users(seeds: Iterable[int]) -> list[Row]:
    """Fanous and Tor's detector on the daily Tor users of synthetic countries, all at once."""
    made = [
        simulate_users(seed, number, blackouts=0 if seed % 4 == 0 else None)
        for number, seed in enumerate(seeds)
    ]
    series = [item for country in made for item in country.series]
    truths = [truth for country in made for truth in _truths(country)]
    return [_row(name, [score]) for name, score in _scores(series, truths).items()]


def _truths(made: Simulated) -> list[Truth]:
    entity = made.series[0].entity
    return [
        Truth(f"{made.seed}-{place}", entity, item.start, item.end)
        for place, item in enumerate(made.blackouts)
    ]


def _scores(
    series: Sequence[Series], truths: Sequence[Truth], *, chocolatine: bool = False
) -> dict[str, Scores]:
    """Each detector's scores, by its name; none of a detector that reads none of these series."""
    scores = {FANOUS: score_spans(truths, spans_of(find_connectivity(series)), series)}
    for rule in IODA_RULES:
        mine = [item for item in series if item.signal.partition(":")[0] in rule.signals]
        if mine:
            spans = [span for item in mine for span in ioda_spans(item, rule)]
            scores[rule.name] = score_spans(applicable(truths, mine), spans, mine)
    if users := tor_series(series):
        scores[TOR] = score_spans(applicable(truths, users), tor_spans(users), users)
    if chocolatine and (watched := _watched(series)):
        parts = [item.series for item in watched]
        spans = [span for item in watched for span in item.spans]
        scores[CHOCOLATINE] = score_spans(applicable(truths, parts), spans, parts)
    return scores


def _watched(series: Sequence[Series]) -> list[Watched]:
    mine = [item for item in series if item.signal.partition(":")[0] in CHOCOLATINE_SIGNALS]
    return [found for item in mine if (found := watch(item)) is not None]


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
