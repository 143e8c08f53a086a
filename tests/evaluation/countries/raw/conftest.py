"""A small scenario written as raw files and taken the whole way, once."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fanous.engine.tasks import ReferencePaths
from fanous.evaluation.countries.drawing import Drawing, draw
from fanous.evaluation.countries.raw import RawSummary, simulate_raw
from fanous.evaluation.countries.scenario import Scenario
from fanous.pipeline import BuildSummary, IngestSummary, build, ingest
from tests.evaluation.countries.making import (
    ASNS,
    DUAL,
    SERVICE,
    WEB,
    at,
    block,
    network,
    nuisance,
    scenario,
)

SEED = 5


def whole_way() -> Scenario:
    """Two events and most nuisances in six days."""
    realistic = tuple(
        network(
            asn,
            sessions_a_day=4.0,
            public_resolver_share=0.4,
            broken_ipv6_share=0.5,
            helper_failure_share=0.05,
            unclear_share=0.03,
            noise=0.05,
        )
        for asn in ASNS
    )
    flood = nuisance(
        "forged_flood", 1, 2, asns=ASNS[2:], targets=(WEB,), count=12, mechanism="tls.reset"
    )
    nuisances = (
        flood,
        nuisance("helper_outage", 4, 5, share=0.7),
        nuisance("target_down", 1, 2, targets=(DUAL,)),
        nuisance("cdn_change", 3, 6, targets=(DUAL,), share=0.5),
        nuisance("duplicates", 0, 6, share=0.1),
        nuisance("late_data", 0, 6, share=0.2, hours=20.0),
        nuisance("clock_skew", 0, 6, share=0.2, hours=2.0),
        nuisance("country_change", 5, 6, asns=ASNS[2:], to="XD"),
        nuisance("defective_release", 1, 3, share=0.3, mechanism="tls.timeout", targets=(DUAL,)),
        nuisance("out_of_order", 0, 6),
    )
    events = (
        block(onset=at(3), end=None),
        block(
            targets=(SERVICE,), mechanisms=("tcp.timeout",), onset=at(2), asns=ASNS[:1], end=at(5)
        ),
    )
    return scenario(*events, nuisances=nuisances, networks=realistic, days=6)


@dataclass(frozen=True)
class Whole:
    """What was drawn, what was written, and what became of it."""

    drawing: Drawing
    out: Path
    summary: RawSummary
    ingested: IngestSummary
    built: BuildSummary

    @property
    def store(self) -> Path:
        return self.out / "store"

    def lines(self) -> Iterator[dict[str, Any]]:
        for path in sorted(self.out.glob("raw/**/*.gz")):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                yield from (json.loads(line) for line in lines)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    out = tmp_path_factory.mktemp("countries")
    summary = simulate_raw(whole_way(), SEED, out)
    paths = ReferencePaths(out / "reference")
    ingested = ingest([out / "raw"], out / "store", reference=paths)
    return Whole(draw(whole_way(), SEED), out, summary, ingested, build(out / "store"))
