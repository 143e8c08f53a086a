"""Detectors side by side on simulated countries.

Decides how a run goes: every seed is drawn once, and every detector sees the same windows. Seeds
are independent, so they are spread over processes; the figures do not depend on how.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor

from fanous.detectors.registry import DETECTORS
from fanous.detectors.window import Window, window_of
from fanous.evaluation.countries.random_country import random_country
from fanous.evaluation.countries.scenario import Scenario
from fanous.evaluation.countries.sightings import simulate_sightings
from fanous.evaluation.countries.truth import Truth
from fanous.evaluation.events.match import Matching, match
from fanous.evaluation.events.score import Score
from fanous.events.find import find_events
from fanous.reference.targets import targets

__all__ = ["evaluate_scenarios", "evaluate_seeds", "windows_of"]

_SECONDS_A_YEAR = 365.25 * 86_400


def windows_of(scenario: Scenario, seed: int) -> tuple[list[Window], Truth]:
    """The windows of a scenario's countries, over its days, and what was true."""
    table, truth = simulate_sightings(scenario, seed)
    since, until = int(truth.start.timestamp()), int(truth.end.timestamp())
    known = targets()
    return [
        window_of(table, known, cc=cc, since=since, until=until) for cc in truth.countries
    ], truth


def evaluate_seeds(
    seeds: Iterable[int], detectors: Sequence[str] = tuple(DETECTORS), *, workers: int = 1
) -> list[Score]:
    """Scores on random countries, one a detector, in order."""
    return evaluate_scenarios([(None, seed) for seed in seeds], detectors, workers=workers)


def evaluate_scenarios(
    drawings: Sequence[tuple[Scenario | None, int]],
    detectors: Sequence[str] = tuple(DETECTORS),
    *,
    workers: int = 1,
) -> list[Score]:
    """Scores on scenarios with their seeds (None: the random country of the seed)."""
    scores = [Score(name) for name in detectors]
    tasks = [(scenario, seed, tuple(detectors)) for scenario, seed in drawings]
    if workers > 1:
        with ProcessPoolExecutor(workers) as pool:
            results = list(pool.map(_one, tasks, chunksize=4))
    else:
        results = [_one(task) for task in tasks]
    for years, matchings in results:
        for score, matching in zip(scores, matchings, strict=True):
            score.add(matching, years)
    return scores


def _one(task: tuple[Scenario | None, int, tuple[str, ...]]) -> tuple[float, list[Matching]]:
    scenario, seed, detectors = task
    windows, truth = windows_of(scenario or random_country(seed), seed)
    days = (truth.end - truth.start).total_seconds() / _SECONDS_A_YEAR
    years = sum(len(window.series()) for window in windows) * days
    known = targets()
    return years, [
        match(truth, find_events(windows, DETECTORS[name]).events, known) for name in detectors
    ]
