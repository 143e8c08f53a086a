"""The networks and targets of a random country.

Decides how many there are and how they differ: few large networks and many small ones, sites over
TLS and in cleartext, and one service. Leaves what befalls them to `random_country`.
"""

from __future__ import annotations

from random import Random

from fanous.evaluation.countries.scenario import Network, Target

__all__ = ["CC", "random_networks", "random_targets"]

CC = "XC"
_FIRST_ASN = 64512  # private use, RFC 6996
_LOG2_NETWORKS = (1.0, 5.33)  # 2 to 40
_MEAN_SESSIONS = (0.3, 12.0)  # a network and day, over all networks of the country; log-uniform
_SESSIONS_SIGMA = 1.0
_LEAST_SESSIONS = 0.1
_SITES = (4, 10)


def random_networks(rng: Random) -> tuple[Network, ...]:
    """2 to 40 networks, from large to small."""
    count = round(2 ** rng.uniform(*_LOG2_NETWORKS))
    low, high = _MEAN_SESSIONS
    mean = low * (high / low) ** rng.random()
    sizes = sorted((rng.lognormvariate(0, _SESSIONS_SIGMA) for _ in range(count)), reverse=True)
    scale = mean * count / sum(sizes)
    return tuple(_network(rng, number, size * scale) for number, size in enumerate(sizes))


def _network(rng: Random, number: int, sessions: float) -> Network:
    return Network(
        asn=_FIRST_ASN + number,
        cc=CC,
        name=f"{CC} Net {number + 1}",
        network_type=rng.choice(("mobile", "wifi")),
        sessions_a_day=round(max(sessions, _LEAST_SESSIONS), 2),
        probes=max(1, round(sessions * rng.uniform(0.4, 1.2))),
        probe_days=rng.uniform(10, 60),
        probe_id_share=rng.choice((0.0, 0.5, 1.0)),
        public_resolver_share=rng.uniform(0.2, 0.8),
        noise=rng.choice((0.01, 0.02, 0.04)),
        broken_ipv6_share=rng.uniform(0.3, 0.8),
    )


def random_targets(rng: Random) -> tuple[Target, ...]:
    """4 to 10 sites, and Telegram."""
    sites = tuple(_site(rng, f"site{number}.example") for number in range(rng.randint(*_SITES)))
    return (*sites, Target("service:telegram", coverage=rng.uniform(0.4, 0.9)))


def _site(rng: Random, name: str) -> Target:
    scheme = "http" if rng.random() < 0.2 else "https"
    coverage, dual_stack = rng.uniform(0.3, 0.95), rng.random() < 0.3
    return Target(f"{scheme}://{name}/", round(coverage, 2), dual_stack)
