"""fanous ingest: read raw files and signal files into a store

Each source is committed on its own; a source the store has already is left as it is. Files of
signals (IODA, Tor, RIPEstat, Radar, counts, plain tables) are told by their content.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from fanous.cli.options import (
    add_declarations,
    add_paths,
    add_reference,
    add_store,
    add_workers,
    declarations,
    reference_paths,
)
from fanous.cli.output import progress, say, tell_problems, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fanous.engine.signals import IngestedSignals
    from fanous.pipeline import IngestSummary

__all__ = ["arguments", "run", "tell"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    add_paths(parser)
    add_store(parser)
    add_reference(parser)
    add_workers(parser)
    add_declarations(parser)


def run(chosen: argparse.Namespace) -> int:
    """Do it; 3 if no source could be read."""
    from fanous.pipeline import default_workers, ingest

    summary = ingest(
        chosen.paths,
        chosen.store,
        reference=reference_paths(chosen),
        workers=chosen.workers or default_workers(),
        progress=progress(),
        declared=declarations(chosen),
    )
    tell(summary)
    if summary.rejects:
        warn(say("Run `fanous status --store {store}` for each reason.", store=chosen.store))
    read = summary.sources > len(summary.refused) or any(item.series for item in summary.signals)
    return 0 if read else 3


def tell(summary: IngestSummary) -> None:
    """Say what was read, what was not, and why."""
    if summary.sources or not summary.signals:
        warn(
            say(
                "{sources} sources, {new} of them new: {measurements} measurements, {rejects} "
                "rejects.",
                sources=summary.sources,
                new=summary.new,
                measurements=summary.measurements,
                rejects=sum(summary.rejects.values()),
            )
        )
    if summary.signals:
        _tell_signals(summary.signals)
    if summary.opinions:
        warn(
            say(
                "{opinions} opinions of others were kept; they are not judged.",
                opinions=summary.opinions,
            )
        )
    if not summary.sources and not summary.signals:
        warn(say("No file there has an ending of a raw source: see `fanous ingest --help`."))
    if summary.ignored:
        shown = ", ".join(summary.ignored[:5]) + (", …" if len(summary.ignored) > 5 else "")
        warn(
            say(
                "{count} files were passed over, their ending is not a raw file's: {shown}",
                count=len(summary.ignored),
                shown=shown,
            )
        )
    for line in (line for told in summary.unused for line in told.splitlines()):
        warn(line)
    for name in summary.refused:
        warn(say("{name}: could not be read; the others were.", name=name))


def _tell_signals(signals: Sequence[IngestedSignals]) -> None:
    """What files of signals gave, and why some gave nothing."""
    warn(
        say(
            "{files} signal files, {new} of them new: {series} series, {points} points.",
            files=len(signals),
            new=sum(item.new for item in signals),
            series=sum(item.series for item in signals),
            points=sum(item.points for item in signals),
        )
    )
    tell_problems([str(problem) for item in signals for problem in item.problems])
