"""What others did is held only against failures whose helper was silent."""

from __future__ import annotations

from pathlib import Path

from fanous.rules.judge import Pool, judge
from fanous.rules.subjects.elsewhere import ELSEWHERE
from fanous.store.query import rows
from tests.control.test_pool import of, pool, silent
from tests.making import measurement


def held(folder: Path, voices: int) -> dict[str, int]:
    """Rows of each relation: one silent failure beside so many other networks."""
    others = [of(measurement(number), "XC", 64600 + number) for number in range(1, voices + 1)]
    connection = pool(folder, silent(0), *others)
    judge(connection, pool=Pool.SAME)
    return {name: len(rows(connection, f"SELECT * FROM {name}")) for name in ELSEWHERE}


def test_enough_other_networks_are_held_against_a_silent_failure(tmp_path: Path) -> None:
    found = held(tmp_path, 3)
    assert found["shook_hands_elsewhere"] == 1
    assert found["known_names"] == 1
    assert found["connected_elsewhere"] == 0  # it connected itself


def test_two_networks_are_not_enough(tmp_path: Path) -> None:
    assert set(held(tmp_path, 2).values()) == {0}
