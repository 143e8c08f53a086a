"""Days: several records that are judged together, and what must come out for the first of them.

A measurement whose helper was silent, or whose test has none, leans on what other networks did on
the same day. Here the first record is the one in question, and the others are its day. Each is a
golden chain in `pooled/<name>`, written by `python -m tests.situations.regenerate`.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.making_services import (
    ACCESS_POINTS,
    MESSENGER,
    SIGNAL,
    SIGNAL_OLD,
    WHATSAPP,
    facebook_messenger,
    signal,
    telegram,
    tor,
    whatsapp,
)
from tests.situations.pieces import HTTP, Json, http_page, lookups
from tests.situations.record import (
    DEAD,
    OTHER_SITE,
    SITE,
    connect,
    handshake,
    query,
    request,
    working,
)

__all__ = ["ABROAD", "DAYS", "Day", "apart", "seen_from"]

Place = tuple[str, int]

ABROAD: tuple[Place, ...] = (("XB", 64521), ("XB", 64522), ("XC", 64523))
_TWO = ABROAD[:2]
_ONE_NETWORK = (ABROAD[0],) * 3
_COUNTRY: tuple[Place, ...] = tuple(("XA", 64511 + number) for number in range(4))
_FIRST_OWN = 70_000  # AS numbers that no record has
_DAYS_APART = 5  # more than any day looks back
_TIMEOUT, _RESET, _REFUSED = "generic_timeout_error", "connection_reset", "connection_refused"
_EOF, _NXDOMAIN = "eof_error", "dns_nxdomain_error"
_SILENT: Json = {"control": {}, "control_failure": _TIMEOUT}


@dataclass(frozen=True, slots=True)
class Day:
    """The records of a day, and the state, mechanisms and validity of the first."""

    sentence: str
    records: tuple[Json, ...]
    state: str
    mechanisms: tuple[str, ...] = ()
    validity: tuple[str, ...] = ()


def seen_from(raw: Json, places: tuple[Place, ...], *, first: int = 1) -> list[Json]:
    """The same record from other networks, each in a session of its own."""
    found = []
    for number, (probe_cc, asn) in enumerate(places, first):
        bent = copy.deepcopy(raw)
        bent |= {"probe_cc": probe_cc, "probe_asn": f"AS{asn}"}
        bent["report_id"] = f"20260105T115958Z_other_{probe_cc}_{asn}_n1_{number:016d}"
        if "measurement_uid" in bent:
            bent["measurement_uid"] = f"{bent['measurement_uid'][:-16]}{number:016x}"
        found.append(bent)
    return found


def apart(number: int, records: Sequence[Json]) -> list[Json]:
    """The records of a day on a date and for a network of their own, so that days do not meet.

    Judging prepares its queries once for any number of days: tests judge them together.
    """
    own, found = records[0].get("probe_asn"), list[Json]()
    later = timedelta(days=number * _DAYS_APART)
    for raw in records:
        bent = dict(raw)
        for key in ("measurement_start_time", "test_start_time"):
            with suppress(KeyError, TypeError, ValueError):
                bent[key] = str(datetime.fromisoformat(bent[key]) + later)
        if isinstance(uid := bent.get("measurement_uid"), str):
            start = datetime.strptime(uid[:14], "%Y%m%d%H%M%S") + later
            unique = len(found) << 40 | number
            bent["measurement_uid"] = f"{start:%Y%m%d%H%M%S}{uid[14:-16]}{unique:016x}"
        if own is not None and bent.get("probe_asn") == own:
            bent["probe_asn"] = f"AS{_FIRST_OWN + number}"
        found.append(bent)
    return found


def _web(
    what: str, subject: Json, others: Json, mechanism: str, *, state: str = "likely_blocked"
) -> dict[str, Day]:
    """One failure where three networks abroad succeed, and where too few do."""
    name = mechanism.replace(".", "_") if mechanism else what
    return {
        f"{name}_elsewhere": Day(
            f"The helper is unreachable and {what}; three networks abroad reach the site.",
            (subject, *seen_from(others, ABROAD)),
            state,
            (mechanism,),
            ("helper_failed",),
        ),
        f"{name}_two_networks": Day(
            f"The helper is unreachable and {what}; two networks abroad reach the site.",
            (subject, *seen_from(others, _TWO)),
            "impaired",
            (),
            ("helper_failed",),
        ),
    }


def _https(**changed: Any) -> Json:
    """An https page whose helper is unreachable."""
    return working(**{**_SILENT, **changed})


def _refused_by(failure: str) -> Json:
    return _https(tcp_connect=[connect(failure=failure)], tls_handshakes=[], requests=[])


def _cut_by(failure: str, chain: str | None = None) -> Json:
    return _https(tls_handshakes=[handshake(failure=failure, chain=chain)], requests=[])


def _page(failure: str) -> Json:
    """An http page without a response, whose helper is unreachable."""
    return http_page(
        request(url=HTTP, transaction=40001, status=0, failure=failure, body="", headers={}),
        **_SILENT,
    )


_HTTP_WORKS = http_page(request(url=HTTP, transaction=40001))
_BLOCKPAGE = request(url=HTTP, transaction=40001, body="<html>barred by order 66</html>")
_NAME_DENIED = _https(
    queries=lookups([], _NXDOMAIN, doh=[]), tcp_connect=[], tls_handshakes=[], requests=[]
)
_TO_NOWHERE = _https(
    queries=lookups(["10.66.66.36"], doh=[]),
    tcp_connect=[connect("10.66.66.36", failure=_TIMEOUT)],
    tls_handshakes=[],
    requests=[],
)
_TCP_TIMEOUT = _refused_by(_TIMEOUT)


def _timeout_day(sentence: str, others: list[Json], state: str, **changed: Any) -> Day:
    """A connection that times out, and another day around it."""
    return Day(
        sentence,
        (changed.pop("subject", _TCP_TIMEOUT), *others),
        state,
        ("tcp.timeout",) if state == "likely_blocked" else (),
        changed.pop("validity", ("helper_failed",)),
    )


_WEB: dict[str, Day] = {
    **_web("the connection times out", _TCP_TIMEOUT, working(), "tcp.timeout"),
    **_web("the connection is refused", _refused_by(_REFUSED), working(), "tcp.refused"),
    **_web("the connection is reset", _refused_by(_RESET), working(), "tcp.reset"),
    **_web("the handshake is reset", _cut_by(_RESET), working(), "tls.reset"),
    **_web("the handshake is cut off", _cut_by(_EOF), working(), "tls.eof"),
    **_web("the handshake times out", _cut_by(_TIMEOUT), working(), "tls.timeout"),
    **_web(
        "a self-signed certificate is shown",
        _cut_by("ssl_unknown_authority", "site_self_signed"),
        working(),
        "tls.mitm.self_signed",
    ),
    **_web(
        "a gateway's certificate is shown",
        _cut_by("ssl_unknown_authority", "site_gateway"),
        working(),
        "tls.mitm.ca_signed",
    ),
    **_web(
        "another name's certificate is shown",
        _cut_by("ssl_invalid_hostname", "parking"),
        working(),
        "tls.mitm.wrong_name",
    ),
    **_web("the request is reset", _page(_RESET), _HTTP_WORKS, "http.reset"),
    **_web("the request is cut off", _page(_EOF), _HTTP_WORKS, "http.eof"),
    **_web("no response comes", _page(_TIMEOUT), _HTTP_WORKS, "http.timeout"),
    **_web("the name is denied", _NAME_DENIED, working(), "dns.nxdomain"),
    **_web("the name leads to a private address", _TO_NOWHERE, working(), "dns.injection.bogon"),
    "unproven_certificate_elsewhere": Day(
        "The helper is unreachable and the probe distrusts a certificate that it did not keep; "
        "three networks abroad reach the site.",
        (_cut_by("ssl_unknown_authority"), *seen_from(working(), ABROAD)),
        "impaired",
        (),
        ("helper_failed",),
    ),
    "tcp_timeout_one_network": _timeout_day(
        "Three sessions of one network abroad reach the site: one voice.",
        seen_from(working(), _ONE_NETWORK),
        "impaired",
    ),
    "tcp_timeout_rest_of_country": _timeout_day(
        "Four other networks of the country reach the site.",
        seen_from(working(), _COUNTRY),
        "likely_blocked",
    ),
    "tcp_timeout_few_of_country": _timeout_day(
        "Two networks of the country and two abroad reach the site: neither are enough.",
        seen_from(working(), (*_COUNTRY[:2], *_TWO)),
        "impaired",
    ),
    "tcp_timeout_unknown_networks": _timeout_day(
        "Three probes that do not say their network reach the site.",
        seen_from(working(), (("XB", 0), ("XC", 0), ("XD", 0))),
        "impaired",
    ),
    "tcp_timeout_day_before": _timeout_day(
        "Three networks abroad reached the site, on the day before.",
        [
            {**raw, "measurement_start_time": "2026-01-04 12:00:00"}
            for raw in seen_from(working(), ABROAD)
        ],
        "impaired",
    ),
    "tcp_timeout_for_everybody": _timeout_day(
        "The site times out for three networks abroad too, whose helper is silent as well.",
        seen_from(_TCP_TIMEOUT, ABROAD),
        "impaired",
    ),
    "tcp_timeout_helper_says_down": _timeout_day(
        "The measurement's own helper could not connect either; what others did is not asked.",
        seen_from(working(), ABROAD),
        "down",
        subject=working(
            tcp_connect=[connect(failure=_TIMEOUT)],
            tls_handshakes=[],
            requests=[],
            control={
                **working()["test_keys"]["control"],
                "tcp_connect": {f"{SITE}:443": {"status": False, "failure": _TIMEOUT}},
                "tls_handshake": {},
                "http_request": {"failure": _TIMEOUT, "status_code": -1},
            },
        ),
        validity=(),
    ),
    "tcp_timeout_other_address": _timeout_day(
        "Three networks abroad reach the site at another address than the one that times out.",
        seen_from(
            working(
                queries=lookups([OTHER_SITE], doh=[OTHER_SITE]),
                tcp_connect=[connect(OTHER_SITE)],
                tls_handshakes=[handshake(OTHER_SITE)],
                requests=[request(OTHER_SITE)],
            ),
            ABROAD,
        ),
        "impaired",
    ),
    "tcp_timeout_control_missing": _timeout_day(
        "The record has no control and does not say that the helper failed: nothing is asked.",
        seen_from(working(), ABROAD),
        "impaired",
        subject=working(
            tcp_connect=[connect(failure=_TIMEOUT)],
            tls_handshakes=[],
            requests=[],
            control=None,
        ),
        validity=(),
    ),
    **{
        f"http_{word}_blockpages_elsewhere": Day(
            f"The helper is unreachable and the request fails ({word}); what three networks abroad "
            "got is a block page.",
            (_page(failure), *seen_from(http_page(_BLOCKPAGE), ABROAD)),
            "impaired",
            (),
            ("helper_failed",),
        )
        for word, failure in (("reset", _RESET), ("eof", _EOF), ("timeout", _TIMEOUT))
    },
    "extra_check_refused_elsewhere": Day(
        "An http page works; the extra connection is refused, which three networks abroad make.",
        (
            http_page(
                request(url=HTTP, transaction=40001),
                tcp_connect=[
                    connect(port=80, transaction=40001),
                    connect(fetch_body=False, failure=_REFUSED),
                ],
                tls_handshakes=[],
                **_SILENT,
            ),
            *seen_from(_HTTP_WORKS, ABROAD),
        ),
        "insufficient",
        (),
        ("helper_failed",),
    ),
    "quic_elsewhere": Day(
        "The handshake is reset; three networks abroad completed one over QUIC alone.",
        (
            _cut_by(_RESET),
            *seen_from(
                working(tls_handshakes=[{**handshake(), "network": "udp"}], requests=[]), ABROAD
            ),
        ),
        "impaired",
        (),
        ("helper_failed",),
    ),
    "false_certificates_elsewhere": Day(
        "The handshake is reset; what three networks abroad call accepted is refuted.",
        (
            _cut_by(_RESET),
            *seen_from(working(tls_handshakes=[handshake(chain="site_gateway")]), ABROAD),
        ),
        "impaired",
        (),
        ("helper_failed",),
    ),
    "answer_in_learned_network": Day(
        "The helper is unreachable; the answer lies where helpers found the name on that day.",
        (
            http_page(
                request(OTHER_SITE, url=HTTP, transaction=40001),
                queries=lookups([OTHER_SITE], doh=[OTHER_SITE]),
                tcp_connect=[connect(OTHER_SITE, port=80, transaction=40001)],
                tls_handshakes=[],
                **_SILENT,
            ),
            *seen_from(_HTTP_WORKS, ABROAD),
        ),
        "insufficient",
        (),
        ("helper_failed",),
    ),
    **{
        f"answer_verified_before_{word}": Day(
            f"The helper is unreachable; on {word} of the days before, this network verified the "
            "site at the address of the answer.",
            (
                http_page(
                    request(DEAD, url=HTTP, transaction=40001),
                    queries=lookups([DEAD], doh=[]),
                    tcp_connect=[connect(DEAD, port=80, transaction=40001)],
                    tls_handshakes=[],
                    **_SILENT,
                ),
                *(
                    {
                        **_https(
                            queries=lookups([DEAD]),
                            tcp_connect=[connect(DEAD)],
                            tls_handshakes=[handshake(DEAD)],
                            requests=[request(DEAD)],
                        ),
                        "measurement_start_time": f"2026-01-{day:02} 12:00:00",
                        "report_id": f"20260101T115958Z_before_XA_64510_n1_{day:016}",
                    }
                    for day in days
                ),
            ),
            "insufficient",
            (),
            ("helper_failed",),
        )
        for word, days in (("three", (1, 2, 4)), ("two", (3, 4)))
    },
    "reached_all_the_same": Day(
        "One of two addresses times out, which three networks abroad reach; the page is had.",
        (
            _https(
                queries=[query("getaddrinfo", [SITE, OTHER_SITE])],
                tcp_connect=[
                    connect(OTHER_SITE, failure=_TIMEOUT, transaction=50002),
                    connect(),
                ],
            ),
            *seen_from(
                working(
                    queries=[query("getaddrinfo", [SITE, OTHER_SITE])],
                    tcp_connect=[connect(OTHER_SITE, transaction=50002), connect()],
                    tls_handshakes=[handshake(OTHER_SITE, transaction=50002), handshake()],
                ),
                ABROAD,
            ),
        ),
        "likely_blocked",
        ("tcp.timeout",),
        ("helper_failed",),
    ),
}

_POINTS_FAIL = dict.fromkeys(ACCESS_POINTS, ("tcp", _TIMEOUT))
_ALL_BUT_ONE = dict.fromkeys(ACCESS_POINTS[1:], ("tcp", _TIMEOUT))
_DIRECTORY = ("128.31.0.39:9131", "204.13.164.118:80")
_AUTHORITIES = ("128.31.0.39:9101", "204.13.164.118:443")
_OLD_ROOT = dict.fromkeys(SIGNAL_OLD, ("tls", "ssl_invalid_certificate"))
_SIGNAL_DEFECTS = (
    "defect:signal_directory_retired",
    "defect:signal_root_change",
    "defect:signal_status_before_repair",
    "defect:signal_textsecure_retired",
)


def _service(
    sentence: str,
    subject: Json,
    works: Json,
    state: str,
    *mechanisms: str,
    places: tuple[Place, ...] = ABROAD,
    validity: tuple[str, ...] = (),
) -> Day:
    """A service as one network sees it, and as others do."""
    return Day(sentence, (subject, *seen_from(works, places)), state, mechanisms, validity)


def _without_responses(raw: Json, *more: str) -> Json:
    """A record that doesn't hold what came back (nor other keys of its requests)."""
    bent = copy.deepcopy(raw)
    for item in bent["test_keys"]["requests"]:
        for key in ("response", *more):
            item.pop(key, None)
    return bent


