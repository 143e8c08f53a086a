"""fanous explain: lay out the evidence behind the verdict on one measurement

What was tried, what happened, what the control saw, what was established, which rules held, which
decided, and what would change the verdict. MEASUREMENT is a measurement_uid or the SHA-256 of a
line with `--store`; a uid, a hash or a line's number with `--file`; `PATH:LINE`, or a file of one
measurement, without either.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fanous.cli.options import add_reference, add_reviews, reference_paths
from fanous.cli.output import printable
from fanous.errors import UsageError

if TYPE_CHECKING:
    from fanous.explain.find import Found

__all__ = ["arguments", "run"]

_DAY_SECONDS = 86_400


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    parser.add_argument(
        "measurement", metavar="MEASUREMENT", help="a measurement_uid, a line's SHA-256, PATH:LINE"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--store", type=Path, metavar="DIR", help="folder of tables to look in")
    where.add_argument("--file", type=Path, metavar="PATH", help="raw file to look in")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    add_reviews(parser)
    add_reference(parser)


def run(chosen: argparse.Namespace) -> int:
    """Do it; 3 if there is no such measurement."""
    from fanous.explain.document import document
    from fanous.explain.explanation import explain
    from fanous.explain.reviews import load_reviews
    from fanous.explain.text import write_text
    from fanous.i18n import messages

    spoken = messages(os.environ.get("FANOUS_LANGUAGE", "en"))
    reviews = load_reviews(chosen.reviews)
    found = _find(chosen)
    explanation = explain(found.case, reviews)
    if chosen.format == "json":
        made = document(explanation, spoken, names=found.names)
        print(printable(json.dumps(made, ensure_ascii=False, indent=1)))
    else:
        width = shutil.get_terminal_size((80, 24)).columns
        print(printable(write_text(explanation, spoken, width=width, names=found.names)))
    return 0


def _find(chosen: argparse.Namespace) -> Found:
    from fanous.explain.find import find_in_file, find_in_store, line_of_file
    from fanous.reference.load import load_reference
    from fanous.sources.base import Context
    from fanous.store.store import Store

    if chosen.store is not None:
        return find_in_store(Store(chosen.store), chosen.measurement)
    named = (chosen.file, chosen.measurement) if chosen.file else line_of_file(chosen.measurement)
    if named is None:
        raise UsageError(
            f"{chosen.measurement}: no such file",
            remedy="Name PATH:LINE, or say where to look: --store DIR or --file PATH.",
        )
    paths = reference_paths(chosen)
    context = Context(load_reference(paths.folder, ip2asn=paths.ip2asn))
    latest = round((time.time() + _DAY_SECONDS) * 1_000_000)
    path, wanted = named
    return find_in_file(path, wanted, context, latest=latest)
