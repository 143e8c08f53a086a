"""fanous ingest: read raw files into a store

Each source is committed on its own; a source the store has already is left as it is.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from fanous.cli.options import add_paths, add_reference, add_store, add_workers, reference_paths
from fanous.cli.output import progress, say, warn

if TYPE_CHECKING:
    from fanous.pipeline import IngestSummary

__all__ = ["arguments", "run", "tell"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    add_paths(parser)
    add_store(parser)
    add_reference(parser)
    add_workers(parser)


def run(chosen: argparse.Namespace) -> int:
    """Do it; 3 if no source could be read."""
    from fanous.pipeline import default_workers, ingest

    summary = ingest(
        chosen.paths,
        chosen.store,
        reference=reference_paths(chosen),
        workers=chosen.workers or default_workers(),
        progress=progress(),
    )
    tell(summary)
    if summary.rejects:
        warn(say("Run `fanous status --store {store}` for each reason.", store=chosen.store))
    return 0 if summary.sources > len(summary.refused) else 3


def tell(summary: IngestSummary) -> None:
    """Say what was read, what was not, and why."""
    warn(
        say(
            "{sources} sources, {new} of them new: {measurements} measurements, {rejects} rejects.",
            sources=summary.sources,
            new=summary.new,
            measurements=summary.measurements,
            rejects=sum(summary.rejects.values()),
        )
    )
    if summary.opinions:
        warn(
            say(
                "{opinions} opinions of others were kept; they are not judged.",
                opinions=summary.opinions,
            )
        )
    if not summary.sources:
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
