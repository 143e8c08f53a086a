"""Spells by hand, for what is made of spells."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from fanous.detectors.spell import Spell
from tests.making_sightings import NETS, SITE, seconds

_VOICES = count(1)


def spell(first: float, last: float, **how: Any) -> Spell:
    """A spell from one day to another that was over a quarter of a day later, seen by its own
    observers unless `seen_by` names them."""
    made = Spell(
        target=SITE,
        group=SITE,
        asn=NETS[0],
        onset_earliest=seconds(first, -6),
        onset_latest=seconds(first),
        end_earliest=seconds(last),
        end_latest=seconds(last, 6),
        ended=True,
        share=1.0,
        odds=30.0,
        observers=10,
        measurements=12,
        blocked=12,
        failed=0,
        mechanisms=("tls.reset",),
        rules=("tls.reset_control_ok",),
        witnesses=("uid",),
        asns=(NETS[0],),
    )
    made = replace(made, **how)
    if "seen_by" in how:
        return replace(made, observers=len(made.seen_by))
    return replace(made, seen_by=frozenset(next(_VOICES) for _ in range(made.observers)))
