"""Events against dated truth: what was found, how late, in how many pieces, and what was false.

Decides what counts: a truth is found where an event (or an occurrence of a recurring one) of its
entity overlaps it. Where the data hold no series of a country, regions of it stand in. The onset
error is the distance from the truth's start to the event's interval, the width is given beside it.
An event that overlaps no truth is false only in the scored entities' own time; and the false alarms
of T clean years come with the bound 3/T that no alarm at all would leave (rule of three).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fanous.errors import CuratedFileError, InputError
from fanous.events.connectivity import ConnectivityEvent, Interval
from fanous.model.series import Series
from fanous.reference.csv_rows import csv_rows
from fanous.sources.signals.times import offset_of, seconds

__all__ = [
    "Found",
    "Scores",
    "Span",
    "Truth",
    "applicable",
    "read_truth",
    "score",
    "score_spans",
    "spans_of",
]

_COLUMNS = ("id", "group", "cc", "country", "scope", "where", "kind", "start_utc", "end_utc",
            "series")  # fmt: skip
_NO_LOSS = {"recovery_stage"}
_YEAR_SECONDS = 365.25 * 86_400
_SLACK_SECONDS = 2 * 3_600
_NAMES = {"Venezuela": "VE"}  # countries that the file names without their code


@dataclass(frozen=True, slots=True)
class Truth:
    """A dated outage, whatever its cause. `end` is None where it is not known."""

    id: str
    entity: str
    start: int
    end: int | None
    group: str = ""
    kind: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """What a detector says: one loss of one entity."""

    entity: str
    onset: Interval
    end: Interval | None
    first: int  # the first observation that supports it


@dataclass(frozen=True, slots=True)
class Found:
    """A truth with what was found of it; errors in minutes, None where there is nothing to say."""

    truth: Truth
    pieces: int
    delay: float | None = None  # from the start to the first supporting observation
    onset_error: float | None = None
    onset_width: float | None = None
    end_error: float | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Scores:
    """Every truth with its finding, the false events, and how long it was quiet."""

    found: tuple[Found, ...]
    false: tuple[Span, ...]
    clean_years: float

    @property
    def recall(self) -> tuple[int, int]:
        """How many truths were found, of how many."""
        return sum(item.pieces > 0 for item in self.found), len(self.found)

    @property
    def false_bound(self) -> float | None:
        """Upper 95 % bound of false events an entity-year, from the rule of three if none was."""
        if self.clean_years <= 0:
            return None
        from scipy.stats import chi2

        return float(chi2.ppf(0.95, 2 * (len(self.false) + 1)) / 2 / self.clean_years)


def read_truth(path: Path) -> list[Truth]:
    """Rows of a truth file. Raises InputError, or CuratedFileError with the line."""
    if not path.is_file():
        raise InputError(f"{path}: no such file", remedy="Name the CSV file of dated outages.")
    found = []
    for line, row in csv_rows(path, required=_COLUMNS):
        if row["kind"] in _NO_LOSS:
            continue
        try:
            start = seconds(row["start_utc"], offset_of("UTC"))
            end = seconds(row["end_utc"], offset_of("UTC")) if row["end_utc"].strip() else None
        except ValueError as error:
            raise CuratedFileError(
                path,
                line,
                f"a time cannot be read: {error}",
                remedy="Write it as 2019-11-16T14:00Z.",
            ) from error
        entity = _entity(row)
        if entity:
            if end is not None and end <= start:
                end = start + 86_400  # a day is all that is known
            found.append(
                Truth(row["id"], entity, start, end, row["group"], row["kind"], row["series"])
            )
    return found


def _entity(row: dict[str, str]) -> str:
    code = row["cc"].strip() or _NAMES.get(row["country"].strip(), "")
    if row["scope"] == "asn" and (asn := re.search(r"AS(\d+)", row["where"])):
        return f"asn:{asn[1]}"
    if row["scope"] == "region" and code:
        return f"region:{code}-{row['where'].strip()}"
    return f"country:{code}" if code else ""


def spans_of(events: Iterable[ConnectivityEvent]) -> list[Span]:
    """Losses of events, a recurring event's occurrences apart; silences are not losses."""
    found = []
    for event in events:
        if event.kind == "gap":
            continue
        if event.occurrences:
            found += [
                Span(event.entity, onset, end, onset.latest) for onset, end in event.occurrences
            ]
        else:
            falls = [item.onset.latest for item in event.signals if item.role == "onset"
                     and item.onset is not None]  # fmt: skip
            first = min(falls, default=event.onset.latest)
            found.append(Span(event.entity, event.onset, event.end, first))
    return found


