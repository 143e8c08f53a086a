"""From a scenario to files: the simulator's one entry point.

Decides the order of the whole: run every session, write the archive, the reference and the truth.
The same arguments give the same bytes; nothing here reads a clock or the machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from fanous.errors import UsageError
from fanous.evaluation.simulator.archive import archive_path, write_archive
from fanous.evaluation.simulator.encounter import Encounter, encounter
from fanous.evaluation.simulator.reference import write_reference
from fanous.evaluation.simulator.scenario import Scenario, Window
from fanous.evaluation.simulator.scene import World, set_scene
from fanous.evaluation.simulator.schedule import Plan, plans, report_token
from fanous.evaluation.simulator.signals import write_signals
from fanous.evaluation.simulator.truth import Witness, truth_rows, write_truth
from fanous.evaluation.simulator.two_countries import TWO_COUNTRIES
from fanous.evaluation.simulator.wire import Json
from fanous.evaluation.simulator.wire.unjudged import UNJUDGED_TESTS, unjudged_measurement
from fanous.evaluation.simulator.wire.web_connectivity import measurement

__all__ = ["SimulationSummary", "simulate"]

_DEFAULT_START = date(2026, 1, 5)  # a Monday
_SESSIONS_BETWEEN_UNJUDGED = 16
_PAUSE_SECONDS = (1.0, 4.0)


@dataclass(frozen=True, slots=True)
class SimulationSummary:
    """What was written: counts of files, measurements, countries, targets, truth rows, and files of
    signals."""

    files: int
    measurements: int
    countries: int
    targets: int
    truth_rows: int
    signals: int


def simulate(
    out: Path, *, seed: int = 1, days: int = 14, start: date = _DEFAULT_START
) -> SimulationSummary:
    """Write `out/raw`, `out/reference`, `out/truth.csv`, and signals with a truth of their own, for
    the invented countries XA and XB.

    `start` is the first UTC day. Interferences keep their place in the window, whatever its length.
    Raises UsageError if `days` is less than one or `out/raw` already holds an archive, since
    measurements of two runs must not mix.
    """
    if days < 1:
        raise UsageError(f"days={days}: nothing to simulate", remedy="Ask for one day or more.")
    if (out / "raw").exists():
        raise UsageError(f"{out / 'raw'}: already exists", remedy="Name a new or empty folder.")
    first = datetime.combine(start, time(), tzinfo=UTC)
    window = Window(first, first + timedelta(days=days))
    return _write(out, TWO_COUNTRIES, window, seed=seed)


def _write(out: Path, scenario: Scenario, window: Window, *, seed: int) -> SimulationSummary:
    world = World(scenario, window, seed=seed)
    rows: dict[str, list[Json]] = {}
    witnesses: list[Witness] = []
    for number, plan in enumerate(plans(scenario, window, seed=seed)):
        for met in _run(world, plan):
            witnesses.append(Witness.of(met.visit, met.effects))
            path = _path(plan, "web_connectivity")
            rows.setdefault(path, []).append(measurement(met.visit))
        if number % _SESSIONS_BETWEEN_UNJUDGED == 0:
            test_name = UNJUDGED_TESTS[number // _SESSIONS_BETWEEN_UNJUDGED % len(UNJUDGED_TESTS)]
            rows.setdefault(_path(plan, test_name), []).append(_unjudged(plan, test_name))
    files = write_archive(out, rows)
    write_reference(
        out / "reference",
        scenario,
        root_pem=world.authority.root_pem,
        added=window.start.date() - timedelta(days=30),
    )
    signals = write_signals(out, scenario, window, seed=seed)
    truth = truth_rows(scenario, window, witnesses)
    write_truth(out / "truth.csv", truth)
    return SimulationSummary(
        files=files,
        measurements=sum(len(measured) for measured in rows.values()),
        countries=len(scenario.countries),
        targets=len({witness.host for witness in witnesses}),
        truth_rows=len(truth),
        signals=signals,
    )


def _run(world: World, plan: Plan) -> Iterator[Encounter]:
    """The session's visits, one after the other."""
    started = plan.session.started
    for site in plan.sites:
        met = encounter(set_scene(world, plan, site, started.replace(microsecond=0)))
        yield met
        pause = plan.rng.uniform(*_PAUSE_SECONDS)
        started += timedelta(seconds=met.visit.runtime + pause)


def _path(plan: Plan, test_name: str) -> str:
    session = plan.session
    return archive_path(cc=session.probe.cc, test_name=test_name, session_started=session.started)


def _unjudged(plan: Plan, test_name: str) -> Json:
    """A run of another test in the same circumstances, under a report_id of its own."""
    rng = Random(f"{plan.session.report_token}:{test_name}")
    session = replace(plan.session, report_token=report_token(rng))
    return unjudged_measurement(session, test_name, rng)
