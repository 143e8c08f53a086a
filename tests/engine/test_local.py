from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from fanous.engine import local
from fanous.engine.local import Quarantined, map_tasks
from fanous.errors import StoreFullError
from tests.engine.working import (
    die_always,
    die_once,
    double,
    double_unless_full,
    interrupts_are_ignored,
    process_of,
)


@pytest.mark.parametrize("workers", [0, 1])
def test_one_worker_works_here_and_in_order(workers: int) -> None:
    assert list(map_tasks(double, [3, 1, 2], workers=workers)) == [6, 2, 4]
    assert set(map_tasks(process_of, [1, 2], workers=workers)) == {os.getpid()}


def test_one_task_needs_no_pool_and_none_gives_none() -> None:
    assert list(map_tasks(process_of, [1], workers=4)) == [os.getpid()]
    assert list(map_tasks(double, [], workers=4)) == []


def test_every_task_has_one_result() -> None:
    results = list(map_tasks(double, list(range(12)), workers=2))
    assert sorted(item for item in results if isinstance(item, int)) == list(range(0, 24, 2))


def test_work_is_done_elsewhere_and_leaves_interrupts_to_the_parent() -> None:
    assert os.getpid() not in set(map_tasks(process_of, [1, 2], workers=2))
    assert list(map_tasks(interrupts_are_ignored, [1, 2], workers=2)) == [True, True]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_task_raises_is_raised_whole(workers: int) -> None:
    with pytest.raises(StoreFullError, match="the disk is full") as caught:
        list(map_tasks(double_unless_full, [1, 2, 3], workers=workers))
    assert caught.value.remedy == "Free some space."


def test_a_task_whose_worker_dies_once_is_tried_again(tmp_path: Path) -> None:
    marker = tmp_path / "died"
    tasks = [(number, marker) for number in range(4)]
    results = list(map_tasks(die_once, tasks, workers=2))
    assert marker.exists()
    assert sorted(item for item in results if isinstance(item, int)) == [0, 2, 4, 6]


def test_a_task_that_always_kills_its_worker_takes_no_other_with_it() -> None:
    results = list(map_tasks(die_always, [0, 1, 2, 3], workers=2))
    assert [item for item in results if isinstance(item, Quarantined)] == [Quarantined(2)]
    assert sorted(item for item in results if isinstance(item, int)) == [0, 2, 6]


class BreakingPool:
    """A pool whose first incarnation breaks while tasks are still handed out."""

    made = 0

    def __init__(self, workers: int, **options: object) -> None:
        type(self).made += 1
        self.left = 2 if type(self).made == 1 else 99

    def submit(self, function: Callable[[Any], Any], task: object) -> Future[Any]:
        self.left -= 1
        if self.left < 0:
            raise BrokenProcessPool("a child process terminated abruptly")
        future: Future[Any] = Future()
        future.set_result(function(task))
        return future

    def shutdown(self, **options: object) -> None:
        pass


def test_a_pool_that_breaks_while_tasks_are_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error of `submit` ended the run, with every task not handed out yet."""
    monkeypatch.setattr(local, "ProcessPoolExecutor", BreakingPool)
    monkeypatch.setattr(BreakingPool, "made", 0)
    results = list(map_tasks(double, [1, 2, 3, 4, 5], workers=2))
    assert sorted(item for item in results if isinstance(item, int)) == [2, 4, 6, 8, 10]
    assert BreakingPool.made == 4


def test_leaving_early_ends_the_pool() -> None:
    results = map_tasks(double, list(range(6)), workers=2)
    assert isinstance(next(iter(results)), int)
    results.close()  # type: ignore[attr-defined]
