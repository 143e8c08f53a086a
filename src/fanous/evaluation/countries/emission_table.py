"""What the judge was counted to say of each situation, with a helper and without.

Decides the figures of `emission`. Each row: outcome, state, layer, rule, mechanism, control, and
its share. They were counted by `benchmarks/fit_emissions.py`, which writes a scenario as raw
files, runs it through ingest and build, and prints them. The judge is no oracle of chance: in a
clean world nearly every situation has one sentence. What varies is whether other networks stood in
for a silent helper, and that is rounded.
"""

from __future__ import annotations

__all__ = ["EMISSIONS", "Row"]

Row = tuple[str, str, str | None, str, str | None, str | None, float]


def _ok(layer: str, rule: str, control: str | None) -> Row:
    return ("ok", "ok", layer, rule, None, control, 1.0)


def _blocked(
    mechanism: str,
    rule: str,
    *,
    state: str = "likely_blocked",
    control: str = "ok",
    share: float = 1.0,
) -> Row:
    layer = rule.partition(".")[0]
    return ("blocked", state, layer, rule, mechanism, control, share)


def _impaired(rule: str, control: str | None, *, share: float = 1.0) -> Row:
    return ("unknown", "impaired", rule.partition(".")[0], rule, None, control, share)


_FINE = "http.success_over_verified_tls"
_UNCLEAR: Row = ("unknown", "insufficient", None, "http.no_data", None, None, 1.0)

# (situation, whether its helper answered) → sentences. A service test has no helper: its rows
# stand under True. Where a helper is silent, networks abroad stand in for it.
EMISSIONS: dict[tuple[str, bool], tuple[Row, ...]] = {
    **{
        (situation, helper): (_ok("http", _FINE, "ok" if helper else "none"),)
        for situation in ("normal", "broken_ipv6", "moved", "dns.timeout")
        for helper in (True, False)
    },
    ("unclear", True): (_UNCLEAR,),
    ("unclear", False): (_UNCLEAR,),
    ("cleartext", True): (_ok("http", "http.title_as_control", "ok"),),
    ("cleartext", False): (
        ("unknown", "insufficient", "http", "http.no_control", None, "none", 1.0),
    ),
    ("down", True): (("down", "down", "tcp", "tcp.fails_everywhere", None, "ok", 1.0),),
    ("down", False): (_impaired("tcp.failed", "none"),),
    ("dns.injection.bogon", True): (_blocked("dns.injection.bogon", "dns.bogon_control_public"),),
    ("dns.injection.bogon", False): (_blocked("dns.injection.bogon", "dns.bogon_known_elsewhere"),),
    ("dns.injection.blockpage", True): (
        _blocked("dns.injection.blockpage", "dns.fingerprint_of_country", state="blocked"),
    ),
    ("dns.injection.blockpage", False): (
        _blocked(
            "dns.injection.blockpage",
            "dns.fingerprint_of_country",
            state="blocked",
            control="none",
        ),
    ),
    ("dns.nxdomain", True): (_blocked("dns.nxdomain", "dns.nxdomain_control_resolved"),),
    ("dns.nxdomain", False): (
        _blocked("dns.nxdomain", "dns.nxdomain_name_proven", control="none"),
    ),
    ("tcp.timeout", True): (_blocked("tcp.timeout", "tcp.timeout_control_connected"),),
    ("tcp.timeout", False): (_blocked("tcp.timeout", "tcp.timeout_reached_elsewhere"),),
    ("tcp.reset", True): (_blocked("tcp.reset", "tcp.reset_control_connected"),),
    ("tcp.reset", False): (_blocked("tcp.reset", "tcp.reset_reached_elsewhere"),),
    ("tls.reset", True): (_blocked("tls.reset", "tls.reset_control_ok"),),
    ("tls.reset", False): (_blocked("tls.reset", "tls.reset_works_elsewhere"),),
    ("tls.timeout", True): (_blocked("tls.timeout", "tls.timeout_control_ok"),),
    ("tls.timeout", False): (_blocked("tls.timeout", "tls.timeout_works_elsewhere"),),
    ("tls.eof", True): (_blocked("tls.eof", "tls.eof_control_ok"),),
    ("tls.eof", False): (_blocked("tls.eof", "tls.eof_works_elsewhere"),),
    ("http.blockpage", True): (
        _blocked("http.blockpage", "http.fingerprint_on_genuine", state="blocked"),
    ),
    ("http.blockpage", False): (
        _blocked("http.blockpage", "http.fingerprint_of_country", state="blocked", control="none"),
    ),
    ("http.timeout", True): (_blocked("http.timeout", "http.timeout_control_fetched"),),
    ("http.timeout", False): (_blocked("http.timeout", "http.timeout_fetched_elsewhere"),),
    ("service:normal", True): (_ok("http", "http.service_responded", None),),
    ("service:down", True): (_impaired("tcp.failed", None),),
    ("service:tcp.timeout", True): (
        _blocked("tcp.timeout", "tcp.timeout_reached_elsewhere", share=0.95),
        _impaired("tcp.failed", None, share=0.05),
    ),
    ("service:http.timeout", True): (
        _blocked("http.timeout", "http.timeout_fetched_elsewhere", share=0.85),
        _impaired("http.failed", None, share=0.15),
    ),
}
