"""Versions of tests and engines as numbers that sort like them, in Python and in SQL.

Decides how a version is read: up to three numbers, missing ones are 0, what follows is ignored
(`3.18.0-alpha` is 3.18.0). As text, `0.2.10` sorts below `0.2.9`.
"""

from __future__ import annotations

import re

__all__ = ["HIGHEST_VERSION", "version_number", "version_sql", "version_text"]

_VERSION = re.compile(r"\s*v?([0-9]{1,5})(?:\.([0-9]{1,5}))?(?:\.([0-9]{1,5}))?")
_PART = 100_000  # above any part of a version
HIGHEST_VERSION = _PART**3 - 1


def version_number(text: str | None) -> int | None:
    """A version's number; None for text that is none."""
    found = _VERSION.match(text or "")
    if found is None:
        return None
    major, minor, patch = (int(part or 0) for part in found.groups())
    return (major * _PART + minor) * _PART + patch


def version_text(number: int) -> str:
    """A number as the version it stands for: 200010 is `0.2.10`."""
    rest, patch = divmod(number, _PART)
    major, minor = divmod(rest, _PART)
    return f"{major}.{minor}.{patch}"


def version_sql(column: str) -> str:
    """The same for a column in DuckDB's SQL; NULL where it holds no version."""
    pattern = f"^{_VERSION.pattern}"
    major, minor, patch = (
        f"coalesce(try_cast(regexp_extract({column}, '{pattern}', {group}) AS BIGINT), 0)"
        for group in (1, 2, 3)
    )
    number = f"({major} * {_PART} + {minor}) * {_PART} + {patch}"
    return f"CASE WHEN regexp_matches({column}, '{pattern}') THEN {number} END"
