"""Work for other processes, importable by name: what the executor's tests hand to it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from fanous.errors import StoreFullError


def double(number: int) -> int:
    return 2 * number


def double_unless_full(number: int) -> int:
    if number == 2:
        raise StoreFullError("the disk is full", remedy="Free some space.")
    return 2 * number


def die_once(task: tuple[int, Path]) -> int:
    """Ends its process the first time; the marker remembers."""
    number, marker = task
    if number == 2 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def die_always(number: int) -> int:
    if number == 2:
        os._exit(7)
    return 2 * number


def process_of(number: int) -> int:
    return os.getpid()


def interrupts_are_ignored(number: int) -> bool:
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN
