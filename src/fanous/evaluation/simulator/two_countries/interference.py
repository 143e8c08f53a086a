"""What the networks of the two invented countries do, and the fingerprints known of it.

Decides who blocks what, how, and in which part of the window, and what happens to sites by
themselves. The fingerprint tables also hold rows that never match here, as real ones do.
"""

from __future__ import annotations

from fanous.evaluation.simulator.scenario import FingerprintRow, Interference, Outage, Period
from fanous.evaluation.simulator.two_countries.networks import (
    XA_FIXED,
    XA_MOBILE,
    XA_SMALL,
    XB_FIXED,
    XB_MOBILE,
    XB_SMALL,
)

__all__ = [
    "BLOCK_PAGE",
    "FINGERPRINTS",
    "FORGED_BLOCK_SERVER",
    "FORGED_BOGON",
    "INTERFERENCES",
    "OUTAGES",
]

FORGED_BOGON = "10.66.66.36"
FORGED_BLOCK_SERVER = "192.0.2.158"
_BLOCK_MARKER = "This address is withheld by order 7 of the XA Office of Pages"
BLOCK_PAGE = (
    "<!DOCTYPE html>\n<html>\n<head><title>Withheld</title></head>\n"
    f"<body>\n<h1>Withheld</h1>\n<p>{_BLOCK_MARKER}.</p>\n</body>\n</html>\n"
)

INTERFERENCES = (
    Interference(
        mechanism="tls.reset",
        host="news.example",
        asns=(XA_MOBILE.asn,),
        period=Period(4 / 14, 10 / 14),
    ),
    Interference(
        mechanism="tls.reset",
        host="news.example",
        asns=(XA_FIXED.asn,),
        period=Period(4.25 / 14, 10 / 14),
        share=0.85,
    ),
    Interference(
        mechanism="http.blockpage",
        host="rights.example",
        asns=(XA_FIXED.asn,),
    ),
    Interference(
        mechanism="dns.nxdomain",
        host="chat.example",
        asns=(XA_SMALL.asn,),
        locus="resolver",
    ),
    Interference(
        mechanism="dns.injection.bogon",
        host="forum.example",
        asns=(XB_MOBILE.asn, XB_FIXED.asn, XB_SMALL.asn),
        period=Period(6 / 14, 1.0),
        forged=FORGED_BOGON,
    ),
    Interference(
        mechanism="dns.injection.blockpage",
        host="video.example",
        asns=(XB_FIXED.asn,),
        forged=FORGED_BLOCK_SERVER,
    ),
)

OUTAGES = (Outage("shop.example", Period(8.25 / 14, 9.75 / 14)),)

FINGERPRINTS = (
    FingerprintRow(
        name="sim.xa_office_of_pages",
        scope="nat",
        location="body",
        pattern_type="contains",
        pattern=_BLOCK_MARKER,
        countries=("XA",),
        notes="the page served in place of http:// sites in XA",
    ),
    FingerprintRow(
        name="sim.xb_block_location",
        scope="isp",
        location="header.location",
        pattern_type="prefix",
        pattern="http://withheld.xb.example/",
        countries=("XB",),
        notes="listed, and never seen in this world",
    ),
    FingerprintRow(
        name="sim.fp_parked_page",
        scope="fp",
        location="body",
        pattern_type="contains",
        pattern="This domain is parked for the examples",
        notes="a false positive: a parking page, not a block page",
    ),
    FingerprintRow(
        name="sim.vague_not_available",
        scope="vbw",
        location="body",
        pattern_type="contains",
        pattern="<title>This page is not available here</title>",
        notes="words that blame nobody alone",
    ),
    FingerprintRow(
        name="sim.xb_forged_block_server",
        scope="nat",
        location="dns",
        pattern_type="full",
        pattern=FORGED_BLOCK_SERVER,
        countries=("XB",),
        notes="the address that XB Fixed Line answers in place of the real one",
    ),
    FingerprintRow(
        name="sim.xa_unused_sinkhole",
        scope="isp",
        location="dns",
        pattern_type="full",
        pattern="192.0.2.30",
        countries=("XA",),
        notes="listed, and never seen in this world",
    ),
)
