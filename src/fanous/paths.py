"""Where the curated files lie that ship with Fanous.

Decides one thing: an installed package carries them as `fanous/data`, a clone keeps them in `data/`
at its root, beside `src/`.
"""

from __future__ import annotations

from pathlib import Path

from fanous.errors import FanousError

__all__ = ["data_folder"]

_PACKAGE = Path(__file__).resolve().parent


def data_folder(package: Path = _PACKAGE) -> Path:
    """The folder of curated files. Raises FanousError if this installation has none."""
    places = (package / "data", package.parent.parent / "data")
    for place in places:
        if place.is_dir():
            return place
    raise FanousError(
        f"{places[0]}: no curated files in this installation",
        remedy="Install Fanous again, or run it from a complete clone.",
    )
