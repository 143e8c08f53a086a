"""The judge as a whole: yardstick and real measurements, where they are at hand."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fanous.engine.alone import Verdict, judge_alone
from fanous.reference.load import load_reference
from fanous.rules.judge import judge
from fanous.sources.base import Context
from fanous.sources.find import find_sources
from fanous.sources.registry import NETTESTS
from fanous.store.arrow import empty_tables
from fanous.store.query import connect
from tests.situations.chain import JUDGED, LATEST

LAYERS = ("dns", "tcp", "tls", "http")


def judged(folder: Path, reference: Path | None = None) -> list[Verdict]:
    sources = find_sources([folder]).sources
    found = list(judge_alone(sources, Context(load_reference(reference)), latest=LATEST))
    assert all(isinstance(item, Verdict) for item in found)
    return [item for item in found if isinstance(item, Verdict)]


def test_nothing_in_nothing_out() -> None:
    connection = connect()
    tables = empty_tables()
    for name in JUDGED:
        connection.register(name, tables[name])
    judge(connection)
    assert connection.execute("SELECT count(*) FROM measurement_verdicts").fetchone() == (0,)


@pytest.fixture(scope="module")
def labelled(shared: Path) -> Iterator[list[tuple[dict[str, str], Verdict]]]:
    folder = shared / "ooni" / "situations"
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as handle:
        labels = {row["name"]: row for row in csv.DictReader(handle)}
    yield [(labels[Path(item.file).stem], item) for item in judged(folder)]


def outcome(verdict: Verdict) -> str:
    return "insufficient" if verdict.outcome == "unknown" else verdict.outcome


def test_acceptable_verdicts(labelled: list[tuple[dict[str, str], Verdict]]) -> None:
    wrong = [
        label["name"]
        for label, verdict in labelled
        if outcome(verdict) not in label["acceptable_overall"].split("|")
    ]
    assert len(labelled) >= 25
    assert wrong == []


def test_no_false_accusation(labelled: list[tuple[dict[str, str], Verdict]]) -> None:
    accused = [
        label["name"]
        for label, verdict in labelled
        if verdict.outcome == "blocked" and "blocked" not in label["acceptable_overall"]
    ]
    assert accused == []


def test_blame_falls_on_acceptable_layers(labelled: list[tuple[dict[str, str], Verdict]]) -> None:
    for label, verdict in labelled:
        if verdict.outcome == "blocked":
            blamed = {layer for layer in LAYERS if verdict.layers[layer] == "blocked"}
            acceptable = [set(names.split("+")) for names in label["layers_acceptable"].split("|")]
            assert blamed in acceptable, label["name"]


def test_every_real_measurement_has_its_place(shared: Path) -> None:
    found = judged(shared / "ooni" / "raw", shared / "ooni" / "reference")
    by_test: dict[bool, list[Any]] = {True: [], False: []}
    for verdict in found:
        by_test[verdict.test_name in NETTESTS].append(verdict)
    assert len(found) == 86
    assert all(verdict.state != "not_handled" for verdict in by_test[True])
    assert all(verdict.state == "not_handled" for verdict in by_test[False])
    blocked = {(v.probe_cc, v.input) for v in by_test[True] if v.outcome == "blocked"}
    assert blocked == {
        ("IR", "https://www.facebook.com/"),
        ("ID", "http://archive.org"),
        (
            "AU",
            "http://www.feminist.org",
        ),  # redirected to the portal of a filter in its own network
    }
