"""An incident: what a list reports of one disruption. A report, and never a measurement.

Decides which fields every list is brought to, and when two rows are the same incident told again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from fanous.register.fold import fold

__all__ = ["Dated", "Incident", "Read", "merged"]

_WHOLE_COUNTRY = ("", "national", "nationwide", "nation-wide", "country", "whole country")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a list: EDTF, or empty with what is wrong with it."""

    edtf: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """One reported incident. `rows` are the list's rows that tell it, from 2 (1 is the header)."""

    list: str
    cc: str
    country: str
    place: str
    kind: str
    """full-network, services, or outage: as reported."""
    start: str
    end: str
    """Empty: not known, or going on; `status` says which, where the list does."""
    status: str
    cause: str
    services: tuple[str, ...]
    sources: tuple[str, ...]
    keys: tuple[str, ...]
    """Ids that the list gives."""
    rows: tuple[int, ...] = ()
    years: tuple[str, ...] = ()
    """Years in which a yearly list has it."""
    other_ends: tuple[str, ...] = ()
    """Ends that other rows of the same incident give."""

    @property
    def sameness(self) -> tuple[object, ...]:
        """Equal for rows that tell one incident again."""
        place = "" if fold(self.place).strip() in _WHOLE_COUNTRY else fold(self.place)
        start = self.start.rstrip("~")  # a year may call exact what another calls estimated
        services = map(fold, self.services)
        return (self.list, fold(self.country), place, self.kind, start, *services)

    @property
    def id(self) -> str:
        """An id that stays when the list is read again."""
        text = "\0".join(map(str, self.sameness))
        return f"{self.list}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Read:
    """What a list gave."""

    incidents: list[Incident]
    problems: list[str] = field(default_factory=list)
    rows: int = 0

    @property
    def repeats(self) -> int:
        """Rows that tell an incident that another row tells."""
        return sum(len(item.rows) - 1 for item in self.incidents)


def merged(found: Iterable[Incident]) -> list[Incident]:
    """One incident for all rows that tell it: a block that goes on is listed every year.

    An end is taken only from the latest year that has the row: earlier years did not know it.
    """
    groups: dict[tuple[object, ...], list[Incident]] = {}
    for item in found:
        if item.start:
            groups.setdefault(item.sameness, []).append(item)
        else:
            groups[("undated", item.list, *item.rows)] = [item]  # two of no date need not be one
    return [_one(group) for group in groups.values()]


def _one(group: list[Incident]) -> Incident:
    ordered = sorted(group, key=lambda item: (item.years, item.rows))
    last = ordered[-1]
    return replace(
        last,
        sources=tuple(dict.fromkeys(name for item in ordered for name in item.sources)),
        keys=tuple(dict.fromkeys(name for item in ordered for name in item.keys)),
        rows=tuple(sorted(number for item in ordered for number in item.rows)),
        years=tuple(sorted({year for item in ordered for year in item.years})),
        other_ends=tuple(sorted({item.end for item in ordered} - {last.end, ""})),
    )
