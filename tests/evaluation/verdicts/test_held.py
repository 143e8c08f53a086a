from __future__ import annotations

from pathlib import Path

from fanous.engine.alone import Verdict, judge_alone
from fanous.evaluation.verdicts.held import collect_held
from fanous.reference.load import load_reference
from fanous.rules.registry import RULES
from fanous.sources.base import Context
from fanous.sources.find import find_sources
from tests.making import (
    LATEST,
    measurement,
    other_measurement,
    postcan,
    reset_measurement,
    tar_bytes,
    write_source,
)

NOTHING = {rules.rules[-1].id for rules in RULES.values()}


def test_rules_by_file_and_line(tmp_path: Path) -> None:
    write_source(tmp_path / "a.jsonl", [reset_measurement(1), measurement(2), other_measurement(3)])
    (tmp_path / "b.tar").write_bytes(tar_bytes([("c.post", postcan(reset_measurement(4)))]))
    found, inspect = collect_held()
    context = Context(load_reference(None))
    sources = find_sources([tmp_path]).sources
    verdicts = [
        item
        for item in judge_alone(sources, context, latest=LATEST, inspect=inspect)
        if isinstance(item, Verdict)
    ]
    assert len(verdicts) == 4
    for verdict in verdicts:
        rules = found[(verdict.file, verdict.line)]
        # The rule that decides a layer decides an endpoint of it, and a rule that decides held.
        assert set(verdict.rules.values()) <= rules.decided <= rules.held
        assert rules.held >= NOTHING
    other = found[(str(tmp_path / "a.jsonl"), 3)]
    assert other.decided == other.held == NOTHING
    reset = verdicts[0].rules["tls"]
    assert reset in found[(str(tmp_path / "a.jsonl"), 1)].decided
    assert reset not in found[(str(tmp_path / "a.jsonl"), 2)].held
    assert "tls.no_data" not in found[(str(tmp_path / "a.jsonl"), 1)].decided
    assert reset in found[(f"{tmp_path / 'b.tar'}!c.post", verdicts[3].line)].decided
