"""A test over verdicts: are the named mechanisms seen at work?

Decides that three measurements that show one of them are enough to have seen it, on every network
that a link names; that it is hardly seen is never absence, since it may be at work where nobody
looked. It does not test whether the networks do alike: a link must not say so.
"""

from __future__ import annotations

from dataclasses import replace

from fanous.register.grading.blocking import (
    THRESHOLDS,
    cells_of,
    enough,
    has_mechanism,
    networks_of,
    with_sources,
)
from fanous.register.grading.evidence import Evidence
from fanous.register.grading.finding import Finding, Window, not_covered
from fanous.register.schema import Link

__all__ = ["FEWEST_WITNESSES", "method_observed"]

FEWEST_WITNESSES = 3  # measurements that show a mechanism


def method_observed(link: Link, evidence: Evidence) -> Finding:
    """Whether the named mechanisms are seen at work on the networks of a link."""
    window = Window.of(link)
    cells = cells_of(link, evidence, link.targets, window)
    showing = [cell for cell in cells if cell.blocked and has_mechanism(cell, link.mechanisms)]
    witnesses = sum(cell.blocked for cell in showing)
    networks = {cell.asn for cell in showing}
    counts = {
        "measurements": sum(cell.measurements for cell in cells),
        "witnesses": witnesses,
        "networks": len(networks),
    }
    if witnesses >= FEWEST_WITNESSES and set(link.asns) <= networks:
        finding = Finding(
            "observed",
            "connections are treated as the claim would have it",
            counts=counts,
            thresholds={"witnesses": FEWEST_WITNESSES},
            facts={"networks": sorted(networks)},
        )
        return with_sources(finding, showing)
    covered = networks_of(cells, lambda cell: cell.blocked)
    if not enough(link, {a: n for a, n in covered.items() if n.covered(window.days)}):
        why = "too few networks were measured well enough in the window"
        return replace(not_covered(why), counts=counts, thresholds=THRESHOLDS)
    why = "the mechanism is hardly seen; it may be at work where nobody looked"
    return with_sources(Finding("mixed", why, counts=counts, thresholds=THRESHOLDS), cells)
