"""Series to events, over as many processes as there are: one call for the whole.

Decides how the work is shared out: a country with its networks is a task, and small inputs are not
worth a process. What is found does not depend on it. Last, over all countries, falls that are an
instrument's own are taken out (`connectivity_common`).
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor

from fanous.detectors.connectivity.config import DEFAULT, ConnectivityConfig
from fanous.detectors.connectivity.detect import Part, detect_part, split
from fanous.events.connectivity import ConnectivityEvent
from fanous.events.connectivity_common import common_falls, without_common
from fanous.events.connectivity_facts import connectivity_events
from fanous.model.series import OutageReport, Series

__all__ = ["find_all", "find_connectivity"]

_WORTH_POINTS = 4_000_000  # about two seconds of work: what it takes to start the processes
_Task = tuple[Part, tuple[OutageReport, ...], ConnectivityConfig]


def find_connectivity(
    series: Sequence[Series],
    reports: Iterable[OutageReport] = (),
    config: ConnectivityConfig = DEFAULT,
    *,
    workers: int = 1,
) -> list[ConnectivityEvent]:
    """Every event of every entity, by onset and entity; other observatories' reports beside."""
    events = find_all(series, reports, config, workers=workers)
    return without_common(events, common_falls(events, series))


def find_all(
    series: Sequence[Series],
    reports: Iterable[OutageReport] = (),
    config: ConnectivityConfig = DEFAULT,
    *,
    workers: int = 1,
) -> list[ConnectivityEvent]:
    """The same, with those that rest on an instrument's failure: for whoever tells of them."""
    told = tuple(reports)
    tasks = [(part, told, config) for part in split(series)]
    workers = min(workers, len(tasks))
    if workers > 1 and sum(part.points for part, _, _ in tasks) >= _WORTH_POINTS:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            found = list(pool.map(_one, tasks))
    else:
        found = [_one(task) for task in tasks]
    return sorted(
        (event for events in found for event in events),
        key=lambda event: (event.onset.latest, event.entity, event.kind),
    )


def _one(task: _Task) -> list[ConnectivityEvent]:
    part, reports, config = task
    return connectivity_events(detect_part(part, config), reports, config)
