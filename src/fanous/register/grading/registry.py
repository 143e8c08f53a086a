"""The tests a link can name: one line a test.

Decides which function answers to which name. A test is a small pure function of a link and the
evidence; a test of this table holds it equal to the names that the schema allows.
"""

from __future__ import annotations

from collections.abc import Callable

from fanous.register.grading.blocking import (
    dns_tampering,
    im_blocking,
    throttling,
    web_blocking,
)
from fanous.register.grading.connectivity import (
    connectivity_drop,
    reach_compared,
    speed_compared,
)
from fanous.register.grading.everywhere import target_down_everywhere
from fanous.register.grading.evidence import Evidence
from fanous.register.grading.finding import Finding
from fanous.register.grading.methods import method_observed
from fanous.register.schema import Link

__all__ = ["TESTS"]

TESTS: dict[str, Callable[[Link, Evidence], Finding]] = {
    "connectivity-drop": connectivity_drop,
    "im-blocking": im_blocking,
    "web-blocking": web_blocking,
    "dns-tampering": dns_tampering,
    "throttling": throttling,
    "method-observed": method_observed,
    "speed-compared": speed_compared,
    "reach-compared": reach_compared,
    "target-down-everywhere": target_down_everywhere,
}
