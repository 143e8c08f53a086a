"""fanous report: write the static report of a store

Events are found first, where something changed. The report is private: every page says so. A report
that is up to date already is not written again.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from fanous.cli.options import add_out, add_reference, add_reviews, add_store, reference_paths
from fanous.cli.output import say, warn

if TYPE_CHECKING:
    from fanous.events.stored import Detected
    from fanous.reports.register_pages import Shelf

__all__ = ["arguments", "run", "write"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    add_store(parser)
    add_out(parser, "folder for the pages")
    add_reviews(parser)
    add_reference(parser)
    parser.add_argument(
        "--with-register",
        action="store_true",
        help="also the pages of the register, with the grades that the store keeps",
    )


def run(chosen: argparse.Namespace) -> int:
    """Do it."""
    return write(chosen)


def write(chosen: argparse.Namespace) -> int:
    """Write the pages and say where to look."""
    from fanous.events.stored import detect
    from fanous.explain.reviews import load_reviews
    from fanous.i18n import Phrase
    from fanous.pipeline import default_workers
    from fanous.reference.load import load_reference
    from fanous.reports.site import write_site
    from fanous.store.store import Store

    detected = detect(Store(chosen.store), workers=default_workers())
    if not detected.unchanged:
        _tell(detected)
    paths = reference_paths(chosen)
    reference = load_reference(paths.folder, ip2asn=paths.ip2asn)
    reviews = load_reviews(chosen.reviews)
    written = write_site(
        Store(chosen.store),
        chosen.out,
        reference=reference,
        reviews=reviews,
        register=_shelf(chosen.store) if getattr(chosen, "with_register", False) else None,
    )
    if written.unchanged:
        warn(say("The report is already up to date: nothing was written."))
    # Both are there to be copied: not isolated as data is, for that would be copied with them.
    index = chosen.out / "index.html"
    warn(say("The report is at {path}", path=Phrase(index)))
    warn(say("Open {url}", url=Phrase(index.resolve().as_uri())))
    return 0


def _shelf(store: Path) -> Shelf:
    """The register that ships with Fanous, and the grades that a store keeps of it."""
    from fanous.register.grading.results import latest
    from fanous.register.load import load_register
    from fanous.reports.register_site import shelf_of

    return shelf_of(load_register(), latest(store))


def _tell(detected: Detected) -> None:
    warn(
        say(
            "{events} events found, {refused} refused, {announced} announcements added to the log.",
            events=detected.events,
            refused=detected.refused,
            announced=detected.announced,
        )
    )
