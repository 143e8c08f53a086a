from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.nuisances.fitting import fitting
from fanous.evaluation.countries.scenario import MECHANISMS
from fanous.evaluation.countries.visits import mechanism_code
from tests.evaluation.countries.making import CLEAR, DUAL, SERVICE, WEB, drawn, of_target


def met(target: str, mechanism: str) -> str:
    drawing = drawn(days=3)
    visits = drawing.records
    given = np.full(len(visits), mechanism_code(mechanism), np.int64)
    (found,) = set(fitting(drawing.scenario, visits, given)[of_target(drawing, visits, target)])
    return MECHANISMS[found]


def test_handshakes_fail_only_where_hands_are_shaken() -> None:
    assert met(WEB, "tls.timeout") == met(DUAL, "tls.timeout") == "tls.timeout"
    assert met(CLEAR, "tls.timeout") == "http.timeout"
    assert met(CLEAR, "dns.timeout") == "dns.timeout"


def test_services_have_no_names_and_no_handshakes() -> None:
    assert met(SERVICE, "tcp.timeout") == "tcp.timeout"
    assert met(SERVICE, "dns.timeout") == met(SERVICE, "tls.reset") == "http.timeout"
