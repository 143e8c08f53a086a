"""Visits as columns: who measured what when, and what they met.

Decides the table that every stage between schedule and writers reads and fills. Leaves filling it
to `schedule` (who, what, when), `script` and `nuisances` (what they met).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from fanous.evaluation.countries.scenario import MECHANISMS

__all__ = ["NOTHING", "Flags", "Ints", "Visits", "joined", "mechanism_code", "microseconds"]

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOTHING = -1  # no mechanism, no event, no nuisance
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """A time as the columns have it: microseconds since 1970."""
    delta = moment - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def mechanism_code(name: str) -> int:
    """A mechanism's number in the columns."""
    return MECHANISMS.index(name)


@dataclass(slots=True)
class Visits:
    """One row a visit, all columns of one length. Times are microseconds since 1970, UTC.

    `network`, `target` and `probe` count from 0 in the scenario and its population. `start` is when
    it happened, `said` what the probe's clock says, and `arrived` when the record came in.
    `mechanism` is what stopped it (NOTHING: nothing did); `event` and `nuisance` number what did
    that. `is_unclear`: the probe gave up before it did anything. `record` numbers the record: one
    that comes twice has one number. `country` is the nuisance that says another country than the
    network's.
    """

    start: Ints
    said: Ints
    arrived: Ints
    network: Ints
    target: Ints
    probe: Ints
    session: Ints
    resolver_asn: Ints
    version: Ints
    mechanism: Ints
    event: Ints
    nuisance: Ints
    is_down: Flags
    is_moved: Flags
    has_helper: Flags
    broken_ipv6: Flags
    is_unclear: Flags
    record: Ints
    country: Ints

    def __len__(self) -> int:
        return len(self.start)

    def where(self, chosen: Flags | Ints) -> Visits:
        """Some of the rows, by mask or by position."""
        return Visits(**{item.name: getattr(self, item.name)[chosen] for item in fields(self)})

    def meet(
        self, chosen: Flags, mechanism: int | Ints, *, event: int = NOTHING, nuisance: int = NOTHING
    ) -> None:
        """Stop the chosen visits. Whatever stopped a visit first stays."""
        free = chosen & (self.mechanism == NOTHING)
        self.mechanism[free] = (
            mechanism if isinstance(mechanism, int | np.integer) else mechanism[free]
        )
        self.event[free] = event
        self.nuisance[free] = nuisance


def joined(parts: list[Visits]) -> Visits:
    """Several tables as one."""
    names = [item.name for item in fields(Visits)]
    return Visits(**{name: np.concatenate([getattr(p, name) for p in parts]) for name in names})
