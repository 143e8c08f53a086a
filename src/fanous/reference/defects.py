"""Defects of the instrument, and of the services it measures: failures that are no interference.

Decides what a well-formed defect in `data/defects/*.toml` is, when one speaks of a measurement, and
the rows that a judge joins measurements with. Leaves what a measurement with a defect is worth, and
defects nobody wrote down yet, to the validity of measurements. Ids are contracts: they are never
reused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from fanous.paths import data_folder
from fanous.reference.toml_tables import Entry, toml_tables
from fanous.reference.versions import HIGHEST_VERSION, version_number, version_sql

__all__ = [
    "COLUMNS",
    "Defect",
    "applies_sql",
    "defect_rows",
    "defects",
    "load_defects",
]

FOLDER = "defects"
_REQUIRED = ("id", "test", "from", "source", "sentence")
_OPTIONAL = ("until", "versions", "engines", "failures", "endpoints", "opinions")
_ID = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_BOUND = re.compile(r"(>=|<=|<|>|=)\s*(\d{1,5}(?:\.\d{1,5}){0,2})")
_ENDPOINT = re.compile(r"([a-z0-9.*_-]+)(?::(\d{1,5}))?")
_WORD = re.compile(r"[a-z0-9_]+")
_OPINION = re.compile(r"[a-z0-9_]+(=[a-z0-9_]+)?")


@dataclass(frozen=True, slots=True)
class Defect:
    """What fails without anybody interfering, in which versions, from when to when.

    Bounds are inclusive numbers of `version_number`; times are UTC, `until` exclusive and None
    where it lasts. `failures` are in the modern vocabulary, `endpoints` are `host` or `host:port`
    with `*` for any part of the host; empty tuples mean any. `opinions` are the probe's own
    conclusions that are not to be believed: `name` whatever its value, or `name=value`.
    """

    id: str
    test: str
    versions: tuple[int, int]
    engines: tuple[int, int]
    since: datetime
    until: datetime | None
    failures: tuple[str, ...]
    endpoints: tuple[str, ...]
    opinions: tuple[str, ...]
    source: str
    sentence: str

    @property
    def is_of_opinion(self) -> bool:
        """Whether it speaks of the probe's conclusions only, and of no observation."""
        return bool(self.opinions) and not self.failures and not self.endpoints


def load_defects(folder: Path | None = None) -> tuple[Defect, ...]:
    """Every defect in order of file and place (default: those that ship).

    Raises CuratedFileError, with path and line, for anything that is not as declared above.
    """
    found: dict[str, Defect] = {}
    for path in sorted((folder or data_folder() / FOLDER).glob("*.toml")):
        for entry in toml_tables(path, "defect", _REQUIRED, _OPTIONAL):
            defect = _defect(entry)
            if defect.id in found:
                entry.refuse("id", f"{defect.id!r} occurs twice", "Ids are unique.")
            found[defect.id] = defect
    return tuple(found.values())


def defects() -> list[Defect]:
    """The defects that ship."""
    return list(load_defects())


def _defect(entry: Entry) -> Defect:
    """One entry, each of its values checked."""
    since, until = _time(entry, "from"), None
    if "until" in entry.values:
        until = _time(entry, "until")
        if until <= since:
            entry.refuse("until", "ends before it begins", "Give a later day or time.")
    return Defect(
        id=_word(entry, "id", _ID, "lower-case words joined by _"),
        test=_word(entry, "test", _WORD, "the name of an OONI test, such as signal"),
        versions=_range(entry, "versions"),
        engines=_range(entry, "engines"),
        since=since,
        until=until,
        failures=_words(entry, "failures", _WORD),
        endpoints=_words(entry, "endpoints", _ENDPOINT),
        opinions=_words(entry, "opinions", _OPINION),
        source=_source(entry),
        sentence=entry.sentence("sentence"),
    )


def _word(entry: Entry, key: str, form: re.Pattern[str], words: str) -> str:
    text = entry.values[key]
    if not isinstance(text, str) or not form.fullmatch(text):
        entry.refuse(key, f"{text!r} is not {words}", f"Write {words}.")
    return text


