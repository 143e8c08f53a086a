from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import CuratedFileError, UsageError
from fanous.evaluation.countries import (
    find_scenario,
    preset_names,
    random_country,
    simulate_sightings,
)
from fanous.evaluation.countries.scenario import EVENT_KINDS, MECHANISMS, NUISANCE_KINDS
from tests.conftest import ROOT

PRESETS = {
    *("quiet-month", "national-block", "isp-rollout", "exam-curfew", "shutdown-then-block"),
    *("partial", "nuisances", "forged-flood", "random"),
}


def test_the_presets_are_those_that_are_promised() -> None:
    assert set(preset_names()) == PRESETS


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_preset_can_be_drawn_and_its_events_seen(name: str) -> None:
    made = find_scenario(name, 3)
    assert name == "random" or made.name == name
    table, truth = simulate_sightings(made, 3)
    assert table.num_rows > 300
    assert len(truth.events) == len(made.events)
    if name != "random":
        assert all(event.observers_a_day > 1 for event in truth.events)


def test_presets_hold_what_their_names_say() -> None:
    kinds = {name: [event.kind for event in find_scenario(name, 1).events] for name in PRESETS}
    assert kinds["quiet-month"] == kinds["nuisances"] == []
    assert kinds["national-block"] == kinds["isp-rollout"] == ["blocking"]
    assert kinds["exam-curfew"] == ["recurring", "blocking"]
    assert kinds["shutdown-then-block"] == ["silence", "blocking", "already_blocked"]
    assert {item.kind for item in find_scenario("nuisances", 1).nuisances} == set(NUISANCE_KINDS)


def test_the_guide_names_every_preset_and_kind() -> None:
    guide = (ROOT / "docs" / "how-to" / "write-a-scenario.md").read_text(encoding="utf-8")
    for name in (*preset_names(), *NUISANCE_KINDS, *EVENT_KINDS, *MECHANISMS):
        assert f"`{name}`" in guide, name


def test_random_is_the_country_of_the_seed() -> None:
    assert find_scenario("random", 12) == random_country(12)


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    from fanous.paths import data_folder

    text = (data_folder() / "scenarios" / "partial.toml").read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace('"partial"', '"mine"'), encoding="utf-8")
    assert find_scenario(str(path), 1).name == "mine"


def test_what_is_neither_is_refused_with_what_there_is(tmp_path: Path) -> None:
    for named in ("nothing", str(tmp_path / "missing.toml"), str(tmp_path)):
        with pytest.raises(UsageError) as caught:
            find_scenario(named, 1)
        assert "quiet-month" in caught.value.remedy
    (tmp_path / "bad.toml").write_text("name = 3")
    with pytest.raises(CuratedFileError, match=r"bad\.toml"):
        find_scenario(str(tmp_path / "bad.toml"), 1)
