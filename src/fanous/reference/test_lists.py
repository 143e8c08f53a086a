"""Test lists: which sites are tested, and under which category (format of citizenlab/test-lists).

Decides only how a list is read; the lists are CC BY-NC-SA and are read from where they lie, never
shipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fanous.model.names import url
from fanous.reference.csv_rows import csv_rows

__all__ = ["ListedUrl", "load_test_list"]


@dataclass(frozen=True, slots=True)
class ListedUrl:
    """One row: a URL, its normalised host and its category code (such as NEWS)."""

    url: str
    host: str
    category: str


def load_test_list(path: Path) -> tuple[ListedUrl, ...]:
    """Read a `testlist_*.csv`; rows whose URL has no host are left out."""
    rows = (
        ListedUrl(row["url"], url(row["url"]).hostname, row["category_code"])
        for _, row in csv_rows(path, required=("url", "category_code"))
    )
    return tuple(row for row in rows if row.host)
