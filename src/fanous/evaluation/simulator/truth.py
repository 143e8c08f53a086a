"""What was true in a simulated world, told as a table.

Decides the rows of `truth.csv`. `share` is counted, not declared: the fraction of a network's
measurements of a target in that time that met the effect. What nobody measured has no row, since
no one could have seen it. Kinds: `blocked` and `down` are what a judge should find; `nuisance` is
true of the probe, the helper or the site, and names the mechanism that a hasty judge might claim
(layer `control`: the helper was out of reach); `normal` covers the rest of the window and has
neither layer nor mechanism.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path

from fanous.evaluation.simulator.effects import NUISANCES, SITE_DOWN, blocked_by
from fanous.evaluation.simulator.scenario import Effect, Scenario, Window
from fanous.evaluation.simulator.visit import Visit

__all__ = ["TRUTH_COLUMNS", "TruthRow", "Witness", "truth_rows", "write_truth"]

TRUTH_COLUMNS = ("cc", "asn", "target", "layer", "mechanism", "start", "end", "kind", "share")
_NORMAL = Effect("normal", "", "")
_SHARE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Witness:
    """What truth needs to remember of one visit."""

    cc: str
    asn: int
    host: str
    started: datetime
    effects: tuple[Effect, ...]

    @classmethod
    def of(cls, visit: Visit, effects: tuple[Effect, ...]) -> Witness:
        probe = visit.session.probe
        return cls(probe.cc, probe.asn, visit.hostname, visit.started, effects)


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One row of truth.csv; times are RFC 3339 in UTC and `end` is not part of the span."""

    cc: str
    asn: int
    target: str
    layer: str
    mechanism: str
    start: str
    end: str
    kind: str
    share: float


@dataclass(frozen=True, slots=True)
class _Claim:
    """An effect that holds for one network and site during a span."""

    effect: Effect
    span: Window


def truth_rows(
    scenario: Scenario, window: Window, witnesses: Iterable[Witness]
) -> tuple[TruthRow, ...]:
    """All rows, by country, network, target, start and mechanism."""
    seen: dict[tuple[str, int, str], list[Witness]] = {}
    for witness in witnesses:
        seen.setdefault((witness.cc, witness.asn, witness.host), []).append(witness)
    rows = [
        row
        for (_, asn, host), visits in seen.items()
        for claim in _claims(scenario, window, asn=asn, host=host)
        if (row := _row(claim, visits)) is not None
    ]
    return tuple(sorted(rows, key=lambda row: (row.cc, row.asn, row.target, row.start, row.kind)))


def _claims(scenario: Scenario, window: Window, *, asn: int, host: str) -> Iterator[_Claim]:
    """Everything that may hold for a network and a site, with its span."""
    troubled: list[Window] = []
    for item in scenario.interferences:
        if item.host == host and asn in item.asns:
            troubled.append(item.period.within(window))
            yield _Claim(blocked_by(item.mechanism), troubled[-1])
    for outage in scenario.outages:
        if outage.host == host:
            troubled.append(outage.period.within(window))
            yield _Claim(SITE_DOWN, troubled[-1])
    for span in _gaps(window, troubled):
        yield _Claim(_NORMAL, span)
    for effect in NUISANCES:
        yield _Claim(effect, window)


def _gaps(window: Window, troubled: list[Window]) -> Iterator[Window]:
    """The parts of the window in which nothing was done to the site."""
    start = window.start
    for span in sorted(troubled, key=lambda span: span.start):
        if span.start > start:
            yield Window(start, span.start)
        start = max(start, span.end)
    if start < window.end:
        yield Window(start, window.end)


def _row(claim: _Claim, visits: list[Witness]) -> TruthRow | None:
    """The claim with its counted share; None if no visit bears it out."""
    inside = [visit for visit in visits if visit.started in claim.span]
    bearing = [visit for visit in inside if _bears(visit, claim.effect)]
    if not bearing:
        return None
    first, effect = inside[0], claim.effect
    return TruthRow(
        cc=first.cc,
        asn=first.asn,
        target=f"domain:{first.host}",
        layer=effect.layer,
        mechanism=effect.mechanism,
        start=_clock(claim.span.start),
        end=_clock(claim.span.end),
        kind=effect.kind,
        share=round(len(bearing) / len(inside), _SHARE_DIGITS),
    )


def _bears(visit: Witness, effect: Effect) -> bool:
    """A nuisance leaves a visit normal: nothing was done to the site."""
    if effect.kind == "normal":
        return all(item.kind == "nuisance" for item in visit.effects)
    return effect in visit.effects


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def write_truth(path: Path, rows: Iterable[TruthRow]) -> None:
    """Write truth.csv."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(TRUTH_COLUMNS)
        writer.writerows(astuple(row) for row in rows)
