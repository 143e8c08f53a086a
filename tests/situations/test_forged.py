"""Forged measurements change nobody else's verdict.

A day of honest ones stands with room: what three networks abroad confirm, and what at most one
does. A single forged network can neither make a control nor take one away. (Where two honest ones
stand already, a third that lies would complete them: k is what a forger has to pay.)
"""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.making_services import ACCESS_POINTS, signal, telegram
from tests.situations.chain import parse_records, verdicts_of
from tests.situations.days import ABROAD, DAYS, seen_from
from tests.situations.named import SITUATIONS
from tests.situations.pieces import HTTP, Json, http_page, lookups
from tests.situations.record import (
    DEAD,
    SITE,
    connect,
    control,
    handshake,
    query,
    request,
    working,
)

COPIES = 200
_PLACES = (("XA", 64510), ("XA", 64511), ("XB", 64521), ("XD", 64999), ("XD", 0))
_BARRED = request(url=HTTP, transaction=40001, body="<html>barred by order 66</html>")

_blocked = telegram(trouble=dict.fromkeys(ACCESS_POINTS, ("tcp", "generic_timeout_error")))
_lonely = seen_from(
    DAYS["tls_reset_elsewhere"].records[0] | {"measurement_start_time": "2026-01-09 12:00:00"},
    (("XA", 64510),),
)
HONEST: list[Json] = [
    *DAYS["tcp_timeout_elsewhere"].records,
    *DAYS["http_reset_elsewhere"].records,
    *DAYS["dns_nxdomain_elsewhere"].records,
    *DAYS["tcp_timeout_for_everybody"].records[:1],
    *_lonely,  # nobody reaches the site on its day
    *(SITUATIONS[name][1] for name in ("works", "tls_reset", "forged_address_refuted")),
    _blocked,
    *seen_from(telegram(), ABROAD),
    signal(),
]

_KINDS: dict[str, Json] = {
    "success": working(),
    "success_in_clear": http_page(request(url=HTTP, transaction=40001)),
    "failure": working(
        tcp_connect=[connect(failure="connection_refused")], tls_handshakes=[], requests=[]
    ),
    "false_certificate": working(tls_handshakes=[handshake(chain="site_gateway")]),
    "control_lists_the_censor": working(
        queries=lookups([DEAD]), control=control(addresses=[DEAD, SITE])
    ),
    "page_of_another_country": http_page(_BARRED),
    "missing_name": working(
        queries=[query("getaddrinfo", [], failure="dns_nxdomain_error")],
        control=control(addresses=[], endpoints={}, ip_info={}, dns_failure="dns_name_error"),
    ),
    "telegram_works": telegram(),
    "telegram_fails": _blocked,
    "nothing": {**working(), "test_keys": {}},
}
_STARTS = ("1970-01-01 00:00:00", "2026-01-05 12:00:00", "2026-01-09 12:00:00")
_ODD = (-1e9, 0, 1e12, None, "soon")


def forged_records(kind: str, start: str | None, t: object, place: int, times: int) -> list[Json]:
    """One lie with a time and durations of its own, told by one network once or many times."""
    raw = copy.deepcopy(_KINDS[kind])
    if start is not None:
        raw["measurement_start_time"] = start
    for part in ("tcp_connect", "requests"):
        for step in raw["test_keys"].get(part) or ():
            step["t"] = t
    return seen_from(raw, (_PLACES[place],) * times, first=1_000)


def verdicts(more: list[Json]) -> list[Any]:
    """What comes out for the honest records, judged with some more as one day."""
    honest = [item for item in parse_records("honest", HONEST) if item is not None]
    forged = [item for item in parse_records("forged", more) if item is not None]
    assert len(honest) == len(HONEST)
    judged = verdicts_of([item.record for item in honest], [*honest, *forged])
    return [{key: found[key] for key in ("verdict", "validity")} for found in judged]


@cache
def alone() -> list[Any]:
    """What comes out without any forgery."""
    return verdicts([])


def test_the_day_holds_blamed_unclear_and_working_ones() -> None:
    assert {item["verdict"]["state"] for item in alone()} >= {"likely_blocked", "impaired", "ok"}


@settings(max_examples=12, deadline=None, database=None, derandomize=True)
@given(
    st.sampled_from(sorted(_KINDS)),
    st.sampled_from([None, *_STARTS]),
    st.sampled_from(_ODD),
    st.integers(0, len(_PLACES) - 1),
    st.sampled_from([1, COPIES]),
)
def test_a_forged_measurement_changes_nobody_elses_verdict(
    kind: str, start: str | None, t: object, place: int, times: int
) -> None:
    assert verdicts(forged_records(kind, start, t, place, times)) == alone()


def test_many_copies_of_one_network_are_one_voice() -> None:
    copies = [
        forged
        for number, raw in enumerate(_KINDS.values())
        for forged in seen_from(raw, (("XD", 64999),) * COPIES, first=1_000 * (number + 1))
    ]
    assert verdicts(copies) == alone()
