"""The table that `fanous evaluate events` prints, a column a detector.

Decides rows and their order. Leaves what is counted to `fanous.evaluation.events`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from fanous.cli.output import say, table

if TYPE_CHECKING:
    from fanous.evaluation.events.score import Errors, Score
    from fanous.evaluation.verdicts.intervals import Share

__all__ = ["score_document", "score_rows", "score_table"]

_NOTHING = "–"


def score_table(scores: Sequence[Score]) -> str:
    """A plain table."""
    return table(["", *(score.detector for score in scores)], score_rows(scores))


def score_rows(scores: Sequence[Score]) -> Iterator[list[str]]:
    """Rows of label and one cell a detector."""
    yield [say("precision"), *(_share(score.precision) for score in scores)]
    enough = say("recall, at least 3 observers a day")
    yield [enough, *(_share(score.recall()) for score in scores)]
    for kind in scores[0].kinds():
        yield [f"  {kind}", *(_share(score.recall(kind)) for score in scores)]
    yield [say("recall, fewer"), *(_share(score.recall(enough=False)) for score in scores)]
    yield [say("onset error, hours: median, p90"), *(_errors(s.onset_errors()) for s in scores)]
    yield [say("end error, hours: median, p90"), *(_errors(s.end_errors()) for s in scores)]
    inside = say("onset within the stated bounds")
    yield [inside, *(f"{s.inside}/{len(s.onsets)}" for s in scores)]
    yield [say("found events a true event"), *(_number(score.alarms) for score in scores)]
    yield [say("false events"), *(str(score.false.total()) for score in scores)]
    yield [
        say("false a series-year (upper bound)"),
        *(f"{rate:.4f} ({bound:.4f})" for rate, bound in (s.false_rate for s in scores)),
    ]
    yield [say("silences that a nuisance explains"), *(str(score.excused) for score in scores)]


def score_document(scores: Sequence[Score]) -> list[dict[str, Any]]:
    """The same as JSON."""
    return [
        {
            "detector": score.detector,
            "drawings": score.drawings,
            "series_years": round(score.series_years, 2),
            "precision": _pair(score.precision),
            "recall": _pair(score.recall()),
            "recall_by_kind": {kind: _pair(score.recall(kind)) for kind in score.kinds()},
            "recall_of_few_observers": _pair(score.recall(enough=False)),
            "onset_error_hours": _error_pair(score.onset_errors()),
            "end_error_hours": _error_pair(score.end_errors()),
            "onset_inside": [score.inside, len(score.onsets)],
            "found_a_true_event": score.alarms,
            "false": dict(score.false),
            "false_a_series_year": list(score.false_rate),
            "excused": score.excused,
        }
        for score in scores
    ]


def _share(found: Share) -> str:
    if found.share is None or found.low is None or found.high is None:
        return _NOTHING
    return f"{found.share:.3f} ({found.n}/{found.of}; {found.low:.2f}–{found.high:.2f})"


def _errors(errors: Errors) -> str:
    if errors.median is None or errors.p90 is None:
        return _NOTHING
    return f"{errors.median:.1f}, {errors.p90:.1f}"


def _number(value: float | None) -> str:
    return _NOTHING if value is None else f"{value:.2f}"


def _pair(found: Share) -> dict[str, float | int | None]:
    return {"n": found.n, "of": found.of, "low": found.low, "high": found.high}


def _error_pair(errors: Errors) -> dict[str, float | int | None]:
    return {"n": errors.n, "median": errors.median, "p90": errors.p90}
