"""What all tests share: where the real data lie, if they are here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared_folder() -> Path | None:
    """The folder with real data: `FANOUS_SHARED`, else `../shared` beside the clone."""
    named = os.environ.get("FANOUS_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    return folder if (folder / "data").is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real data; tests that want them are skipped where they are not."""
    folder = shared_folder()
    if folder is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have the real data: set FANOUS_SHARED or put them at ../shared")
        pytest.skip("the real data are not here: set FANOUS_SHARED to their folder")
    return folder / "data"
