"""One measurement: what was tried, what rules said, what the control saw, where it came from.

Decides what is asked of the store for a measurement's page: its case, explained as `fanous explain`
does, the chain from a sentence to the hash of the line it rests on. Records are read in batches,
since a page each and a query each is slow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fanous.explain.case import Row, read_cases
from fanous.explain.explanation import NO_REVIEWS, Explanation, explain
from fanous.explain.reviews import Reviews
from fanous.explain.sentences import happened
from fanous.i18n import messages

if TYPE_CHECKING:
    import duckdb

__all__ = ["STEP_COLUMNS", "MeasurementReport", "explorer_address", "read_measurements"]

STEP_COLUMNS = ("place", "layer", "sequence", "depth", "start", "end", "succeeded", "failure",
                "tried", "happened")  # fmt: skip
_EXPLORER = "https://explorer.ooni.org/m/"


@dataclass(frozen=True, slots=True)
class MeasurementReport:
    """A measurement explained; its rows by the names that tables and templates use."""

    explanation: Explanation

    @property
    def verdict(self) -> Row:
        """Its row of `verdicts`."""
        return self.explanation.case.verdict

    @property
    def measurement(self) -> Row:
        """Its row of `measurements`."""
        return self.explanation.case.measurement

    @property
    def endpoints(self) -> tuple[Row, ...]:
        """What the rules said of each step."""
        return self.explanation.case.endpoints

    @property
    def controls(self) -> tuple[Row, ...]:
        """What the helper saw of the target: a row, or none."""
        return self.explanation.case.controls

    @property
    def control_endpoints(self) -> tuple[Row, ...]:
        """What the helper saw of each address and endpoint."""
        return self.explanation.case.control_endpoints

    @property
    def steps(self) -> tuple[Row, ...]:
        """What was tried, in order of time, as rows of `STEP_COLUMNS`; sentences in English."""
        spoken = messages("en")
        return tuple(
            {
                "place": place,
                "layer": step.layer.value,
                "sequence": step.sequence,
                "depth": step.depth,
                "start": step.start,
                "end": step.end,
                "succeeded": step.succeeded,
                "failure": step.failure,
                "tried": step.tried.text(spoken),
                "happened": happened(step).text(spoken),
            }
            for place, step in enumerate(self.explanation.steps, 1)
        )


def read_measurements(
    connection: duckdb.DuckDBPyConnection, records: Sequence[int], reviews: Reviews = NO_REVIEWS
) -> list[MeasurementReport]:
    """Read some judged measurements of the country entered, in the order asked for."""
    cases = read_cases(connection, records, verdicts="judged_here")
    return [MeasurementReport(explain(case, reviews)) for case in cases]


def explorer_address(report: MeasurementReport) -> str:
    """Where OONI shows the same measurement; empty for one that OONI never published."""
    uid: str = report.verdict["measurement_uid"]
    published = not report.verdict["synthetic"] and not uid.startswith("sha256:")
    return f"{_EXPLORER}{uid}" if published else ""
