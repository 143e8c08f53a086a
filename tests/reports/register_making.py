"""The register's pages for tests: a desk a language, and what a reader sees of a page."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Any

from fanous.register.load import load_register
from fanous.reports.register_desk import Desk, Written
from fanous.reports.register_measured import NOTHING_BESIDE, Beside
from fanous.reports.register_shelf import Shelf
from fanous.reports.register_site import by_claim, shelf_of, without_measurement
from fanous.reports.render import Renderer

COMMON = {"synthetic": 0, "received": 0, "rules_version": "1"}
EVENT = {
    "entity": "country:IR",
    "kind": "connectivity_loss",
    "onset": ["2019-11-16T14:00:00+00:00", "2019-11-16T18:15:00+00:00"],
    "end": [None, None],
    "depth": {"bgp": 0.4998, "probing": 0.9631},
    "t90_t10_minutes": {"probing": 90.0},
    "residual": {"probing": 0.0427},
}
ORDER = [
    {"entity": "asn:57218", "onset": "2019-11-16T12:30:00+00:00"},
    {"entity": "asn:58224", "onset": "2019-11-16T16:15:00+00:00"},
]


def graded() -> list[dict[str, Any]]:
    """What can be said without measurement, but for one claim that signals fit."""
    grades = [dict(grade) for grade in without_measurement(load_register())]
    for grade in grades:
        if str(grade["link"]).startswith("S2-16-") and grade["test"]:
            grade |= {
                "grade": "consistent",
                "facts": {"events": [EVENT], "networks_in_order": ORDER},
                "rivals": ["a storm"],
                "operators": ("ioda",),
            }
    return grades


@lru_cache
def shelf() -> Shelf:
    """Our own register with these grades."""
    return Shelf(load_register(), by_claim(graded()))


@lru_cache
def unmeasured() -> Shelf:
    """Our own register before anybody looked at a measurement."""
    return shelf_of(load_register())


def desk(language: str = "en", beside: Beside = NOTHING_BESIDE) -> Desk:
    """Where pages are written in a language."""
    return Desk(shelf(), Renderer(language, COMMON), ("en", "fa"), beside)


def shown(written: Written | str) -> str:
    """What a reader sees."""
    page = written if isinstance(written, str) else written[1].decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())
