from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from fanous.register.imports.country_names import _CODES, code_of
from fanous.register.places import COUNTRIES


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Iran (Islamic Republic of)", "IR"),
        ("Tanzania, United Republic of", "TZ"),
        ("Côte d'Ivoire", "CI"),
        ("Antigua & Barbuda", "AG"),
        ("antigua and barbuda", "AG"),
        ("United States of America (USA)", "US"),
        ("Norway", "NO"),
        ("Laos; Myanmar", ""),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_names(name: str, code: str) -> None:
    assert code_of(name) == code


def test_every_code_is_a_country() -> None:
    assert set(_CODES.values()) <= COUNTRIES


def test_names_of_the_lists(shared: Path) -> None:
    with gzip.open(shared / "register" / "accessnow_stop_2016_2025.csv.gz", "rt") as handle:
        names = {row["country"] for row in csv.DictReader(handle)}
    unknown = {name for name in names if not code_of(name)}
    assert all(";" in name for name in unknown)  # rows of several countries
