from __future__ import annotations

from fanous.evaluation.signals.score import score_spans
from fanous.evaluation.signals.words import score_lines
from tests.evaluation.signals.test_score import LONG, span, truth


def said(message: str, **values: object) -> str:
    return message.format(**values)


def test_every_figure_comes_with_its_count() -> None:
    truths = [truth(20, 40), truth(60, 61)]
    lines = list(score_lines(score_spans(truths, [span(20, 40), span(80, 81)], [LONG]), said))
    assert lines[0] == "1 of 2 dated outages found"
    assert "pieces: 1 for 1 outages found" in lines
    assert any(line.startswith("1 false events in 0.22 quiet entity-years") for line in lines)
    assert lines[-1] == "T country:XA: not found"
