"""Situations that fire a rule and that nearly do, from `data/situations.json`.

Decides nothing: the file is written by the tests' situations and checked by them to be current, so
that an installed Fanous can name examples without carrying them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from fanous.errors import CuratedFileError
from fanous.paths import data_folder

__all__ = ["FILE", "Examples", "NearMiss", "load_examples"]

FILE = "situations.json"


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A situation in which one endpoint lacks one fact of the rule, and gets another outcome."""

    situation: str
    missing: str


@dataclass(frozen=True, slots=True)
class Examples:
    """Names of situations, which lie in `tests/situations/<name>` of the source tree."""

    fired_by: tuple[str, ...] = ()
    near: tuple[NearMiss, ...] = ()


def load_examples(path: Path | None = None) -> dict[str, Examples]:
    """Examples by rule id (default: the file that ships). A rule without any is not in it.

    Raises CuratedFileError if the file is not what the tests write.
    """
    path = path or data_folder() / FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {
            rule: Examples(
                tuple(map(str, entry["fired_by"])),
                tuple(NearMiss(near["situation"], near["missing"]) for near in entry["near"]),
            )
            for rule, entry in found.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        line = getattr(error, "lineno", 1)
        raise CuratedFileError(
            path,
            line,
            f"no examples of rules can be read ({error})",
            remedy="Write it anew: python -m tests.situations.regenerate",
        ) from error
