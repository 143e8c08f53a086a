"""One simulated week, made once, and a hand to set scenes with."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fanous.evaluation.simulator import SimulationSummary, simulate
from fanous.evaluation.simulator.scenario import Window
from fanous.evaluation.simulator.scene import Scene, World
from fanous.evaluation.simulator.schedule import plans
from fanous.evaluation.simulator.two_countries import TWO_COUNTRIES
from fanous.evaluation.simulator.visit import Client

WINDOW = Window(datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 12, tzinfo=UTC))
MODERN = Client("0.5.28", "3.26.0", "linux", "amd64")
LEGACY = Client("0.4.3", "3.25.0", "linux", "amd64")


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


@dataclass(frozen=True)
class Simulated:
    """A finished simulation, read back."""

    out: Path
    summary: SimulationSummary
    measurements: list[dict[str, Any]]
    truth: list[dict[str, str]]

    def of_test(self, test_name: str) -> list[dict[str, Any]]:
        return [item for item in self.measurements if item["test_name"] == test_name]

    def web(self, *, legacy: bool = False) -> list[dict[str, Any]]:
        rows = self.of_test("web_connectivity")
        return [row for row in rows if row["test_version"].startswith("0.4") is legacy]


@pytest.fixture(scope="session")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    out = tmp_path_factory.mktemp("simulated")
    summary = simulate(out, seed=1, days=7)
    rows = [row for path in sorted(out.glob("raw/**/*.gz")) for row in read_lines(path)]
    with (out / "truth.csv").open(encoding="utf-8", newline="") as handle:
        truth = list(csv.DictReader(handle))
    return Simulated(out, summary, rows, truth)


@pytest.fixture(scope="session")
def modern_rows(simulated: Simulated) -> list[dict[str, Any]]:
    """web_connectivity 0.5 measurements of the week."""
    return simulated.web()


@pytest.fixture(scope="session")
def legacy_rows(simulated: Simulated) -> list[dict[str, Any]]:
    """web_connectivity 0.4 measurements of the week."""
    return simulated.web(legacy=True)


@pytest.fixture(scope="session")
def world() -> World:
    return World(TWO_COUNTRIES, WINDOW, seed=1)


SetScene = Callable[..., Scene]


@pytest.fixture
def scene_of(world: World) -> SetScene:
    """Make a scene: a host, and whatever of it should differ from an undisturbed visit."""
    session = replace(
        next(iter(plans(TWO_COUNTRIES, WINDOW, seed=1))).session, client=MODERN, ipv6_failure=None
    )

    def make(
        host: str,
        *,
        mechanism: str = "",
        legacy: bool = False,
        ipv6_failure: str | None = None,
        **changes: Any,
    ) -> Scene:
        client = LEGACY if legacy else MODERN
        met = [item for item in TWO_COUNTRIES.interferences if item.mechanism == mechanism]
        scene = Scene(
            world=world,
            session=replace(session, client=client, ipv6_failure=ipv6_failure),
            site=TWO_COUNTRIES.site(host),
            started=WINDOW.start + timedelta(hours=1),
            met=tuple(met[:1]),
            is_down=False,
            helper_unreachable=False,
            rng=Random(7),
        )
        return replace(scene, **changes)

    return make
