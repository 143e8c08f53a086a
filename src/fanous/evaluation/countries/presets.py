"""Scenarios that ship with Fanous, and the ones a person names.

Decides what `--scenario` may be: the name of a preset (`data/scenarios/NAME.toml`), `random` (a
country made from the seed), or the path of a TOML file.
"""

from __future__ import annotations

from pathlib import Path

from fanous.errors import UsageError
from fanous.evaluation.countries.document import read_scenario
from fanous.evaluation.countries.random_country import random_country
from fanous.evaluation.countries.scenario import Scenario
from fanous.paths import data_folder

__all__ = ["RANDOM", "find_scenario", "preset_names"]

RANDOM = "random"
_SUFFIX = ".toml"


def _folder() -> Path:
    return data_folder() / "scenarios"


def preset_names() -> tuple[str, ...]:
    """Names of the presets, `random` last."""
    return (*sorted(path.stem for path in _folder().glob(f"*{_SUFFIX}")), RANDOM)


def find_scenario(named: str, seed: int) -> Scenario:
    """A preset by name, else a file by path. The seed matters for `random` alone.

    Raises UsageError for neither, CuratedFileError for a file that is wrong.
    """
    if named == RANDOM:
        return random_country(seed)
    if named in preset_names():
        return read_scenario(_folder() / f"{named}{_SUFFIX}")
    path = Path(named)
    if path.suffix != _SUFFIX or not path.is_file():
        known = ", ".join(preset_names())
        raise UsageError(
            f"{named}: no scenario", remedy=f"Name a file that ends in .toml, or one of {known}."
        )
    return read_scenario(path)
