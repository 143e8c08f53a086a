"""The world that ships: two invented countries, twelve sites, and what is done to them.

`networks` says who is where, `sites` what is visited, `interference` who does what to whom. XA and
XB, and XZ for everywhere else, are user-assigned country codes (ISO 3166).
"""

from __future__ import annotations

from fanous.evaluation.simulator.scenario import Scenario
from fanous.evaluation.simulator.two_countries.interference import (
    BLOCK_PAGE,
    FINGERPRINTS,
    INTERFERENCES,
    OUTAGES,
)
from fanous.evaluation.simulator.two_countries.networks import COUNTRIES, HOSTING, RESOLVER
from fanous.evaluation.simulator.two_countries.sites import SITES

__all__ = ["TWO_COUNTRIES"]

TWO_COUNTRIES = Scenario(
    countries=COUNTRIES,
    hosting=HOSTING,
    resolver=RESOLVER,
    sites=SITES,
    interferences=INTERFERENCES,
    outages=OUTAGES,
    fingerprints=FINGERPRINTS,
    block_page=BLOCK_PAGE,
)
