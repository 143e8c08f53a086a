"""fanous simulate: write raw files of two fictional countries, with the truth beside them

For trials, demonstrations and tests. Everything it writes says that it is synthetic.
"""

from __future__ import annotations

import argparse

from fanous.cli.options import add_out
from fanous.cli.output import say, warn

__all__ = ["arguments", "run"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    add_out(parser, "folder for raw/, reference/ and truth.csv")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="default: 1")
    parser.add_argument("--days", type=int, default=14, metavar="N", help="default: 14")


def run(chosen: argparse.Namespace) -> int:
    """Do it."""
    from fanous.evaluation.simulator import simulate

    summary = simulate(chosen.out, seed=chosen.seed, days=chosen.days)
    warn(
        say(
            "{measurements} synthetic measurements in {files} files, with their truth, in {out}",
            measurements=summary.measurements,
            files=summary.files,
            out=chosen.out,
        )
    )
    return 0
