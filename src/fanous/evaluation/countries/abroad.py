"""The rest of the world in the same weeks: a few networks abroad that measure the same targets.

Decides what is true there: nobody is blocked, and what befalls everybody befalls them too. From
them a judge may learn that a silent service works elsewhere, and a detector that something moved in
every country at once.
"""

from __future__ import annotations

from dataclasses import replace

from fanous.evaluation.countries.scenario import Country, Network, Scenario

__all__ = ["ABROAD", "abroad"]

ABROAD = "XW"
_FIRST_ASN = 64600
_NETWORKS = 5  # three must agree to stand in for a helper
_SESSIONS_A_DAY = 2.0
_EVERYWHERE = (
    *("data_gap", "defective_release", "helper_outage"),
    *("target_down", "test_list_edit"),
)


def abroad(scenario: Scenario) -> Scenario:
    """The rest of a scenario's world, to be drawn with the same seed."""
    networks = tuple(
        Network(
            asn=_FIRST_ASN + number,
            cc=ABROAD,
            name=f"XW Net {number + 1}",
            sessions_a_day=_SESSIONS_A_DAY,
            dispersion=50.0,
            noise=0.0,
            unclear_share=0.0,
        )
        for number in range(_NETWORKS)
    )
    return replace(
        scenario,
        countries=(Country(ABROAD),),
        networks=networks,
        targets=tuple(replace(target, coverage=1.0) for target in scenario.targets),
        events=(),
        nuisances=tuple(
            item
            for item in scenario.nuisances
            if item.kind in _EVERYWHERE and not item.cc and not item.asns
        ),
    )
