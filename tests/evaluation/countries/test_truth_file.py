from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import CuratedFileError
from fanous.evaluation.countries import random_country, read_truth_file, simulate_sightings
from fanous.evaluation.countries.truth_file import write_truth_file


@pytest.mark.parametrize("seed", range(4))
def test_truth_is_read_as_it_was_written(tmp_path: Path, seed: int) -> None:
    _, truth = simulate_sightings(random_country(seed), seed)
    write_truth_file(tmp_path / "a.json", truth)
    assert read_truth_file(tmp_path / "a.json") == truth
    write_truth_file(tmp_path / "b.json", truth)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_times_are_utc_and_an_open_end_is_null(tmp_path: Path) -> None:
    from .making import block, scenario

    _, truth = simulate_sightings(scenario(block(end=None)), 1)
    write_truth_file(tmp_path / "truth.json", truth)
    text = (tmp_path / "truth.json").read_text()
    assert '"onset": "2026-03-07T00:00:00Z"' in text
    assert '"end": null' in text


def test_anything_else_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text('{"scenario": 3}')
    for name in ("truth.json", "missing.json"):
        with pytest.raises(CuratedFileError, match=name):
            read_truth_file(tmp_path / name)
