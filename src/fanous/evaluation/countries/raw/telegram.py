"""A measurement of OONI's telegram test (ts-020): access points by address, then the web page.

Decides what such a test meets under a mechanism: `tcp.timeout` stops every connect to the access
points and leaves the web page alone, `http.timeout` lets connects through and nothing after them,
an outage stops everything. The access points are Telegram's own, which the test has built in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from fanous.evaluation.simulator.certificates import Chain
from fanous.evaluation.simulator.visit import Answer, Connection, Handshake, Lookup, Session
from fanous.evaluation.simulator.wire import Json, seconds
from fanous.evaluation.simulator.wire.connections import tcp_row, tls_row
from fanous.evaluation.simulator.wire.envelope import envelope
from fanous.evaluation.simulator.wire.queries import query_row

__all__ = ["ACCESS_POINTS", "telegram_measurement"]

ACCESS_POINTS = (  # ts-020, and ooni/probe-cli, internal/experiment/telegram/telegram.go
    "149.154.175.50",
    "149.154.167.51",
    "149.154.175.100",
    "149.154.167.91",
    "149.154.171.5",
    "95.161.76.100",
)
_WEB_HOST, _WEB_ADDRESS, _ASN = "web.telegram.org", "149.154.167.99", 62041
_TEST_VERSION = "0.3.1"
_TIMEOUT = "generic_timeout_error"
_TIMEOUT_SECONDS = 10.0
_STEP_SECONDS = (0.03, 0.3)
_WORKS, _NOT_IMPLEMENTED = 200, 501


@dataclass
class _Run:
    """The arrays of one run while it goes on. Everything is tried at once."""

    connect_fails: bool
    request_fails: bool
    web_fails_at: str
    rng: Random
    queries: list[Json] = field(default_factory=list)
    connects: list[Json] = field(default_factory=list)
    handshakes: list[Json] = field(default_factory=list)
    requests: list[Json] = field(default_factory=list)
    number: int = 0

    def _step(self, began: float, fails: bool) -> tuple[str | None, float]:
        """A step's failure, and when it ended."""
        took = _TIMEOUT_SECONDS if fails else self.rng.uniform(*_STEP_SECONDS)
        return (_TIMEOUT if fails else None), seconds(began + took)

    def connect(self, address: str, port: int, *, began: float, fails: bool) -> Connection:
        """One connect, written down."""
        self.number += 1
        failure, ended = self._step(began, fails)
        tried = Connection(address, port, failure, began, ended, 0, self.number, True, True)
        self.connects.append(tcp_row(tried, []))
        return tried

    def ask(self, url: str, method: str, status: int, *, began: float, fails: bool) -> str | None:
        """One request, written down; its failure."""
        failure, ended = self._step(began, fails)
        self.requests.append(_request(url, method, 0 if fails else status, failure, began, ended))
        return failure

    def access_point(self, address: str, port: int) -> str | None:
        """Connect and POST; the failure of the pair."""
        tried = self.connect(address, port, began=0.001, fails=self.connect_fails)
        url = f"http://{address}/" if port == 80 else f"http://{address}:{port}/"
        if tried.failure:
            ended, began = tried.ended, tried.began
            self.requests.append(_request(url, "POST", 0, tried.failure, began, ended))
            return tried.failure
        fails = self.request_fails
        return self.ask(url, "POST", _NOT_IMPLEMENTED, began=tried.ended, fails=fails)

    def web(self, chain: Chain) -> str | None:
        """Look up, connect, shake hands, fetch; the first failure."""
        lookup = _lookup(self.number + 1)
        self.queries.append(query_row(lookup))
        tried = self.connect(
            _WEB_ADDRESS, 443, began=lookup.ended, fails=self.web_fails_at == "tcp"
        )
        failure, last = tried.failure, tried.ended
        if failure is None:
            failure, ended = self._step(last, self.web_fails_at == "tls")
            shaken = Handshake(_WEB_HOST, failure, () if failure else chain, last, ended)
            self.handshakes.append(tls_row(tried, shaken, []))
            last = ended
        url = f"https://{_WEB_HOST}/"
        if failure is None:
            return self.ask(url, "GET", _WORKS, began=last, fails=False)
        self.requests.append(_request(url, "GET", 0, failure, tried.began, last))
        return failure


def telegram_measurement(
    session: Session,
    *,
    started: datetime,
    mechanism: str,
    is_down: bool,
    chain: Chain,
    uid: str,
    rng: Random,
) -> Json:
    """A whole record. `mechanism` is one of SERVICE_MECHANISMS or empty."""
    run = _Run(
        connect_fails=is_down or mechanism == "tcp.timeout",
        request_fails=mechanism == "http.timeout",
        web_fails_at="tcp" if is_down else "tls" if mechanism == "http.timeout" else "",
        rng=rng,
    )
    failures = [run.access_point(ip, port) for ip in ACCESS_POINTS for port in (80, 443)]
    web_failure = run.web(chain)
    keys: Json = {
        "agent": "redirect",
        "failed_operation": None,
        "failure": None,
        "network_events": [],
        "queries": run.queries,
        "requests": run.requests,
        "tcp_connect": run.connects,
        "tls_handshakes": run.handshakes,
        "telegram_http_blocking": None not in failures,
        "telegram_tcp_blocking": run.connect_fails,
        "telegram_web_failure": web_failure,
        "telegram_web_status": "blocked" if web_failure else "ok",
    }
    return envelope(
        session,
        test_name="telegram",
        test_version=_TEST_VERSION,
        test_input=None,
        started=started,
        runtime=seconds(rng.uniform(1, 3)),
        test_keys=keys,
        uid=uid,
    )


def _lookup(number: int) -> Lookup:
    answers = (Answer("A", _WEB_ADDRESS, _ASN, "Telegram"),)
    return Lookup("getaddrinfo", _WEB_HOST, "ANY", "", answers, None, 0.001, 0.021, 0, number)


def _request(
    url: str, method: str, status: int, failure: str | None, began: float, ended: float
) -> Json:
    """One row of `requests`."""
    body = "<html>synthetic</html>" if status else ""
    headers: Json = {"Server": "synthetic"} if status else {}
    return {
        "failure": failure,
        "request": {"body": "", "headers": {}, "method": method, "url": url},
        "response": {"body": body, "body_is_truncated": False, "code": status, "headers": headers},
        "t0": seconds(began),
        "t": seconds(ended),
        "tags": [],
    }
