"""The command line: one file a verb, each a thin door to a function of the library.

Decides exit codes and how errors are told: 0 done (rejects are counted, not fatal), 2 usage,
3 nothing could be read, 4 the store, 5 a curated file, 130 interrupted. Heavy imports stay inside
the verbs' `run`, so that `fanous --help` answers in a blink.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from fanous import __version__
from fanous.cli import (
    build,
    cells,
    diff,
    evaluate,
    events,
    explain,
    ingest,
    register,
    report,
    rules,
    run,
    signals,
    simulate,
    status,
    verdicts,
)
from fanous.cli.output import say, warn
from fanous.errors import FanousError

__all__ = ["main", "parser"]

VERBS = (
    run,
    verdicts,
    cells,
    events,
    signals,
    explain,
    ingest,
    build,
    report,
    register,
    status,
    rules,
    diff,
    evaluate,
    simulate,
)
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; the reference page is generated from it."""
    root = argparse.ArgumentParser(
        prog="fanous",
        description="Turn open measurements of internet censorship into verdicts, with their "
        "evidence.",
        epilog="Exit codes: 0 done, 2 usage, 3 nothing could be read, 4 store, 5 curated file, "
        "130 interrupted.",
    )
    root.add_argument("--version", action="version", version=f"fanous {__version__}")
    verbs = root.add_subparsers(title="verbs", metavar="VERB", required=True)
    for verb in VERBS:
        name = verb.__name__.rpartition(".")[2]
        summary = (verb.__doc__ or "").partition("\n")[0].partition(": ")[2]
        child = verbs.add_parser(name, help=summary, description=summary)
        verb.arguments(child)
        child.set_defaults(run=verb.run)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen) or 0)
    except FanousError as error:
        warn(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        warn(say("Interrupted. What was committed is intact: run the same command to go on."))
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, a pager) has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
