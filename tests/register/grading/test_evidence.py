from __future__ import annotations

import pytest

from fanous.register.grading.evidence import Evidence, operator_of
from tests.register.grading.evidence_of import measured


@pytest.mark.parametrize(
    ("signal", "operator"),
    [
        ("ioda.bgp", "ioda"),
        ("bgp", "ioda"),
        ("ping-slash24", "ioda"),
        ("merit-nt", "ioda"),
        ("darknet", "ioda"),
        ("ioda.gtr", "ioda"),
        ("gtr.WEB_SEARCH", "google"),
        ("radar.netflows", "cloudflare"),
        ("tor.relay_users", "tor"),
        ("ooni.volume", "ooni"),
        ("somebody", "unknown"),
    ],
)
def test_operators(signal: str, operator: str) -> None:
    """Methods of one operator count once; who is not known is nobody's second."""
    assert operator_of(signal) == operator


def test_hand_made_evidence_is_evidence() -> None:
    evidence: Evidence = measured()
    assert evidence.digests() == {"hand": "0" * 64}
