from __future__ import annotations

from pathlib import Path

import pytest

from fanous.detectors.connectivity.detect import detect
from fanous.detectors.connectivity.gaps import feed_gaps
from fanous.evaluation.signals.score import read_truth, score
from fanous.evaluation.simulator import simulate
from fanous.events.connectivity_facts import connectivity_events
from fanous.sources.signals.read import read_signals


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("simulated") / "out"
    simulate(folder, days=2)
    return folder


def test_the_blackout_is_found_once_and_nothing_else(out: Path) -> None:
    read = read_signals([out / "signals"])
    assert not read.problems
    assert all(series.synthetic for series in read.series)
    events = connectivity_events(detect(read.series))
    (whole,) = [event for event in events if event.entity.startswith("country:")]
    assert (whole.entity, whole.kind) == ("country:XA", "connectivity_loss")
    assert whole.end is not None and whole.depth is not None and whole.depth > 0.9
    assert whole.scope_networks == (2, 3)
    assert [fall.entity for fall in whole.networks] == ["asn:64500", "asn:64501"]
    scored = score(read_truth(out / "signals_truth.csv"), events, read.series)
    assert [item.pieces for item in scored.found] == [1] and not scored.false


def test_a_telescope_that_stood_still_is_there_and_causes_nothing(out: Path) -> None:
    read = read_signals([out / "signals"])
    dead = [series for series in read.series if series.signal == "telescope"]
    assert [(series.values == 0).sum() for series in dead] == [12, 12]
    assert [(gap.kind, gap.entities) for gap in feed_gaps(read.series)] == [("dead", 2)]


def test_every_file_says_that_it_is_synthetic(out: Path) -> None:
    files = sorted((out / "signals").iterdir())
    assert len(files) == 14
    assert all("# synthetic: yes" in path.read_text() for path in files)
