"""Recorded disagreements: a person looked at a measurement and holds another verdict than ours.

Decides what a well-formed review is and which measurement it is about (its uid, or the SHA-256 of
its line). A review moves no verdict: it is shown beside ours, with its reason and sources.
Reviewers name themselves by a role or a pseudonym that they chose; anything that looks like an
address of a person is refused.

Files: `data/reviews/*.toml`, and those of a folder that the user names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from fanous.errors import InputError
from fanous.model.outcome import State
from fanous.paths import data_folder
from fanous.reference.toml_tables import Entry, toml_tables

__all__ = ["FOLDER", "Review", "Reviews", "load_reviews"]

FOLDER = "reviews"
LONGEST_REASON, LONGEST_NAME = 4_000, 80  # characters
_NEEDED = ("measurement", "reviewer", "date", "ours", "verdict", "reason", "sources")
_STATES = tuple(state.value for state in State if state is not State.NOT_HANDLED)
_HASH = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
_UID = re.compile(r"[0-9A-Za-z][\w.:-]{9,199}")
_PERSONAL = re.compile(r"\S@\S|\+\d[\d ()-]{7,}\d")  # mail, telephone
_SOURCE = re.compile(r"(https://|doi:10\.)\S+")


@dataclass(frozen=True, slots=True)
class Review:
    """One disagreement. `ours` is the state it was written against, `verdict` the one held."""

    measurement: str
    reviewer: str
    date: date
    ours: str
    verdict: str
    reason: str
    sources: tuple[str, ...]
    file: str
    number: int


class Reviews:
    """Reviews by what they are about."""

    def __init__(self, reviews: Iterable[Review] = ()) -> None:
        self._by_key: dict[str, list[Review]] = defaultdict(list)
        for review in sorted(reviews, key=lambda r: (r.date, r.file, r.number)):
            self._by_key[review.measurement].append(review)

    def __len__(self) -> int:
        return sum(map(len, self._by_key.values()))

    def __iter__(self) -> Iterator[Review]:
        """Every review, by what it is about, the oldest first."""
        for key in sorted(self._by_key):
            yield from self._by_key[key]

    def of(self, verdict: Mapping[str, object]) -> tuple[Review, ...]:
        """Reviews of a measurement (a row of `verdicts`), the oldest first."""
        keys = {str(verdict["measurement_uid"]).removeprefix("sha256:"), verdict["line_sha256"]}
        found = [review for key in keys for review in self._by_key.get(str(key), ())]
        return tuple(sorted(found, key=lambda review: (review.date, review.file, review.number)))


def load_reviews(folder: Path | None = None, *, shipped: bool = True) -> Reviews:
    """The reviews that ship with Fanous, and those of the user's own folder.

    Raises CuratedFileError with path and line for one that is not as declared, InputError for a
    folder that does not exist.
    """
    folders = [data_folder() / FOLDER] if shipped else []
    if folder is not None:
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder", remedy="Check --reviews.")
        folders.append(folder)
    return Reviews(
        review
        for place in folders
        for path in sorted(place.glob("*.toml"))
        for review in _read(path)
    )


def _read(path: Path) -> Iterator[Review]:
    for number, entry in enumerate(toml_tables(path, "review", _NEEDED)):
        yield Review(
            measurement=_measurement(entry),
            reviewer=_reviewer(entry),
            date=_date(entry),
            ours=_state(entry, "ours"),
            verdict=_state(entry, "verdict"),
            reason=_reason(entry),
            sources=_sources(entry),
            file=path.name,
            number=number,
        )


def _measurement(entry: Entry) -> str:
    text = _text(entry, "measurement")
    if found := _HASH.fullmatch(text):
        return found[1]
    if not _UID.fullmatch(text):
        remedy = "Give its measurement_uid, or the SHA-256 of its line in hex."
        entry.refuse("measurement", f"{text!r} names no measurement", remedy)
    return text


def _reviewer(entry: Entry) -> str:
    text = _text(entry, "reviewer")
    if _PERSONAL.search(text) or len(text) > LONGEST_NAME:
        remedy = "Give a role or a pseudonym, such as 'network engineer'."
        entry.refuse("reviewer", "this may point to a person", remedy)
    return text


def _date(entry: Entry) -> date:
    found = entry.values["date"]
    if not isinstance(found, date) or isinstance(found, datetime):
        entry.refuse("date", f"{found!r} is no day", "Write it without quotes: 2026-03-04.")
    return found


def _state(entry: Entry, key: str) -> str:
    text = _text(entry, key)
    if text not in _STATES:
        entry.refuse(key, f"{text!r} is no state", f"Use one of {', '.join(_STATES)}.")
    if key == "verdict" and text == entry.values["ours"]:
        entry.refuse(key, "it is the verdict that it disagrees with", "Name the one you hold.")
    return text


def _reason(entry: Entry) -> str:
    text = _text(entry, "reason")
    if len(text) > LONGEST_REASON or _PERSONAL.search(text):
        remedy = f"At most {LONGEST_REASON} characters, without addresses of persons."
        entry.refuse("reason", "too long, or it may point to a person", remedy)
    return " ".join(text.split())


def _sources(entry: Entry) -> tuple[str, ...]:
    found = entry.values["sources"]
    if not isinstance(found, list) or not all(
        isinstance(item, str) and _SOURCE.fullmatch(item) for item in found
    ):
        remedy = "A list of https:// addresses or doi:10.… names; it may be empty."
        entry.refuse("sources", f"{found!r} are no sources", remedy)
    return tuple(found)


def _text(entry: Entry, key: str) -> str:
    found = entry.values[key]
    if not isinstance(found, str) or not found.strip():
        entry.refuse(key, f"{found!r} is no text", "Write it in quotes.")
    return found.strip()