def _words(entry: Entry, key: str, form: re.Pattern[str]) -> tuple[str, ...]:
    texts = entry.values.get(key, [])
    if not isinstance(texts, list) or not all(
        isinstance(text, str) and form.fullmatch(text) for text in texts
    ):
        entry.refuse(key, f"{texts!r} is no list of {key}", f'List {key} as text: ["…"].')
    return tuple(texts)


def _source(entry: Entry) -> str:
    text = entry.values["source"]
    if not isinstance(text, str) or not text.startswith("https://"):
        entry.refuse("source", f"{text!r} is no address", "Give the https:// address that says so.")
    return text


def _time(entry: Entry, key: str) -> datetime:
    """A day (its first moment) or a time with its zone, as UTC."""
    value = entry.values[key]
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, datetime) or value.tzinfo is None:
        remedy = "Write a TOML date, or a time with Z, without quotes."
        entry.refuse(key, f"{value!r} is no day and no time in UTC", remedy)
    return value.astimezone(UTC)


def _range(entry: Entry, key: str) -> tuple[int, int]:
    """`>=0.2, <0.2.3` as inclusive bounds; a missing key means every version."""
    text = entry.values.get(key, ">=0")
    low, high = 0, HIGHEST_VERSION
    for part in str(text).split(","):
        bound = _BOUND.fullmatch(part.strip())
        number = version_number(bound[2]) if bound else None
        if bound is None or number is None:
            remedy = 'Write bounds of up to three parts, such as ">=0.2, <0.2.3".'
            entry.refuse(key, f"{part.strip()!r} is no bound of versions", remedy)
        sign = bound[1]
        low = max(low, number + (sign == ">")) if sign in (">", ">=", "=") else low
        high = min(high, number - (sign == "<")) if sign in ("<", "<=", "=") else high
    if low > high:
        entry.refuse(key, f"{text!r} leaves no version", "The lower bound stands first.")
    return low, high


COLUMNS = (
    ("id", "VARCHAR"),
    ("test_name", "VARCHAR"),
    ("version_from", "BIGINT"),
    ("version_to", "BIGINT"),
    ("engine_from", "BIGINT"),
    ("engine_to", "BIGINT"),
    ("since", "TIMESTAMPTZ"),
    ("until", "TIMESTAMPTZ"),
    ("failure", "VARCHAR"),
    ("host", "VARCHAR"),
    ("port", "BIGINT"),
    ("opinion", "VARCHAR"),
)


def defect_rows(found: Iterable[Defect]) -> list[tuple[object, ...]]:
    """Defects as rows of COLUMNS, one for each failure and endpoint: for SQL to join.

    All bounds are inclusive but `until`, which is exclusive and NULL where the defect lasts. NULL
    in `failure`, `host` or `port` means any; `host` is a GLOB pattern. A row with `opinion`
    speaks of that conclusion of the probe only, never of observations.
    """
    rows: list[tuple[object, ...]] = []
    for item in found:
        head = (item.id, item.test, *item.versions, *item.engines, item.since, item.until)
        if not item.is_of_opinion:
            rows += [
                (*head, failure, *_host_and_port(endpoint), None)
                for failure in item.failures or (None,)
                for endpoint in item.endpoints or (None,)
            ]
        rows += [(*head, None, None, None, opinion) for opinion in item.opinions]
    return rows


def _host_and_port(endpoint: str | None) -> tuple[str | None, int | None]:
    found = _ENDPOINT.fullmatch(endpoint or "")
    return (found[1], int(found[2]) if found[2] else None) if found else (None, None)


def applies_sql(measurement: str = "m", defect: str = "d") -> str:
    """When a row of `defect_rows` speaks of a row of `measurements`, in DuckDB's SQL.

    What a measurement doesn't say of its versions or time counts as covered: a field left out must
    never take an excuse away.
    """
    start = f"{measurement}.start_time"
    parts = (
        f"{measurement}.test_name = {defect}.test_name",
        _within(version_sql(f"{measurement}.test_version"), f"{defect}.version"),
        _within(version_sql(f"{measurement}.engine_version"), f"{defect}.engine"),
        f"coalesce({start} >= {defect}.since, true)",
        f"coalesce({start} < {defect}.until, true)",
    )
    return " AND ".join(parts)


def _within(number: str, bounds: str) -> str:
    return f"coalesce({number} BETWEEN {bounds}_from AND {bounds}_to, true)"