def score(
    truths: Sequence[Truth], events: Iterable[ConnectivityEvent], series: Sequence[Series]
) -> Scores:
    """Score events against the truths that the series can speak of."""
    return score_spans(applicable(truths, series), spans_of(events), series)


def score_spans(truths: Sequence[Truth], spans: Sequence[Span], series: Sequence[Series]) -> Scores:
    """As `score`, of spans that any detector made."""
    stands_in = _stands_in(series)
    matched: set[int] = set()
    found = []
    for truth in truths:
        mine = [
            (place, span)
            for place, span in enumerate(spans)
            if span.entity in {truth.entity, *stands_in.get(truth.entity, ())}
            and _overlaps(span, truth)
        ]
        matched |= {place for place, _ in mine}
        found.append(_found(truth, [span for _, span in mine]))
    scored = {entity for truth in truths for entity in (truth.entity,
              *stands_in.get(truth.entity, ()))} or {item.entity for item in series}  # fmt: skip
    false = [
        span for place, span in enumerate(spans) if place not in matched and span.entity in scored
    ]
    return Scores(tuple(found), tuple(false), _clean_years(truths, scored, series))


def applicable(truths: Sequence[Truth], series: Sequence[Series]) -> list[Truth]:
    """Truths within the series' time; of one group, those dated on these very files first."""
    stands_in = _stands_in(series)
    here = []
    for truth in truths:
        names = {truth.entity, *stands_in.get(truth.entity, ())}
        if any(item.entity in names and item.start <= truth.start < item.end for item in series):
            here.append(truth)
    files = {item.source.rsplit("/", 1)[-1] for item in series}
    dated = {truth.group for truth in here if truth.group and truth.series in files}
    return [truth for truth in here if truth.series in files or truth.group not in dated]


def _stands_in(series: Sequence[Series]) -> dict[str, tuple[str, ...]]:
    """Regions of countries that have no series of their own."""
    have = {item.entity for item in series}
    found: dict[str, set[str]] = {}
    for item in series:
        if item.country and item.country not in have and item.entity.startswith("region:"):
            found.setdefault(item.country, set()).add(item.entity)
    return {country: tuple(sorted(regions)) for country, regions in found.items()}


def _overlaps(span: Span, truth: Truth) -> bool:
    end = span.end.latest if span.end else None
    starts_before = truth.end is None or span.onset.earliest < truth.end
    return starts_before and (end is None or end > truth.start - _SLACK_SECONDS)


def _found(truth: Truth, spans: Sequence[Span]) -> Found:
    if not spans:
        return Found(truth, 0)
    first = min(spans, key=lambda span: span.onset.earliest)
    late = truth.start < first.onset.earliest
    edge = first.onset.earliest if late else min(truth.start, first.onset.latest)
    onset_error = (edge - truth.start) / 60
    last = None if any(span.end is None for span in spans) else max(
        (span.end for span in spans if span.end), key=lambda end: end.latest
    )  # fmt: skip
    end_error = None
    if truth.end is not None and last is not None:
        nearest = min(max(truth.end, last.earliest), last.latest)
        end_error = (nearest - truth.end) / 60
    width = (first.onset.latest - first.onset.earliest) / 60
    delay = (min(span.first for span in spans) - truth.start) / 60
    return Found(truth, len(spans), delay, onset_error, width, end_error, last is None)


def _clean_years(truths: Sequence[Truth], entities: set[str], series: Sequence[Series]) -> float:
    total = 0.0
    for entity in entities:
        mine = [item for item in series if item.entity == entity]
        if not mine:
            continue
        covered = max(item.end for item in mine) - min(item.start for item in mine)
        for truth in truths:
            if truth.entity == entity or any(item.country == truth.entity for item in mine):
                last = max(item.end for item in mine)
                end = min(truth.end, last) if truth.end is not None else last
                covered -= max(0, end - truth.start)
        total += max(0, covered)
    return total / _YEAR_SECONDS
