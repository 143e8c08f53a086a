from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from fanous.evaluation.simulator.effects import NUISANCES, blocked_by
from fanous.evaluation.simulator.truth import TRUTH_COLUMNS, Witness, truth_rows, write_truth
from fanous.evaluation.simulator.two_countries import TWO_COUNTRIES

from .conftest import WINDOW, Simulated

RESET = blocked_by("tls.reset")


def witness(*, day: float, blocked: bool, nuisance: bool = False) -> Witness:
    effects = ((RESET,) if blocked else ()) + (NUISANCES[:1] if nuisance else ())
    return Witness("XA", 64500, "news.example", WINDOW.start + timedelta(days=day), effects)


def test_every_situation_of_the_world_is_told(simulated: Simulated) -> None:
    told = {(row["cc"], row["kind"], row["layer"], row["mechanism"]) for row in simulated.truth}
    assert told >= {
        ("XA", "blocked", "tls", "tls.reset"),
        ("XA", "blocked", "http", "http.blockpage"),
        ("XA", "blocked", "dns", "dns.nxdomain"),
        ("XB", "blocked", "dns", "dns.injection.bogon"),
        ("XB", "blocked", "dns", "dns.injection.blockpage"),
        ("XA", "down", "tcp", "tcp.timeout"),
        ("XB", "down", "tcp", "tcp.timeout"),
        ("XB", "nuisance", "tcp", "ip.unreachable"),
        ("XB", "nuisance", "tcp", "tcp.refused"),
        ("XA", "nuisance", "dns", "dns.injection.other"),
        ("XB", "nuisance", "control", ""),
        ("XA", "normal", "", ""),
    }


def test_rows_name_measured_targets_and_networks(simulated: Simulated) -> None:
    web = simulated.of_test("web_connectivity")
    measured = {(row["probe_cc"], row["probe_asn"]) for row in web}
    targets = {f"domain:{site.host}" for site in TWO_COUNTRIES.sites}
    for row in simulated.truth:
        assert tuple(row) == TRUTH_COLUMNS
        assert (row["cc"], f"AS{row['asn']}") in measured
        assert row["target"] in targets
        assert row["start"] < row["end"]
        assert 0 < float(row["share"]) <= 1


def test_a_blocking_lies_between_two_normal_spans(simulated: Simulated) -> None:
    spans = [
        (row["kind"], row["start"], row["end"])
        for row in simulated.truth
        if (row["asn"], row["target"]) == ("64500", "domain:news.example")
    ]
    assert [kind for kind, _, _ in spans] == ["normal", "blocked", "normal"]
    assert spans[0][2] == spans[1][1] and spans[1][2] == spans[2][1]


def test_share_is_counted_inside_the_span_only() -> None:
    witnesses = [witness(day=day, blocked=day != 3) for day in (2.5, 3, 3.5, 4)]
    witnesses.append(witness(day=0.5, blocked=False))
    (blocked,) = (
        row for row in truth_rows(TWO_COUNTRIES, WINDOW, witnesses) if row.kind == "blocked"
    )
    assert blocked.share == 0.75


def test_what_nobody_measured_has_no_row() -> None:
    rows = truth_rows(TWO_COUNTRIES, WINDOW, [witness(day=0.5, blocked=False)])
    assert [row.kind for row in rows] == ["normal"]


def test_a_nuisance_leaves_a_visit_normal() -> None:
    rows = truth_rows(TWO_COUNTRIES, WINDOW, [witness(day=0.5, blocked=False, nuisance=True)])
    assert [(row.kind, row.share) for row in rows] == [("normal", 1.0), ("nuisance", 1.0)]


@pytest.mark.parametrize("rows", [0, 1])
def test_the_file_always_has_its_header(tmp_path: Path, rows: int) -> None:
    witnesses = [witness(day=0.5, blocked=False)] * rows
    write_truth(tmp_path / "truth.csv", truth_rows(TWO_COUNTRIES, WINDOW, witnesses))
    lines = (tmp_path / "truth.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "cc,asn,target,layer,mechanism,start,end,kind,share"
    assert len(lines) == 1 + rows
