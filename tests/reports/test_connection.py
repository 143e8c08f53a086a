"""The drawing of a measurement's steps: within its frame, in order, told apart without colour."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.explain.explanation import Explanation, explain
from fanous.explain.find import find_in_file
from fanous.i18n import LANGUAGES, messages
from fanous.reference.load import load_reference
from fanous.reports.connection import MOST_ROWS, ROW_HEIGHT, connection_drawing
from fanous.sources.base import Context
from tests.making import FUZZ, LATEST, measurement, reset_measurement, write_source

ENGLISH = messages("en")


@pytest.fixture(scope="module")
def reset(tmp_path_factory: pytest.TempPathFactory) -> Explanation:
    return explained(tmp_path_factory.mktemp("reset"), reset_measurement())


def explained(folder: Path, record: object) -> Explanation:
    path = write_source(folder / "one.jsonl", [record])
    return explain(find_in_file(path, "", Context(load_reference()), latest=LATEST).case)


def at(it: Explanation, *times: tuple[float | None, float | None]) -> Explanation:
    """The same steps at other times."""
    steps = tuple(
        replace(step, start=start, end=end)
        for step, (start, end) in zip(it.steps, times, strict=True)
    )
    return replace(it, steps=steps)


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_are_told_apart_by_word_mark_and_pattern(reset: Explanation, language: str) -> None:
    drawing = connection_drawing(messages(language), reset)
    assert drawing is not None
    assert [bar.mark for bar in drawing.bars] == ["worked", "worked", "failed", "failed"]
    assert [bar.layer for bar in drawing.bars] == ["DNS", "TCP", "TLS", "HTTP"]
    words = [bar.word for bar in drawing.bars]
    assert words[0] == words[1] != words[2] != words[3]
    assert drawing.bars[2].state == "likely_blocked"
    assert (drawing.total_ms, drawing.left_out) == (800, 0)


def test_no_times_no_drawing(reset: Explanation, tmp_path: Path) -> None:
    for nothing in (None, 0.0):
        assert connection_drawing(ENGLISH, at(reset, *[(nothing, nothing)] * 4)) is None
    empty = replace(reset, steps=(), judged=())
    assert connection_drawing(ENGLISH, empty) is None
    works = connection_drawing(ENGLISH, explained(tmp_path, measurement()))
    assert works is not None and {bar.mark for bar in works.bars} == {"worked"}


TIMES = st.floats(0, 1e6, allow_nan=False)


@FUZZ
@given(times=st.lists(st.tuples(TIMES, TIMES), min_size=4, max_size=4))
def test_bars_lie_within_the_frame(reset: Explanation, times: list[tuple[float, float]]) -> None:
    drawing = connection_drawing(ENGLISH, at(reset, *((min(pair), max(pair)) for pair in times)))
    if drawing is None:
        assert max(end for pair in times for end in pair) == 0
        return
    for row, bar in enumerate(drawing.bars):
        assert bar.y == row * ROW_HEIGHT < drawing.height
        assert 0 <= bar.x <= 100 and bar.width >= 0 and bar.x + bar.width <= 100
    assert 1 <= len(drawing.ticks) <= 5
    assert [tick.at for tick in drawing.ticks] == sorted({tick.at for tick in drawing.ticks})


def test_many_steps_are_cut_and_counted(reset: Explanation) -> None:
    steps = reset.steps * (MOST_ROWS // 2)
    drawing = connection_drawing(ENGLISH, replace(reset, steps=steps, judged=()))
    assert drawing is not None
    assert (len(drawing.bars), drawing.left_out) == (MOST_ROWS, len(steps) - MOST_ROWS)


def test_steps_without_a_time_are_counted_as_not_drawn(reset: Explanation) -> None:
    drawing = connection_drawing(ENGLISH, at(reset, (0, 1), (1, 2), (2, 3), (None, None)))
    assert drawing is not None and drawing.left_out == 1


def test_an_end_alone_is_a_mark_without_a_bar(reset: Explanation) -> None:
    drawing = connection_drawing(ENGLISH, at(reset, (None, 1), (1, 2), (2, 3), (None, 4)))
    assert drawing is not None and drawing.left_out == 0
    assert [bar.width > 0 for bar in drawing.bars] == [False, True, True, False]
    assert drawing.bars[0].x == pytest.approx(drawing.bars[1].x)
