"""The register's pages as a folder that can be opened by itself.

Decides what such a folder holds beside the pages: the style sheet that they share with the report.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from fanous.i18n import LANGUAGES
from fanous.register.grading.grade import grade_register
from fanous.register.grading.measured import Measured
from fanous.register.load import Register
from fanous.reports.register_pages import register_pages
from fanous.reports.register_shelf import Shelf
from fanous.reports.render import Renderer
from fanous.rules.registry import RULES_VERSION

__all__ = ["by_claim", "shelf_of", "without_measurement", "write_register_site"]

_COMMON = {"synthetic": 0, "received": 0, "rules_version": RULES_VERSION}


def by_claim(grades: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Results by the claim that they are of."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for grade in grades:
        found.setdefault(str(grade["claim"]), []).append(grade)
    return found


def without_measurement(register: Register) -> list[Mapping[str, Any]]:
    """What can be said of every claim before anything was measured."""
    return [asdict(grade) for grade in grade_register(register, Measured())]


def shelf_of(register: Register, grades: Sequence[Mapping[str, Any]] = ()) -> Shelf:
    """A register with its results of grading, or with what can be said without any."""
    return Shelf(register, by_claim(grades or without_measurement(register)), bool(grades))


def write_register_site(
    register: Register,
    out: Path,
    *,
    grades: Sequence[Mapping[str, Any]] = (),
    languages: tuple[str, ...] = LANGUAGES,
) -> int:
    """Write the pages below a folder; returns how many. `grades` are results as they are kept."""
    shelf = shelf_of(register, grades)
    renderers = [Renderer(language, _COMMON) for language in languages]
    style = files("fanous.web") / "static" / "style.css"
    _write(out / "static" / "style.css", style.read_bytes())
    count = 0
    for path, content in register_pages(shelf, renderers, languages):
        _write(out / path, content)
        count += path.endswith(".html")
    return count


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_bytes(content)
    partial.replace(path)
