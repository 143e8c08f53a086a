from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.wire.unjudged import UNJUDGED_TESTS, unjudged_measurement


@pytest.mark.parametrize("test_name", UNJUDGED_TESTS)
def test_each_test_is_recognisable(scene_of: Callable[..., Scene], test_name: str) -> None:
    row = unjudged_measurement(scene_of("news.example").session, test_name, Random(1))
    assert row["test_name"] == test_name
    assert isinstance(row["test_keys"], dict) and row["test_keys"]
    assert row == unjudged_measurement(scene_of("news.example").session, test_name, Random(1))
