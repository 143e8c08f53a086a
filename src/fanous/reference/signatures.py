"""Censored Planet's signature files, as fingerprints.

Decides how a signature becomes rows for the same matcher. A signature is an expression searched in
the status line, the headers and the body at once: one that begins with a header's name is looked
for in that header, any other in the body, and one that is a URL in `Location` too. What holds no
operator becomes a literal. The id's first letters say what it is worth; they name no country,
because the ids' own country words are not reliable (`f_gen_ir_…` is Arabic), so a signature alone
blames no country. Ids get the prefix `censored_planet.`: OONI's table has most of these signatures
already, as `cp.…`, and what `known` looks for at a place is not taken again. An id that occurs
twice keeps both its patterns. Format: one JSON object a line, `fingerprint` and `pattern`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from fanous.errors import CuratedFileError
from fanous.reference.fingerprint_tables import FingerprintFile
from fanous.reference.fingerprints import Fingerprint
from fanous.reference.patterns import matcher

__all__ = ["BLOCKPAGES", "FALSE_POSITIVES", "load_signatures"]

BLOCKPAGES = "blockpage_signatures.json"
FALSE_POSITIVES = "false_positive_signatures.json"
PREFIX = "censored_planet."

# Products, national, providers, corporate, unknown, generic: their order of trust.
_SCOPES = {"a_prod": "prod", "b_nat": "nat", "c_isp": "isp", "d_corp": "inst"}
_SCOPES |= {"e_unk": "vbw", "f_gen": "vbw"}
_HEADER = re.compile(r"(Location|Server|Via|X-App-Url|Set-Cookie): ?", re.IGNORECASE)
_OPERATOR = re.compile(r"(?<!\\)(?:\\\\)*[.*+?\[\](){}|^$]|\\[A-Za-z0-9]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def load_signatures(path: Path, known: Iterable[Fingerprint] = ()) -> FingerprintFile:
    """Read a file of signatures, without what `known` looks for at the same place already.

    Lines that can't be used are told, the others serve. Raises CuratedFileError if it is not UTF-8.
    """
    seen = {(row.location, row.pattern) for row in known}
    rows, refused = list[Fingerprint](), list[CuratedFileError]()
    for line, text in enumerate(_text(path).split("\n"), start=1):
        if not text.strip():
            continue
        try:
            rows += _fingerprints(path, line, text, seen)
        except CuratedFileError as error:
            refused.append(error)
    return FingerprintFile(tuple(dict.fromkeys(rows)), tuple(refused))


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(raw[: error.start].split(b"\n"))
        what = f"not UTF-8 ({error.reason})"
        raise CuratedFileError(path, line, what, remedy="Save it as UTF-8.") from error


def _fingerprints(
    path: Path, line: int, text: str, seen: set[tuple[str, str]]
) -> Iterator[Fingerprint]:
    """One signature as a row for each place it is looked for in and nothing else is."""
    name, pattern = _signature(path, line, text)
    scope = "fp" if path.name == FALSE_POSITIVES else _scope(path, line, name)
    for location, kind, wanted in _places(pattern):
        if (location, wanted) in seen:
            continue
        try:
            matcher(kind, wanted)
        except ValueError as error:
            remedy = "Mend the expression, or remove the line: the others serve without it."
            raise CuratedFileError(path, line, f"pattern: {error}", remedy=remedy) from error
        yield Fingerprint(f"{PREFIX}{name}", scope, location, kind, wanted, frozenset())


def _signature(path: Path, line: int, text: str) -> tuple[str, str]:
    try:
        found = json.loads(text)
        name, pattern = found["fingerprint"], found["pattern"]
    except (ValueError, KeyError, TypeError) as error:
        what = f"not a signature ({type(error).__name__}: {error})"
        remedy = "Write one JSON object a line, with fingerprint and pattern."
        raise CuratedFileError(path, line, what, remedy=remedy) from error
    if not (isinstance(name, str) and name and isinstance(pattern, str)):
        what = "fingerprint or pattern is not text"
        raise CuratedFileError(path, line, what, remedy="Both are text, and the id is not empty.")
    return name, pattern


def _scope(path: Path, line: int, name: str) -> str:
    letters = "_".join(name.split("_")[:2])
    if letters not in _SCOPES:
        what = f"the id {name!r} does not say what it is worth"
        remedy = f"Ids of block pages begin with {', '.join(_SCOPES)}."
        raise CuratedFileError(path, line, what, remedy=remedy)
    return _SCOPES[letters]


def _places(pattern: str) -> Iterator[tuple[str, str, str]]:
    """(location, pattern type, pattern) for each place a signature is looked for in."""
    header = _HEADER.match(pattern)
    wanted = pattern[header.end() :] if header else pattern
    is_literal = not _OPERATOR.search(wanted)
    text = _ESCAPED.sub(r"\1", wanted) if is_literal else wanted
    kind = "contains" if is_literal else "regexp"
    if header:
        at_start = "prefix" if is_literal else kind
        yield f"header.{header[1].lower()}", at_start, text
        return
    yield "body", kind, text
    if text.startswith(("http://", "https://")):
        yield "header.location", "prefix" if is_literal else kind, text
