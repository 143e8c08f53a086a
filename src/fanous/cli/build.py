"""fanous build: judge what the store holds, and count its cells

Only days whose inputs changed are built; no raw file is touched.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from fanous.cli.options import add_control_networks, add_store, add_workers
from fanous.cli.output import progress, say, warn

if TYPE_CHECKING:
    from fanous.pipeline import BuildSummary

__all__ = ["arguments", "run", "tell"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    add_store(parser)
    add_workers(parser)
    add_control_networks(parser)


def run(chosen: argparse.Namespace) -> int:
    """Do it."""
    from fanous.pipeline import build, default_workers

    summary = build(
        chosen.store,
        workers=chosen.workers or default_workers(),
        control_networks=chosen.control_networks,
        progress=progress(),
    )
    tell(summary)
    return 0


def tell(summary: BuildSummary) -> None:
    """Say what was built."""
    warn(
        say(
            "{days} days built, {measurements} measurements judged, {duplicates} duplicates left "
            "out.",
            days=len(summary.built),
            measurements=sum(build.measurements for build in summary.built),
            duplicates=sum(build.duplicates for build in summary.built),
        )
    )
