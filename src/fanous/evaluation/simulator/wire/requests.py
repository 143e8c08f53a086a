"""The `requests` array (df-001): reverse time order, so that index 0 is the final response.

Decides the spelling of requests and responses in both shapes. A request that never got an answer is
written by 0.4 only, with code 0; 0.5 leaves it to the failed connection.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from fanous.evaluation.simulator.visit import Exchange, Visit
from fanous.evaluation.simulator.wire import Json, seconds
from fanous.evaluation.simulator.wire.connections import connection_tags

__all__ = ["USER_AGENT", "legacy_requests", "requests"]

USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) fanous-simulator"
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_NO_TOR: Json = {"exit_ip": None, "exit_name": None, "is_tor": False}


def _header_pairs(headers: Mapping[str, str]) -> list[list[str]]:
    return [[name, value] for name, value in sorted(headers.items())]


def _request(*, url: str, referer: str) -> Json:
    headers = {
        "Accept": ACCEPT,
        "Accept-Language": "en-US,en;q=0.9",
        "Host": urlsplit(url).hostname or "",
        "Referer": referer,
        "User-Agent": USER_AGENT,
    }
    return {
        "body": "",
        "body_is_truncated": False,
        "headers_list": _header_pairs(headers),
        "headers": headers,
        "method": "GET",
        "tor": _NO_TOR,
        "x_transport": "tcp",
        "url": url,
    }


def _response(exchange: Exchange) -> Json:
    return {
        "body": exchange.body,
        "body_is_truncated": False,
        "code": exchange.status,
        "headers_list": _header_pairs(exchange.headers),
        "headers": dict(sorted(exchange.headers.items())),
    }


def _transaction(exchange: Exchange) -> Json:
    return {
        "failure": exchange.failure,
        "request": _request(url=exchange.url, referer=exchange.referer),
        "response": _response(exchange),
    }


def requests(visit: Visit) -> list[Json]:
    """Requests with the endpoint that carried them, last hop first."""
    return [
        {
            "network": "tcp",
            "address": connection.endpoint,
            **({"alpn": "h2"} if connection.port == 443 else {}),
            **_transaction(exchange),
            "t0": seconds(exchange.began),
            "t": seconds(exchange.ended),
            "tags": connection_tags(connection),
            "transaction_id": connection.number,
        }
        for connection, exchange in reversed(visit.exchanges)
    ]


def legacy_requests(visit: Visit, *, failure: str | None) -> list[Json]:
    """Requests as 0.4 writes them; `failure` is why the last one got no answer, if it didn't."""
    rows: list[Json] = [
        {**_transaction(exchange), "t": seconds(exchange.ended), "tags": None}
        for _, exchange in reversed(visit.exchanges)
    ]
    if failure:
        exchanges = visit.exchanges
        url = exchanges[-1][1].headers.get("Location", "") if exchanges else visit.wire_url
        referer = exchanges[-1][1].url if exchanges else ""
        began = visit.runtime
        unanswered = Exchange(url, referer, 0, {}, "", began, began, failure)
        rows.insert(0, {**_transaction(unanswered), "t": seconds(began), "tags": None})
    return rows
