"""Where people are and where sites are: the networks of the two invented countries and beyond.

Decides AS numbers and prefixes, all reserved for such use (RFC 5398, RFC 6996, RFC 5737, RFC 3849).
10.0.0.0/8 is nobody's here: it appears only where an answer is forged.
"""

from __future__ import annotations

from fanous.evaluation.simulator.scenario import AccessNetwork, Country, Network, PublicResolver

__all__ = [
    "COUNTRIES",
    "HOSTING",
    "RESOLVER",
    "XA_FIXED",
    "XA_MOBILE",
    "XA_SMALL",
    "XB_FIXED",
    "XB_MOBILE",
    "XB_SMALL",
]

_ELSEWHERE = "XZ"


def _access_network(number: int, name: str, cc: str) -> Network:
    """The n-th access network: a /27 of 192.0.2.0/24 and a /48."""
    return Network(
        asn=64500 + number,
        name=name,
        cc=cc,
        prefixes=(f"192.0.2.{32 * number}/27", f"2001:db8:a{number:02x}::/48"),
    )


XA_MOBILE = _access_network(0, "XA Mobile", "XA")
XA_FIXED = _access_network(1, "XA Fixed Line", "XA")
XA_SMALL = _access_network(2, "XA Campus", "XA")
XB_MOBILE = _access_network(3, "XB Mobile", "XB")
XB_FIXED = _access_network(4, "XB Fixed Line", "XB")
XB_SMALL = _access_network(5, "XB Harbour Net", "XB")

COUNTRIES = (
    Country(
        cc="XA",
        access=(
            AccessNetwork(XA_MOBILE, "mobile", 5, "192.0.2.2"),
            AccessNetwork(
                XA_FIXED,
                "wifi",
                3,
                "192.0.2.34",
                broken_ipv6_share=0.25,
                helper_unreachable_share=0.04,
            ),
            AccessNetwork(XA_SMALL, "wifi", 2, "192.0.2.66"),
        ),
    ),
    Country(
        cc="XB",
        access=(
            AccessNetwork(XB_MOBILE, "mobile", 5, "192.0.2.98", broken_ipv6_share=0.3),
            AccessNetwork(XB_FIXED, "wifi", 3, "192.0.2.130"),
            AccessNetwork(XB_SMALL, "wifi", 2, "192.0.2.162", helper_unreachable_share=0.1),
        ),
    ),
)

HOSTING = (
    Network(65010, "Example Hosting", _ELSEWHERE, ("198.51.100.0/25", "2001:db8:100::/48")),
    Network(65011, "Mosaic CDN", _ELSEWHERE, ("203.0.113.0/24", "2001:db8:200::/48")),
    Network(65012, "Second Hosting", _ELSEWHERE, ("198.51.100.128/25", "2001:db8:120::/48")),
)
RESOLVER = PublicResolver(
    network=Network(65020, "Open Resolver", _ELSEWHERE, ("192.0.2.192/26", "2001:db8:300::/48")),
    address="192.0.2.210",
    hostname="dns.resolver.example",
)
