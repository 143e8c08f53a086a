"""Recorded disagreements: a person looked at a measurement and holds another verdict than ours.

Decides what a well-formed review is and which measurement it is about (its uid, or the SHA-256 of
its line). A review moves no verdict: it is shown beside ours, with its reason and sources.
Reviewers name themselves by a role or a pseudonym that they chose; anything that looks like an
address of a person is refused.

Files: `data/reviews/*.toml`, and those of a folder that the user names.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from fanous.errors import CuratedFileError, InputError
from fanous.model.outcome import State
from fanous.paths import data_folder

__all__ = ["FOLDER", "Review", "Reviews", "load_reviews"]

FOLDER = "reviews"
LONGEST_REASON = 4_000
_NEEDED = ("measurement", "reviewer", "date", "ours", "verdict", "reason", "sources")
_STATES = tuple(state.value for state in State if state is not State.NOT_HANDLED)
_HEADER = re.compile(r"\s*\[\[\s*review\s*\]\]")
_AT_LINE = re.compile(r"at line (\d+)")
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
    line: int


class Reviews:
    """Reviews by what they are about."""

    def __init__(self, reviews: Iterable[Review] = ()) -> None:
        self._by_key: dict[str, list[Review]] = defaultdict(list)
        for review in sorted(reviews, key=lambda r: (r.date, r.file, r.line)):
            self._by_key[review.measurement].append(review)

    def __len__(self) -> int:
        return sum(map(len, self._by_key.values()))

    def of(self, verdict: Mapping[str, object]) -> tuple[Review, ...]:
        """Reviews of a measurement (a row of `verdicts`), the oldest first."""
        keys = {str(verdict["measurement_uid"]).removeprefix("sha256:"), verdict["line_sha256"]}
        found = [review for key in keys for review in self._by_key.get(str(key), ())]
        return tuple(sorted(found, key=lambda review: (review.date, review.file, review.line)))


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
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CuratedFileError(path, 1, f"cannot be read ({error})") from error
    lines = text.splitlines()
    headers = [number for number, line in enumerate(lines, 1) if _HEADER.match(line)]
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else len(lines)
        raise CuratedFileError(
            path, line, f"not TOML ({error})", remedy="Mend the line."
        ) from error
    entries = document.pop("review", [])
    if document or not isinstance(entries, list) or len(entries) != len(headers):
        remedy = "Write each review as a [[review]] table of its own."
        raise CuratedFileError(path, 1, "something other than [[review]] tables", remedy=remedy)
    ends = [*(header - 1 for header in headers[1:]), len(lines)]
    for entry, header, end in zip(entries, headers, ends, strict=True):
        yield _Entry(path, entry, header, lines[header:end]).review()


class _Entry:
    """One `[[review]]` table, and where its keys stand."""

    def __init__(self, path: Path, entry: dict[str, object], header: int, body: list[str]) -> None:
        self._path, self._entry, self._header, self._body = path, entry, header, body

    def review(self) -> Review:
        """The review, each of its values checked."""
        known = f"Give {', '.join(_NEEDED)}, and nothing else."
        for key in (*_NEEDED, *self._entry):
            if key not in self._entry:
                self.refuse("", f"{key!r} is missing", known)
            if key not in _NEEDED:
                self.refuse(key, f"{key!r} is unknown", known)
        return Review(
            measurement=self._measurement(),
            reviewer=self._reviewer(),
            date=self._date(),
            ours=self._state("ours"),
            verdict=self._state("verdict"),
            reason=self._reason(),
            sources=self._sources(),
            file=self._path.name,
            line=self._header,
        )

    def _measurement(self) -> str:
        text = self._text("measurement")
        if found := _HASH.fullmatch(text):
            return found[1]
        if not _UID.fullmatch(text):
            remedy = "Give its measurement_uid, or the SHA-256 of its line in hex."
            self.refuse("measurement", f"{text!r} names no measurement", remedy)
        return text

    def _reviewer(self) -> str:
        text = self._text("reviewer")
        if _PERSONAL.search(text) or len(text) > 80:
            remedy = "Give a role or a pseudonym, such as 'network engineer, Xanadu'."
            self.refuse("reviewer", "this may point to a person", remedy)
        return text

    def _date(self) -> date:
        found = self._entry["date"]
        if not isinstance(found, date) or isinstance(found, datetime):
            self.refuse("date", f"{found!r} is no day", "Write it without quotes: 2026-03-04.")
        return found

    def _state(self, key: str) -> str:
        text = self._text(key)
        if text not in _STATES:
            self.refuse(key, f"{text!r} is no state", f"Use one of {', '.join(_STATES)}.")
        if key == "verdict" and text == self._entry["ours"]:
            self.refuse(key, "it is the verdict that it disagrees with", "Name the one you hold.")
        return text

    def _reason(self) -> str:
        text = self._text("reason")
        if len(text) > LONGEST_REASON or _PERSONAL.search(text):
            remedy = f"At most {LONGEST_REASON} characters, without addresses of persons."
            self.refuse("reason", "too long, or it may point to a person", remedy)
        return " ".join(text.split())

    def _sources(self) -> tuple[str, ...]:
        found = self._entry["sources"]
        if not isinstance(found, list) or not all(
            isinstance(item, str) and _SOURCE.fullmatch(item) for item in found
        ):
            remedy = "A list of https:// addresses or doi:10.… names; it may be empty."
            self.refuse("sources", f"{found!r} are no sources", remedy)
        return tuple(found)

    def _text(self, key: str) -> str:
        found = self._entry[key]
        if not isinstance(found, str) or not found.strip():
            self.refuse(key, f"{found!r} is no text", "Write it in quotes.")
        return found.strip()

    def refuse(self, key: str, what: str, remedy: str) -> NoReturn:
        """Raise at the line of the key, or else of the table's header."""
        is_key = re.compile(rf"\s*{re.escape(key)}\s*=") if key else None
        line = next(
            (
                self._header + number
                for number, text in enumerate(self._body, 1)
                if is_key and is_key.match(text)
            ),
            self._header,
        )
        raise CuratedFileError(self._path, line, what, remedy=remedy)
