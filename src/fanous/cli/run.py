"""fanous run: from raw files to a report, in one command

The main job: ingest, build and report, one after the other. What is done already is not done again.
"""

from __future__ import annotations

import argparse

from fanous.cli import build as build_verb
from fanous.cli import ingest as ingest_verb
from fanous.cli import report as report_verb
from fanous.cli.options import (
    add_control_networks,
    add_declarations,
    add_out,
    add_paths,
    add_reference,
    add_reviews,
    add_store,
    add_workers,
)

__all__ = ["arguments", "run"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    add_paths(parser)
    add_store(parser)
    add_out(parser, "folder for the pages")
    add_reviews(parser)
    add_reference(parser)
    add_workers(parser)
    add_control_networks(parser)
    add_declarations(parser)


def run(chosen: argparse.Namespace) -> int:
    """Do it; 3 if no source could be read."""
    code = ingest_verb.run(chosen)
    if code:
        return code
    build_verb.run(chosen)
    return report_verb.write(chosen)
