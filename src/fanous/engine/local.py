"""The executor of one machine: a process pool that survives a killed worker.

Decides how tasks spread over processes. A worker that dies (out of memory, a signal) takes no other
task with it: the pool is rebuilt, what was unfinished is tried once more, one task at a time, and a
task that kills its worker twice is quarantined, named, and left out. Errors that are everybody's
(a full disk) stop the run. With one worker everything runs here.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Quarantined", "map_tasks"]

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Quarantined(Generic[Task]):
    """A task that killed its worker twice."""

    task: Task


def map_tasks(
    function: Callable[[Task], Result], tasks: Sequence[Task], *, workers: int
) -> Iterator[Result | Quarantined[Task]]:
    """Run `function` over tasks; results come as they are ready, in no order.

    `function` must be importable by name and its task picklable. Raises what `function` raises.
    """
    if workers <= 1 or len(tasks) <= 1:
        yield from map(function, tasks)
        return
    unfinished: list[Task] = []
    yield from _pool(function, tasks, workers, unfinished)
    for task in unfinished:
        again: list[Task] = []
        yield from _pool(function, [task], 1, again)
        if again:
            yield Quarantined(task)


def _pool(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    workers: int,
    unfinished: list[Task],
) -> Iterator[Result]:
    """Run tasks in one pool; those it did not finish because it broke go to `unfinished`."""
    # A fresh interpreter each: forking a process whose libraries run threads can hang it.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_ignore_interrupts)
    futures: dict[Future[Result], Task] = {}
    try:
        for number, task in enumerate(tasks):
            try:
                futures[pool.submit(function, task)] = task
            except BrokenProcessPool:  # a worker died while tasks were still being handed out
                unfinished.extend(tasks[number:])
                break
        for future in as_completed(futures):
            try:
                result = future.result()
            except BrokenProcessPool:
                unfinished.append(futures[future])
            else:
                yield result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _ignore_interrupts() -> None:
    """Ctrl-C goes to the parent, which lets running tasks reach their commit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
