"""Options that several verbs share."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fanous.engine.tasks import ReferencePaths

__all__ = [
    "add_control_networks",
    "add_declarations",
    "add_out",
    "add_paths",
    "add_reference",
    "add_reviews",
    "add_store",
    "add_workers",
    "declarations",
    "reference_paths",
]


def add_paths(parser: argparse.ArgumentParser) -> None:
    """The sources to read."""
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="raw files (.jsonl, .jsonl.gz, .jsonl.zst, .json, .tar.gz of .post files), OONI's "
        "tables (.csv, .csv.gz), signal files (.csv, .json), or folders of them",
    )


def add_declarations(parser: argparse.ArgumentParser) -> None:
    """What files of signals may leave unsaid."""
    # An offset west of Greenwich begins with a minus and is no option.
    parser._negative_number_matcher = re.compile(r"^-\d{1,2}:?\d{2}$")
    parser.add_argument(
        "--entity",
        metavar="ID",
        help="whose the signal files are: country:IR, asn:58224, region:MM-Bago",
    )
    parser.add_argument(
        "--utc-offset",
        metavar="OFFSET",
        help="where the clock of signal files in local time stands: +06:30",
    )


def declarations(arguments: argparse.Namespace) -> dict[str, str]:
    """What was declared of files of signals."""
    named = {"entity": arguments.entity, "utc_offset": arguments.utc_offset}
    return {key: value for key, value in named.items() if value}


def add_store(parser: argparse.ArgumentParser) -> None:
    """The store's folder."""
    parser.add_argument("--store", type=Path, required=True, metavar="DIR", help="folder of tables")


def add_out(parser: argparse.ArgumentParser, help_text: str) -> None:
    """The folder to write to."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=help_text)


def add_reference(parser: argparse.ArgumentParser) -> None:
    """Reference data."""
    parser.add_argument(
        "--reference",
        type=Path,
        metavar="DIR",
        help="folder with fingerprints and test lists (default: FANOUS_REFERENCE, else none)",
    )
    parser.add_argument(
        "--ip2asn",
        type=Path,
        metavar="FILE",
        help="MaxMind-format file that maps addresses to AS numbers (default: the probe's own)",
    )


def add_reviews(parser: argparse.ArgumentParser) -> None:
    """Recorded disagreements."""
    parser.add_argument(
        "--reviews",
        type=Path,
        metavar="DIR",
        help="folder of your own reviews (*.toml), shown beside those that ship",
    )


def add_workers(parser: argparse.ArgumentParser) -> None:
    """How many processes."""
    parser.add_argument(
        "--workers",
        type=_positive,
        metavar="N",
        help="processes to use (default: one a processor)",
    )


def add_control_networks(parser: argparse.ArgumentParser) -> None:
    """How many other networks make a control."""
    parser.add_argument(
        "--control-networks",
        type=_positive,
        metavar="K",
        help="how many other networks, all abroad or all in the same country, stand in for a "
        "silent test helper; kept for this store (default: 3)",
    )


def reference_paths(arguments: argparse.Namespace) -> ReferencePaths:
    """The reference data that the options name."""
    from fanous.engine.tasks import ReferencePaths

    return ReferencePaths(arguments.reference, arguments.ip2asn)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number
