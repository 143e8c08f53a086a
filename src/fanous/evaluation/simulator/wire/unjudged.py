"""A few measurements of tests that Fanous doesn't judge: stunreachability, ndt, dnscheck.

Decides just enough of each test's keys to be recognisable. They are here so that "not handled" is
seen and counted rather than met for the first time in a real archive.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from fanous.evaluation.simulator.visit import Session
from fanous.evaluation.simulator.wire import Json, seconds
from fanous.evaluation.simulator.wire.envelope import envelope

__all__ = ["UNJUDGED_TESTS", "unjudged_measurement"]

UNJUDGED_TESTS = ("stunreachability", "ndt", "dnscheck")
_VERSIONS = {"stunreachability": "0.4.0", "ndt": "0.10.1", "dnscheck": "0.9.2"}
_STUN_ADDRESS = "192.0.2.211:3478"
_RESOLVER_URL = "dot://dns.resolver.example:853"
_RESOLVER_ADDRESS = "192.0.2.210"
_INPUTS = {"stunreachability": "stun://stun.voice.example:3478", "dnscheck": _RESOLVER_URL}


def unjudged_measurement(session: Session, test_name: str, rng: Random) -> Json:
    """One measurement of one of UNJUDGED_TESTS."""
    keys = {"stunreachability": _stun, "ndt": _ndt, "dnscheck": _dnscheck}[test_name](rng)
    return envelope(
        session,
        test_name=test_name,
        test_version=_VERSIONS[test_name],
        test_input=_INPUTS.get(test_name),
        started=session.started + timedelta(seconds=1),
        runtime=seconds(rng.uniform(1, 20)),
        test_keys=keys,
    )


def _stun(rng: Random) -> Json:
    event: Json = {
        "address": _STUN_ADDRESS,
        "failure": None,
        "operation": "connect",
        "proto": "udp",
        "t": seconds(rng.uniform(0.02, 0.2)),
    }
    return {
        "endpoint": "stun.voice.example:3478",
        "failure": None,
        "network_events": [event],
        "queries": [],
    }


def _ndt(rng: Random) -> Json:
    return {
        "download": [],
        "failure": None,
        "protocol": 7,
        "server": {"hostname": "ndt.speed.example", "site": "sim01"},
        "summary": {
            "avg_rtt": round(rng.uniform(40, 120), 3),
            "download": round(rng.uniform(2_000, 40_000), 3),
            "min_rtt": round(rng.uniform(20, 40), 3),
            "upload": round(rng.uniform(500, 9_000), 3),
        },
        "upload": [],
    }


def _dnscheck(rng: Random) -> Json:
    answer: Json = {
        "asn": 65020,
        "as_org_name": "Open Resolver",
        "answer_type": "A",
        "ipv4": _RESOLVER_ADDRESS,
        "ttl": None,
    }
    query: Json = {
        "answers": [answer],
        "engine": "system",
        "failure": None,
        "hostname": "dns.resolver.example",
        "query_type": "A",
        "resolver_address": "",
        "t": seconds(rng.uniform(0.01, 0.05)),
    }
    return {
        "domain": "weather.example",
        "bootstrap": {"failure": None, "network_events": None, "queries": [query]},
        "bootstrap_failure": None,
        "lookups": {f"dot://{_RESOLVER_ADDRESS}:853": {"failure": None, "queries": []}},
    }
