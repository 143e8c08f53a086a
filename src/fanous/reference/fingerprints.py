"""Fingerprints of block pages and forged answers: what matches, and what that is worth.

Decides which fingerprints an answer or a response carries and reduces them to one kind, by the
table's scope and countries: `false_positive` is tried first and silences the rest; then `country`
(listed for the probe's country), `product` (a filtering product, an institution), `vague` (words
that blame nobody alone), `abroad` (listed for other countries only: spill-over, a VPN, a wrong
geolocation). Format and scopes: ooni/blocking-fingerprints. Leaves blame to the rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fanous.errors import CuratedFileError
from fanous.model.names import host
from fanous.reference.csv_rows import csv_rows

__all__ = ["KINDS", "DnsFingerprints", "Fingerprint", "HttpFingerprints", "load_fingerprints"]

KINDS = ("false_positive", "country", "product", "vague", "abroad")
_SCOPES = {"nat", "isp", "prod", "inst", "vbw", "fp", "injb", "prov"}
_PATTERN_TYPES = {"full", "prefix", "contains", "regexp"}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One row of a fingerprint table. `location` is dns, body or header.<name>."""

    name: str
    scope: str
    location: str
    pattern_type: str
    pattern: str
    countries: frozenset[str]

    def kind(self, probe_cc: str) -> str:
        """What a match is worth to a probe in `probe_cc`; one of KINDS."""
        if self.scope == "fp":
            return "false_positive"
        if probe_cc in self.countries:
            return "country"
        if self.countries:
            return "abroad"
        return "vague" if self.scope == "vbw" else "product"


Match = tuple[list[str] | None, str | None]
_NO_TABLE: Match = (None, None)  # nothing was looked for
_NO_MATCH: Match = ([], None)


def _reduce(matches: list[Fingerprint], probe_cc: str) -> Match:
    """Ids in order of name, and the one kind that decides."""
    if not matches:
        return _NO_MATCH
    kinds = {match.kind(probe_cc) for match in matches}
    decisive = next(kind for kind in KINDS if kind in kinds)
    return sorted({match.name for match in matches}), decisive


class DnsFingerprints:
    """Addresses and names that are known to be forged answers."""

    def __init__(self, rows: tuple[Fingerprint, ...] = ()) -> None:
        self._by_answer: dict[str, list[Fingerprint]] = {}
        for row in rows:
            self._by_answer.setdefault(host(row.pattern), []).append(row)  # as answers are written

    def match(self, addresses: list[str], names: list[str], probe_cc: str) -> Match:
        """Fingerprints that equal an answered address or name; ids are None without a table."""
        if not self._by_answer:
            return _NO_TABLE
        answers = [*addresses, *names]
        found = [row for answer in answers for row in self._by_answer.get(answer, ())]
        return _reduce(found, probe_cc)


class HttpFingerprints:
    """Patterns over a response. Body literals are searched in one pass, whatever their number."""

    def __init__(self, rows: tuple[Fingerprint, ...] = ()) -> None:
        body = [row for row in rows if row.location == "body"]
        self._literals = [row for row in body if row.pattern_type != "regexp"]
        self._expressions = [
            (re.compile(row.pattern, re.DOTALL), row)
            for row in body
            if row.pattern_type == "regexp"
        ]
        self._headers: dict[str, list[Fingerprint]] = {}
        for row in rows:
            if row.location.startswith("header."):
                self._headers.setdefault(row.location[len("header.") :], []).append(row)
        self._automaton = None
        if self._literals:
            from ahocorasick_rs import AhoCorasick

            self._automaton = AhoCorasick([row.pattern for row in self._literals])

    def match(self, headers: Mapping[str, str], body: str, probe_cc: str) -> Match:
        """Fingerprints in a response; `headers` are keyed in lower case; None without a table."""
        if not (self._headers or self._automaton or self._expressions):
            return _NO_TABLE
        found = [*self._match_headers(headers), *self._match_body(body)] if body or headers else []
        return _reduce(found, probe_cc)

    def _match_body(self, body: str) -> list[Fingerprint]:
        found = [row for expression, row in self._expressions if expression.search(body)]
        if self._automaton is None or not body:
            return found
        hits = self._automaton.find_matches_as_indexes(body, overlapping=True)
        for index, start, end in hits:
            row = self._literals[index]
            if row.pattern_type == "contains" or (
                start == 0 and (row.pattern_type == "prefix" or end == len(body))
            ):
                found.append(row)
        return found

    def _match_headers(self, headers: Mapping[str, str]) -> list[Fingerprint]:
        return [
            row
            for name, rows in self._headers.items()
            if name in headers
            for row in rows
            if _holds(row, headers[name])
        ]


def _holds(row: Fingerprint, value: str) -> bool:
    """Whether a header's value fits a row's pattern."""
    match row.pattern_type:
        case "full":
            return value == row.pattern
        case "prefix":
            return value.startswith(row.pattern)
        case "contains":
            return row.pattern in value
        case _:
            return re.search(row.pattern, value) is not None


def load_fingerprints(path: Path) -> tuple[Fingerprint, ...]:
    """Read a fingerprint table in the columns of ooni/blocking-fingerprints."""
    required = ("name", "scope", "location_found", "pattern_type", "pattern", "expected_countries")
    rows = []
    for line, row in csv_rows(path, required=required):
        _check(path, line, row)
        countries = frozenset(filter(None, re.split(r"[,\s]+", row["expected_countries"].upper())))
        name, scope, location = row["name"], row["scope"], row["location_found"].lower()
        rows.append(
            Fingerprint(name, scope, location, row["pattern_type"], row["pattern"], countries)
        )
    return tuple(rows)


def _check(path: Path, line: int, row: dict[str, str]) -> None:
    """Refuse a row that could not be matched as its author meant."""
    if row["scope"] not in _SCOPES:
        what = f"scope {row['scope']!r} is not one of {', '.join(sorted(_SCOPES))}"
        raise CuratedFileError(path, line, what, remedy="Use a scope of the table's documentation.")
    if row["pattern_type"] not in _PATTERN_TYPES:
        what = f"pattern_type {row['pattern_type']!r} is unknown"
        raise CuratedFileError(path, line, what, remedy="Use full, prefix, contains or regexp.")
    if not row["pattern"]:
        raise CuratedFileError(
            path, line, "the pattern is empty", remedy="An empty pattern fits all."
        )
    if row["pattern_type"] == "regexp":
        try:
            re.compile(row["pattern"])
        except re.error as error:
            what = f"pattern is not a regular expression: {error}"
            raise CuratedFileError(path, line, what, remedy="Mend the expression.") from error
