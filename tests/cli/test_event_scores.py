from __future__ import annotations

from fanous.cli.event_scores import score_document, score_rows, score_table
from fanous.evaluation.events.score import Score
from tests.evaluation.events.test_score import scored


def test_a_column_a_detector() -> None:
    lines = score_table([scored(), Score("none")]).splitlines()
    assert "ours" in lines[0] and "none" in lines[0]
    assert "(1/2;" in next(line for line in lines if line.startswith("precision"))
    assert all(len(row) == 3 for row in score_rows([scored(), Score("none")]))


def test_the_document_has_counts_and_no_number_made_up() -> None:
    ours, none = score_document([scored(), Score("none")])
    assert ours["precision"]["n"] == 1
    assert ours["false"] == {"silence": 1}
    assert none["onset_error_hours"] == {"n": 0, "median": None, "p90": None}
