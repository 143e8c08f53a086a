from __future__ import annotations

from fanous.register.grading.methods import method_observed
from tests.register.grading.evidence_of import blocking_link, cells, measured


def test_a_method_wants_witnesses_on_every_named_network() -> None:
    link = blocking_link(mechanisms=("tls.reset",), targets=(), asns=(64500,))
    seen = cells("domain:shop.example", blocked=4, mechanisms=("tls.reset.sni",))
    assert method_observed(link, measured(counted=seen)).outcome == "observed"
    other = cells("domain:shop.example", blocked=9, ok=9, mechanisms=("tcp.reset",))
    assert method_observed(link, measured(counted=other)).outcome == "mixed"
    assert method_observed(link, measured()).outcome == "not-covered"
