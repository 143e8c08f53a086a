from __future__ import annotations

import csv
from pathlib import Path

import pytest

from fanous.evaluation.verdicts.calibrate import (
    FEW,
    RuleWeight,
    calibrate,
    write_calibration,
)
from fanous.evaluation.verdicts.held import HeldRules
from fanous.evaluation.verdicts.intervals import likelihood_ratio
from fanous.rules.registry import RULES
from tests.evaluation.verdicts.labelling import label, working

RULE, BELOW = (rule.id for rule in RULES["tls"].rules[:2])  # type: ignore[index]


@pytest.fixture
def weights() -> dict[str, RuleWeight]:
    """Six blocked at TLS, four of which the rule decides; ten others, one of which it accuses."""
    decided, held = HeldRules({RULE}, {RULE, BELOW}), HeldRules(set(), {BELOW})
    pairs = [(label(str(n)), decided if n < 4 else held) for n in range(6)]
    pairs += [(working(str(n)), decided if n == 9 else held) for n in range(9, 19)]
    unknown = dict.fromkeys(("overall", "dns", "tcp", "tls", "http"), "insufficient")
    pairs.append((working("x", truth=unknown), decided))
    return {weight.rule: weight for weight in calibrate(pairs)}


def test_counts_and_ratios(weights: dict[str, RuleWeight]) -> None:
    found = weights[RULE]
    assert (found.layer, found.blocked, found.other) == ("tls", 6, 10)
    assert (found.decided_blocked, found.decided_other) == (4, 1)
    assert (found.held_blocked, found.held_other) == (4, 1)
    assert found.decided == likelihood_ratio(4, 6, 1, 10)
    assert (weights[BELOW].decided_blocked, weights[BELOW].held_blocked) == (0, 6)
    assert weights[BELOW].held == likelihood_ratio(6, 6, 10, 10)
    assert not found.is_few


def test_each_layer_has_its_own_truth(weights: dict[str, RuleWeight]) -> None:
    dns = weights[RULES["dns"].rules[0].id]  # type: ignore[index]
    http = weights[RULES["http"].rules[0].id]  # type: ignore[index]
    assert (dns.blocked, dns.other) == (0, 16)
    assert (http.blocked, http.other) == (0, 10), "the truth of http is empty in six labels"
    assert dns.decided.ratio is None and dns.is_few and dns.blocked < FEW
    assert not dns.was_seen


def test_every_rule_has_a_row_in_its_order(weights: dict[str, RuleWeight]) -> None:
    assert list(weights) == [rule.id for layer in RULES.values() for rule in layer.rules]
    assert {w.rule: w.was_seen for w in weights.values() if w.was_seen} == {RULE: True, BELOW: True}


def test_the_file(weights: dict[str, RuleWeight], tmp_path: Path) -> None:
    path = tmp_path / "weights.csv"
    write_calibration(path, weights.values())
    with path.open(encoding="utf-8", newline="") as handle:
        rows = {row["rule"]: row for row in csv.DictReader(handle)}
    assert list(rows) == list(weights)
    row, ratio = rows[RULE], weights[RULE].decided.ratio
    assert (
        list(row)
        == (
            "rule layer outcome blocked other decided_blocked decided_other decided_ratio "
            "decided_low decided_high held_blocked held_other held_ratio held_low held_high"
        ).split()
    )
    assert ratio is not None and float(row["decided_ratio"]) == pytest.approx(ratio, rel=1e-3)
    assert (row["decided_blocked"], row["blocked"], row["other"]) == ("4", "6", "10")
    assert rows["dns.no_data"]["decided_ratio"] == ""
