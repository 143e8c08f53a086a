"""fanous simulate: write raw files of fictional countries, with the truth beside them

For trials, demonstrations and tests. Everything it writes says that it is synthetic. Without
`--scenario`: two countries that show every kind of verdict, and truth.csv. With it: a country by
script, and truth.json (docs/how-to/write-a-scenario.md).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fanous.cli.options import add_out
from fanous.cli.output import say, warn
from fanous.errors import UsageError

__all__ = ["arguments", "run"]

_DEFAULT_DAYS = 14


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    add_out(parser, "folder for raw/, reference/ and the truth")
    parser.add_argument(
        "--scenario",
        metavar="NAME|FILE",
        help="a preset, 'random', or a TOML file (default: two countries, for verdicts)",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="default: 1")
    parser.add_argument(
        "--days", type=int, metavar="N", help="default: 14; a scenario has days of its own"
    )


def run(chosen: argparse.Namespace) -> int:
    """Do it."""
    if chosen.seed < 0:
        raise UsageError(f"--seed {chosen.seed} is below 0", remedy="Give 0 or more.")
    if chosen.scenario is None:
        _two_countries(chosen)
    elif chosen.days is not None:
        raise UsageError(
            "--days with --scenario", remedy="The scenario says its days: leave it out."
        )
    else:
        _scenario(chosen.scenario, chosen.seed, chosen.out)
    return 0


def _two_countries(chosen: argparse.Namespace) -> None:
    from fanous.evaluation.simulator import simulate

    days = _DEFAULT_DAYS if chosen.days is None else chosen.days
    summary = simulate(chosen.out, seed=chosen.seed, days=days)
    warn(
        say(
            "{measurements} synthetic measurements in {files} files, {signals} files of signals, "
            "with their truth, in {out}",
            measurements=summary.measurements,
            files=summary.files,
            signals=summary.signals,
            out=chosen.out,
        )
    )


def _scenario(named: str, seed: int, out: Path) -> None:
    from fanous.evaluation.countries import find_scenario, simulate_raw

    summary = simulate_raw(find_scenario(named, seed), seed, out)
    truth = summary.truth
    warn(
        say(
            "{name}, seed {seed}: {measurements} synthetic measurements in {files} files, with "
            "{events} events and {nuisances} nuisances in truth.json, in {out}",
            name=truth.scenario,
            seed=seed,
            measurements=summary.measurements,
            files=summary.files,
            events=len(truth.events),
            nuisances=len(truth.nuisances),
            out=out,
        )
    )
