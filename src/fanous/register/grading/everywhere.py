"""A test over verdicts: does a target fail at home and abroad alike, as if it was taken down?

Decides what counts as seen: it was measured at home and in two other countries, and on some days of
the window it failed in all of them, most of the time. It is absent only where it worked in every
place on every day of the window, or else it may have been down on a day that nobody looked, and
back before the next. That it worked is itself what was seen: absence needs no other control.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from fanous.register.grading.blocking import with_sources
from fanous.register.grading.evidence import CellCount, Evidence
from fanous.register.grading.finding import Finding, Outcome, Window, not_covered
from fanous.register.schema import Link

__all__ = ["FEWEST_PLACES_ELSEWHERE", "target_down_everywhere"]

FEWEST_PLACES_ELSEWHERE = 2  # countries
_WORDS = {
    "observed": "it fails at home and abroad",
    "mixed": "it fails in some places or days, or was not measured on every day",
    "absent": "it works at home and abroad on every day",
}


@dataclass(slots=True)
class _Place:
    """What is known of a target in one country: counts, and on which days it worked."""

    down: int = 0
    other: int = 0
    worked: set[datetime] = field(default_factory=set)

    @property
    def is_down(self) -> bool:
        return self.down > self.other


def target_down_everywhere(link: Link, evidence: Evidence) -> Finding:
    """Whether a target fails at home and abroad alike."""
    window = Window.of(link)
    home = link.entity.partition(":")[2][:2]
    cells = list(evidence.cells(link.targets, window.first, window.last))
    places = _places(cells)
    abroad = [cc for cc in places if cc != home]
    down = sorted(cc for cc, place in places.items() if place.is_down)
    at_home = places.get(home, _Place())
    counts: dict[str, float] = {
        "countries_abroad": len(abroad),
        "at_home": at_home.down + at_home.other,
        "countries_down": len(down),
    }
    if home not in places or len(abroad) < FEWEST_PLACES_ELSEWHERE:
        why = "it was not measured both at home and in two other countries"
        return replace(not_covered(why), counts=counts)
    outcome = _outcome(places, down, window)
    finding = Finding(
        outcome,
        _WORDS[outcome],
        control="passed" if outcome == "absent" else "none",
        counts=counts,
        thresholds={"countries_abroad": FEWEST_PLACES_ELSEWHERE},
        facts={"down_in": down},
    )
    return with_sources(finding, cells)


def _places(cells: Iterable[CellCount]) -> dict[str, _Place]:
    """Countries where anything conclusive was measured."""
    found: dict[str, _Place] = defaultdict(_Place)
    days: dict[tuple[str, datetime], list[int]] = defaultdict(lambda: [0, 0])
    for cell in cells:
        if cell.down + cell.ok + cell.blocked == 0:
            continue
        place, day = found[cell.cc], days[cell.cc, cell.day]
        place.down += cell.down
        place.other += cell.ok + cell.blocked
        day[0] += cell.down
        day[1] += cell.ok + cell.blocked
    for (cc, when), (down, other) in days.items():
        if other > down:
            found[cc].worked.add(when)
    return dict(found)


def _outcome(places: dict[str, _Place], down: list[str], window: Window) -> Outcome:
    if len(down) == len(places):
        return "observed"
    always = all(len(place.worked) >= window.days for place in places.values())
    return "absent" if not down and always else "mixed"
