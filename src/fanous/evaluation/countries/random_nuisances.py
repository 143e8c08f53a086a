"""One nuisance of each kind, fit for a random country.

Decides how long and how bad each is. Those that mimic a block have targets that nothing else is
done to; where in the window they fall, `random_country` says. A kind that is not here is in no
random country.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from fanous.evaluation.countries.scenario import Network, Target

__all__ = ["DAYS", "EVERYWHERE_IN_TIME", "Surroundings", "random_details"]

# How many days each lasts.
DAYS: Mapping[str, tuple[float, float]] = {
    "broken_ipv6": (5, 20),
    "cdn_change": (8, 40),
    "clock_skew": (10, 40),
    "country_change": (3, 8),
    "data_gap": (1, 4),
    "defective_release": (3, 10),
    "duplicates": (20, 50),
    "forged_flood": (0.2, 2),
    "helper_outage": (0.3, 2),
    "late_data": (10, 40),
    "noisy_network": (3, 20),
    "out_of_order": (1, 1),
    "resolver_rotation": (5, 40),
    "target_down": (0.3, 3),
    "test_list_edit": (5, 15),
    "years_late": (20, 50),
}
EVERYWHERE_IN_TIME = ("out_of_order",)  # these fill the window
_VOICES = (1, 1, 2, 3)

Details = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What nuisances choose from: networks from large to small, web targets that are free, the
    target that is flooded, and what can be done to that one."""

    networks: Sequence[Network]
    web: Sequence[Target]
    flooded: Target
    mechanisms: Sequence[str]


def random_details(kind: str, rng: Random, around: Surroundings) -> Details:
    """Everything of a nuisance but its span."""
    return _DETAILS[kind](rng, around) if kind in _DETAILS else {}


def _network(rng: Random, around: Surroundings) -> tuple[int]:
    return (rng.choice(around.networks).asn,)


def _target(rng: Random, around: Surroundings) -> tuple[str]:
    return (rng.choice(around.web).name,)


def _flood(rng: Random, around: Surroundings) -> Details:
    return {
        "asns": _network(rng, around),
        "targets": (around.flooded.name,),
        "count": rng.randint(30, 400),
        "voices": rng.choice(_VOICES),
        "mechanism": rng.choice(around.mechanisms),
    }


_DETAILS: Mapping[str, Callable[[Random, Surroundings], Details]] = {
    "broken_ipv6": lambda rng, around: {"asns": _network(rng, around), "share": 0.8},
    "cdn_change": lambda rng, around: {"targets": _target(rng, around), "share": 0.5},
    "clock_skew": lambda rng, _: {"share": 0.05, "hours": rng.choice((1.0, 3.5, 24.0))},
    "country_change": lambda _, around: {"asns": (around.networks[-1].asn,), "to": "XD"},
    "defective_release": lambda *_: {"share": 0.3, "mechanism": "tls.timeout"},
    "duplicates": lambda *_: {"share": 0.05},
    "forged_flood": _flood,
    "helper_outage": lambda rng, _: {"share": rng.choice((0.5, 1.0))},
    "late_data": lambda *_: {"share": 0.1, "hours": 30.0},
    "noisy_network": lambda rng, around: {
        "asns": _network(rng, around),
        "share": rng.uniform(0.1, 0.3),
    },
    "resolver_rotation": lambda _, around: {"asns": (around.networks[0].asn,), "count": 4},
    "target_down": lambda rng, around: {"targets": _target(rng, around)},
    "test_list_edit": lambda rng, around: {"targets": _target(rng, around)},
    "years_late": lambda rng, _: {"count": rng.randint(3, 20)},
}
