"""Runs verbs of the command line in children that die, or are interrupted, at a chosen moment.

A script of its own (`python -m tests.engine.killing`): it imports the product once and forks a
child for each run. It starts no threads itself, so that forking is safe. A line of standard input
is a JSON list of runs; the line that answers is the list of how each child ended (as `subprocess`
says it: -9 is SIGKILL).
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import stat
import sys
from typing import Any

NEVER, BEFORE, AFTER, HALF = "never", "before", "after", "half"
INTERRUPT, INTERRUPT_PARENT = "interrupt", "interrupt the parent"

_HEAVY = """
    fanous.cli fanous.i18n fanous.pipeline pyarrow.compute pyarrow.parquet isal.igzip_lib duckdb
""".split()

Run = dict[str, Any]


def run(arguments: list[str], *, at: str = NEVER, count: int = 0) -> Run:
    """One run. `at`: before, after or half through the `count`-th file that is put in place."""
    return {"arguments": arguments, "at": at, "count": count}


def _arrange(at: str, count: int) -> None:
    """Make the moment come. Only the outermost calls are wrapped; what they do stays."""
    replace, fsync, left = os.replace, os.fsync, [count]

    def now() -> bool:
        left[0] -= 1
        return left[0] == 0

    def replacing(*arguments: Any, **options: Any) -> None:
        here = now()
        if here and at == BEFORE:
            os.kill(os.getpid(), signal.SIGKILL)
        replace(*arguments, **options)
        if here:
            os.kill(os.getpid(), signal.SIGKILL if at == AFTER else signal.SIGINT)

    def halving(handle: Any) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode) and now():
            os.ftruncate(handle, os.fstat(handle).st_size // 2)
            os.kill(os.getpid(), signal.SIGKILL)
        fsync(handle)

    if at == HALF:
        os.fsync = halving  # type: ignore[assignment]
    elif at == INTERRUPT_PARENT:
        from fanous.cli.output import LineProgress

        def advancing(self: LineProgress, **counts: int) -> None:
            if now():
                os.kill(os.getpid(), signal.SIGINT)

        LineProgress.advance = advancing  # type: ignore[method-assign]
    elif at != NEVER:
        os.replace = replacing


def _child(wanted: Run) -> int:
    from fanous.cli import main

    _arrange(wanted["at"], wanted["count"])
    return main(wanted["arguments"])


def _end_of(wanted: Run) -> int:
    """Fork a child for a run and wait for its end."""
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            code = _child(wanted)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    """Run what each line of standard input asks for."""
    # A shell lets what it starts in the background ignore interrupts: then nothing would be tested.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in _HEAVY:
        importlib.import_module(name)  # once, not in every child
    for line in sys.stdin:
        print(json.dumps([_end_of(wanted) for wanted in json.loads(line)]), flush=True)


if __name__ == "__main__":
    main()