_SERVICES: dict[str, Day] = {
    "telegram_works": _service(
        "Every access point of Telegram answers.", telegram(), telegram(), "ok"
    ),
    "telegram_blocked": _service(
        "No access point of Telegram is reached; three networks abroad reach all.",
        telegram(trouble=_POINTS_FAIL),
        telegram(),
        "likely_blocked",
        "tcp.timeout",
    ),
    "telegram_one_point_left": _service(
        "One access point is reached, and one is enough.",
        telegram(trouble=_ALL_BUT_ONE),
        telegram(),
        "ok",
    ),
    "telegram_two_networks": _service(
        "No access point is reached; two networks abroad reach all.",
        telegram(trouble=_POINTS_FAIL),
        telegram(),
        "impaired",
        places=_TWO,
    ),
    "telegram_one_network": _service(
        "No access point is reached; three sessions of one network abroad reach all.",
        telegram(trouble=_POINTS_FAIL),
        telegram(),
        "impaired",
        places=_ONE_NETWORK,
    ),
    "telegram_down_for_everybody": _service(
        "No access point is reached, from anywhere.",
        telegram(trouble=_POINTS_FAIL),
        telegram(trouble=_POINTS_FAIL),
        "impaired",
    ),
    "telegram_silent_after_connect": _service(
        "Access points accept the connection and never answer; three networks abroad get answers.",
        telegram(trouble=dict.fromkeys(ACCESS_POINTS, ("http", _TIMEOUT))),
        telegram(),
        "likely_blocked",
        "http.timeout",
    ),
    "telegram_statuses_not_kept": _service(
        "Requests to every access point end without failure; the source keeps no statuses.",
        _without_responses(telegram()),
        _without_responses(telegram()),
        "ok",
    ),
    "telegram_silent_others_statuses_not_kept": _service(
        "Access points never answer; those of three networks abroad did, with what is not kept.",
        telegram(trouble=dict.fromkeys(ACCESS_POINTS, ("http", _TIMEOUT))),
        _without_responses(telegram()),
        "likely_blocked",
        "http.timeout",
    ),
    "telegram_end_not_said": _service(
        "Requests to every access point are there; nothing says how they ended.",
        _without_responses(telegram(), "failure"),
        telegram(),
        "insufficient",
    ),
    "telegram_web_alone": _service(
        "Only the web page of Telegram is reset, which the application does not need.",
        telegram(trouble={"web.telegram.org": ("tls", _RESET)}),
        telegram(),
        "ok",
    ),
    "whatsapp_blocked": _service(
        "None of WhatsApp's endpoints is reached; three networks abroad reach all.",
        whatsapp(trouble=dict.fromkeys(WHATSAPP, ("tcp", _TIMEOUT))),
        whatsapp(),
        "likely_blocked",
        "tcp.timeout",
    ),
    "whatsapp_one_endpoint_left": _service(
        "One of WhatsApp's endpoints is reached, and one is enough.",
        whatsapp(trouble=dict.fromkeys(list(WHATSAPP)[1:], ("tcp", _TIMEOUT))),
        whatsapp(),
        "ok",
    ),
    "whatsapp_registration_reset": _service(
        "The handshake with WhatsApp's registration is reset; three networks abroad complete it.",
        whatsapp(trouble={"v.whatsapp.net": ("tls", _RESET)}),
        whatsapp(),
        "likely_blocked",
        "tls.reset",
    ),
    "whatsapp_registration_denied": _service(
        "The name of WhatsApp's registration is denied; three networks abroad get its page.",
        whatsapp(trouble={"v.whatsapp.net": ("dns", _NXDOMAIN)}),
        whatsapp(),
        "likely_blocked",
        "dns.nxdomain",
    ),
    "signal_works": _service("Every server of Signal answers.", signal(), signal(), "ok"),
    "signal_chat_times_out": _service(
        "The handshake with Signal's messages times out; three networks abroad complete it.",
        signal(trouble={"chat.signal.org": ("tls", _TIMEOUT)}),
        signal(),
        "likely_blocked",
        "tls.timeout",
    ),
    "signal_names_denied": _service(
        "Signal's names are denied; three networks abroad get answers.",
        signal(trouble=dict.fromkeys(SIGNAL, ("dns", _NXDOMAIN))),
        signal(),
        "likely_blocked",
        "dns.nxdomain",
    ),
    "signal_old_root": _service(
        "Signal changed its root: an old version of the test refuses it everywhere.",
        signal(trouble=_OLD_ROOT, era=2020),
        signal(trouble=_OLD_ROOT, era=2020),
        "impaired",
        validity=_SIGNAL_DEFECTS,
    ),
    "signal_old_root_new_works": _service(
        "An old version of the test refuses Signal's new root, while a new one works elsewhere.",
        signal(trouble=_OLD_ROOT, era=2020),
        signal(),
        "impaired",
        validity=_SIGNAL_DEFECTS,
    ),
    "signal_new_works_old_fails": _service(
        "A new version of the test finds Signal working where old ones fail.",
        signal(),
        signal(trouble=_OLD_ROOT, era=2020),
        "ok",
    ),
    "messenger_works": _service(
        "Every endpoint of Messenger is reached.",
        facebook_messenger(),
        facebook_messenger(),
        "ok",
    ),
    "messenger_endpoint_blocked": _service(
        "The connection to Messenger's messages times out; three networks abroad make it.",
        facebook_messenger(trouble={"edge-mqtt.facebook.com": ("tcp", _TIMEOUT)}),
        facebook_messenger(),
        "likely_blocked",
        "tcp.timeout",
    ),
    "messenger_blocked": _service(
        "Every connection to Messenger is reset; three networks abroad make them.",
        facebook_messenger(trouble={name: ("tcp", _RESET) for name, _ in MESSENGER.values()}),
        facebook_messenger(),
        "likely_blocked",
        "tcp.reset",
    ),
    "messenger_all_times_out": _service(
        "Every connection times out: nothing shows that the probe had a network at all.",
        facebook_messenger(trouble={name: ("tcp", _TIMEOUT) for name, _ in MESSENGER.values()}),
        facebook_messenger(),
        "impaired",
    ),
    "tor_works": _service("Every target of Tor answers.", tor(), tor(), "ok"),
    "tor_authorities_reset": _service(
        "Handshakes with Tor's authorities are reset; three networks abroad complete them.",
        tor(trouble=dict.fromkeys(_AUTHORITIES, ("tls", _RESET))),
        tor(),
        "likely_blocked",
        "tls.reset",
    ),
    "tor_authorities_time_out": _service(
        "Connections to Tor's authorities time out; three networks abroad make them.",
        tor(trouble=dict.fromkeys(_AUTHORITIES, ("tcp", _TIMEOUT))),
        tor(),
        "likely_blocked",
        "tcp.timeout",
    ),
    "tor_one_authority_left": _service(
        "One of Tor's authorities is reached, and one is enough.",
        tor(trouble={_AUTHORITIES[0]: ("tcp", _TIMEOUT)}),
        tor(),
        "ok",
    ),
    "tor_bridges_alone": _service(
        "Only bridges do not answer, which are for where the authorities can't be reached.",
        tor(trouble={"193.11.166.194:27015": ("tcp", _TIMEOUT)}),
        tor(),
        "ok",
    ),
}

_KEPT: dict[str, Day] = {
    "status_not_kept": Day(
        "The page came over verified TLS; the source does not keep with what status.",
        (_without_responses(working(**_SILENT)), *seen_from(working(), ABROAD)),
        "ok",
        (),
        ("helper_failed",),
    ),
    "status_not_kept_in_clear": Day(
        "A page came in cleartext, and nothing of it is kept.",
        (
            _without_responses(
                http_page(request(url=HTTP, transaction=40001), **_SILENT, tls_handshakes=[])
            ),
            *seen_from(_HTTP_WORKS, ABROAD),
        ),
        "insufficient",
        (),
        ("helper_failed",),
    ),
}

DAYS: dict[str, Day] = {**_WEB, **_SERVICES, **_KEPT}
