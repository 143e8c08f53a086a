from __future__ import annotations

import pytest

from fanous.cli.scores import print_scores
from fanous.evaluation.verdicts import Evaluation
from fanous.evaluation.verdicts.calibrate import calibrate
from fanous.evaluation.verdicts.held import HeldRules
from fanous.evaluation.verdicts.opinions import Opinion
from fanous.rules.registry import RULES
from tests.evaluation.verdicts.labelling import label, opinion, scored, working

RULE = RULES["tls"].rules[0].id  # type: ignore[index]


@pytest.fixture
def evaluation() -> Evaluation:
    items = [
        scored(label("a"), fanous=opinion("blocked", "tls.reset"), probe=Opinion("ok")),
        scored(working("b"), fanous=opinion("blocked", "http.eof"), probe=Opinion("ok")),
    ]
    held = HeldRules({RULE}, {RULE})
    return Evaluation(items, calibrate([(label(), held), (working(), HeldRules())]), [], [], {})


def test_the_tables(evaluation: Evaluation, capsys: pytest.CaptureFixture[str]) -> None:
    print_scores(evaluation)
    out = capsys.readouterr().out
    sections = out.split("\n\n")
    assert [sections[place] for place in (0, 2, 4, 6)] == [
        "Situations",
        "Figures, each with its Wilson interval",
        "Fanous by family",
        "Rules that held: likelihood ratio, layer blocked against not",
    ]
    first, second = sections[1].splitlines()[1:]
    assert first.split() == "a blocked blocked right tls tls right tls.reset tls.reset ok".split()
    assert second.split() == "b blocked ok WRONG http – WRONG http.eof ok".split()
    figures = {line[:30].strip(): line[30:].split("  ") for line in sections[3].splitlines()[1:]}
    assert figures["acceptable"][0].strip() == "1 of 2 (9–91 %)"
    assert figures["right layers, of the blocked"][-1].strip() == "–"
    assert [line.split()[0] for line in sections[5].splitlines()[1:]] == ["none", "tls"]
    rule = sections[7].splitlines()[1]
    assert rule.startswith(RULE) and rule.endswith("few")
    assert "1 of 1" in rule and "0 of 1" in rule
    rules = sum(len(layer.rules) for layer in RULES.values())
    assert out.splitlines()[-1] == f"{rules - 1} rules held nowhere in these measurements"


def test_in_persian(
    evaluation: Evaluation,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FANOUS_LANGUAGE", "fa")
    print_scores(evaluation)
    out = capsys.readouterr().out
    assert "۱ از ۲" in out and "اتهام‌های نادرست" in out and "\ufffd" not in out
