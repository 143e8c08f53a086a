"""What the judge was counted to say of each situation, with a helper and without.

Decides the figures of `emission`. Each row: outcome, state, layer, rule, mechanism, control, and
its share. They were counted by `benchmarks/fit_emissions.py`, which writes scenarios as raw
files, runs them through ingest and build, and prints this table.
"""

from __future__ import annotations

__all__ = ["EMISSIONS", "Row"]

Row = tuple[str, str, str | None, str, str | None, str | None, float]


def _ok(layer: str, rule: str, control: str | None, share: float) -> Row:
    return ("ok", "ok", layer, rule, None, control, share)


def _down(layer: str, rule: str, share: float) -> Row:
    return ("down", "down", layer, rule, None, "ok", share)


def _blocked(mechanism: str, rule: str, share: float, *, state: str = "likely_blocked") -> Row:
    return ("blocked", state, rule.partition(".")[0], rule, mechanism, "ok", share)


def _impaired(rule: str, control: str | None, share: float) -> Row:
    return ("unknown", "impaired", rule.partition(".")[0], rule, None, control, share)


def _insufficient(rule: str, control: str | None, share: float) -> Row:
    return ("unknown", "insufficient", rule.partition(".")[0], rule, None, control, share)


EMISSIONS: dict[tuple[str, bool], tuple[Row, ...]] = {
    ("normal", True): (_ok("http", "http.success_over_verified_tls", "ok", 1.0),),
    ("normal", False): (_ok("http", "http.success_over_verified_tls", "none", 1.0),),
    ("cleartext", True): (_ok("http", "http.title_as_control", "ok", 1.0),),
    ("cleartext", False): (_insufficient("http.no_control", "none", 1.0),),
    ("broken_ipv6", True): (_ok("http", "http.success_over_verified_tls", "ok", 1.0),),
    ("broken_ipv6", False): (_ok("http", "http.success_over_verified_tls", "none", 1.0),),
    ("moved", True): (_ok("http", "http.success_over_verified_tls", "ok", 1.0),),
    ("moved", False): (_ok("http", "http.success_over_verified_tls", "none", 1.0),),
    ("down", True): (_down("tcp", "tcp.fails_everywhere", 1.0),),
    ("down", False): (_impaired("tcp.failed", "none", 1.0),),
    ("dns.injection.bogon", True): (
        _blocked("dns.injection.bogon", "dns.bogon_control_public", 1.0),
    ),
    ("dns.injection.bogon", False): (
        _blocked("dns.injection.bogon", "dns.bogon_known_elsewhere", 1.0),
    ),
    ("dns.injection.blockpage", True): (
        _blocked("dns.injection.blockpage", "dns.fingerprint_of_country", 1.0, state="blocked"),
    ),
    ("dns.injection.blockpage", False): (
        _blocked("dns.injection.blockpage", "dns.fingerprint_of_country", 1.0, state="blocked"),
    ),
    ("dns.nxdomain", True): (_blocked("dns.nxdomain", "dns.nxdomain_control_resolved", 1.0),),
    ("dns.nxdomain", False): (_blocked("dns.nxdomain", "dns.nxdomain_name_proven", 1.0),),
    ("dns.timeout", True): (_impaired("dns.failed", "ok", 1.0),),
    ("dns.timeout", False): (_impaired("dns.failed", "none", 1.0),),
    ("tcp.timeout", True): (_blocked("tcp.timeout", "tcp.timeout_control_connected", 1.0),),
    ("tcp.timeout", False): (_impaired("tcp.failed", "none", 1.0),),
    ("tcp.reset", True): (_blocked("tcp.reset", "tcp.reset_control_connected", 1.0),),
    ("tcp.reset", False): (_impaired("tcp.failed", "none", 1.0),),
    ("tls.reset", True): (_blocked("tls.reset", "tls.reset_control_ok", 1.0),),
    ("tls.reset", False): (_impaired("tls.failed", "none", 1.0),),
    ("tls.timeout", True): (_blocked("tls.timeout", "tls.timeout_control_ok", 1.0),),
    ("tls.timeout", False): (_impaired("tls.failed", "none", 1.0),),
    ("tls.eof", True): (_blocked("tls.eof", "tls.eof_control_ok", 1.0),),
    ("tls.eof", False): (_impaired("tls.failed", "none", 1.0),),
    ("http.blockpage", True): (
        _blocked("http.blockpage", "http.fingerprint_on_genuine", 1.0, state="blocked"),
    ),
    ("http.blockpage", False): (
        _blocked("http.blockpage", "http.fingerprint_of_country", 1.0, state="blocked"),
    ),
    ("http.timeout", True): (_blocked("http.timeout", "http.timeout_control_fetched", 1.0),),
    ("http.timeout", False): (_impaired("http.failed", "none", 1.0),),
    ("service:normal", True): (_ok("http", "http.service_responded", None, 1.0),),
    ("service:down", True): (_impaired("tcp.failed", None, 1.0),),
    ("service:tcp.timeout", True): (
        _blocked("tcp.timeout", "tcp.timeout_reached_elsewhere", 0.9),
        _impaired("tcp.failed", None, 0.1),
    ),
    ("service:http.timeout", True): (
        _blocked("http.timeout", "http.timeout_fetched_elsewhere", 0.9),
        _impaired("http.failed", None, 0.1),
    ),
}
