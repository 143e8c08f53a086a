"""Fingerprints of block pages and forged answers: what matches, and what that is worth.

Decides which fingerprints an answer or a response carries and reduces them to one kind, by the
table's scope and countries: `country` (listed for the probe's country), `product` (a filtering
product, an institution), `vague` (words that blame nobody alone), `abroad` (listed for other
countries only: spill-over, a VPN, a wrong geolocation). A marker of pages that are no block pages
silences what was found in its own place, the same header or the body: a censor's redirect may carry
the usual page of its web server. It does not silence a whole body, or the beginning of a Location,
that is listed for the probe's country. `false_positive` is left where a marker silenced all, or
stands alone. Scopes: ooni/blocking-fingerprints. Leaves reading tables to `fingerprint_tables`,
patterns to `patterns`, and blame to the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fanous.model.names import host
from fanous.reference.patterns import Matcher, Span, matcher
from fanous.reference.text_search import TextSearch

__all__ = ["KINDS", "SCOPES", "DnsFingerprints", "Fingerprint", "HttpFingerprints"]

KINDS = ("country", "product", "vague", "abroad", "false_positive")  # the first that holds decides
SCOPES = frozenset({"nat", "isp", "prod", "inst", "vbw", "fp", "injb", "prov"})
_HEADER = "header."
_NEVER_SILENCED = frozenset(
    {("body", "full"), ("header.location", "full"), ("header.location", "prefix")}
)
_ANSWERS = 16_384


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


DnsMatch = tuple[list[str] | None, str | None]
HttpMatch = tuple[list[str] | None, str | None, list[str] | None]


def _decisive(matches: Iterable[Fingerprint], probe_cc: str) -> str | None:
    """The one kind that decides, None if nothing matched."""
    found = [(row, row.kind(probe_cc)) for row in matches]
    marked = {row.location for row, kind in found if kind == "false_positive"}
    kinds = {
        kind
        for row, kind in found
        if kind == "false_positive" or row.location not in marked or _stands(row, kind)
    }
    return next((kind for kind in KINDS if kind in kinds), None)


def _stands(row: Fingerprint, kind: str) -> bool:
    """Whether a match is so exact that no marker beside it can silence it."""
    return kind == "country" and (row.location, row.pattern_type) in _NEVER_SILENCED


class DnsFingerprints:
    """Addresses and names that are known to be forged answers."""

    def __init__(self, rows: tuple[Fingerprint, ...] = ()) -> None:
        self._by_answer: dict[str, list[Fingerprint]] = {}
        self._others: list[tuple[Matcher, Fingerprint]] = []
        for row in rows:
            if row.location != "dns":
                continue
            if row.pattern_type == "full":  # as answers are written
                self._by_answer.setdefault(host(row.pattern), []).append(row)
            else:
                self._others.append((matcher(row.pattern_type, row.pattern), row))
        self._rows_of = lru_cache(_ANSWERS)(self._find)  # the same answers come all day

    def match(self, addresses: list[str], names: list[str], probe_cc: str) -> DnsMatch:
        """Ids, in order, that fit an answered address or name, and the kind that decides.

        Ids are None without a table: nothing was looked for.
        """
        if not self._by_answer and not self._others:
            return None, None
        found: list[Fingerprint] = []
        for answer in (*addresses, *names):
            if rows := self._rows_of(answer):
                found += rows
        if not found:
            return [], None
        return sorted({row.name for row in found}), _decisive(found, probe_cc)

    def _find(self, answer: str) -> tuple[Fingerprint, ...]:
        """Every row that fits one answer."""
        others = (row for holds, row in self._others if holds(answer) is not None)
        return (*self._by_answer.get(answer, ()), *others)


class HttpFingerprints:
    """Patterns over a response. The body and each header are read once, whatever their number."""

    def __init__(self, rows: tuple[Fingerprint, ...] = ()) -> None:
        by_place: dict[str, list[Fingerprint]] = {}
        for row in rows:
            by_place.setdefault(row.location, []).append(row)
        self._body = _Place(by_place["body"]) if "body" in by_place else None
        self._headers = {
            location.removeprefix(_HEADER): _Place(found)
            for location, found in by_place.items()
            if location.startswith(_HEADER)
        }

    def match(
        self,
        headers: Mapping[str, str],
        body: str,
        probe_cc: str,
        encoded: bytes | None = None,
    ) -> HttpMatch:
        """Ids in order, the kind that decides, and where each id was found first.

        `headers` are keyed in lower case. A place is `body:<from>-<to>` or
        `header.<name>:<from>-<to>`, in characters from 0. Ids are None without a table. `encoded`
        is the body in UTF-8, where the caller has it.
        """
        if self._body is None and not self._headers:
            return None, None, None
        found: list[tuple[Fingerprint, Span]] = []
        for name, place in self._headers.items():
            if name in headers:
                found += place.find(headers[name])
        if self._body is not None and body:
            found += self._body.find(body, encoded)
        if not found:
            return [], None, []
        places: dict[str, str] = {}
        for row, (start, end) in found:
            places.setdefault(row.name, f"{row.location}:{start}-{end}")
        kind = _decisive((row for row, _ in found), probe_cc)
        ids = sorted(places)
        return ids, kind, [places[name] for name in ids]


class _Place:
    """The fingerprints of one place: the body, or a header."""

    def __init__(self, rows: list[Fingerprint]) -> None:
        self._rows = rows
        self._search = TextSearch([(row.pattern_type, row.pattern) for row in rows])

    def find(self, text: str, encoded: bytes | None = None) -> list[tuple[Fingerprint, Span]]:
        """What fits, in the order of the table."""
        try:
            found = self._search.find(text, encoded)
        except UnicodeEncodeError:  # half of a surrogate pair, which no honest record holds
            found = self._search.find(text.encode("utf-8", "replace").decode("utf-8"))
        return [(self._rows[index], found[index]) for index in sorted(found)] if found else []
