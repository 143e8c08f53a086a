"""Which redirect a request of an untagged record follows (OONI df-001, before 0.5's tags).

Decides a request's depth from URLs alone. Requests stand in reverse order of time. A request whose
URL is that of the one before it is a retry, not a redirect: legacy probes try a URL three times.
The first is compared with the input, because Measurement Kit keeps only the last request of a chain
that failed. A request without URL says nothing and keeps the depth that was reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from fanous.model.names import url
from fanous.sources.ooni.wire import Request

__all__ = ["depths"]

Place = tuple[str, str, int | None, str, str]


def depths(requests: Sequence[Request], start: str | None) -> list[int]:
    """Redirects before each request, in the order of the record. `start` is the input."""
    if all((item.request.url if item.request else None) == start for item in requests):
        return [0] * len(requests)  # nine records of ten: no redirect
    found: list[int] = []
    depth, before = 0, _place(start or "")
    for item in reversed(requests):
        place = _place((item.request.url if item.request else None) or "")
        if place is not None:
            depth += before is not None and place != before
            before = place
        found.append(depth)
    return found[::-1]


@lru_cache(4096)
def _place(text: str) -> Place | None:
    """What makes a URL another: all but its fragment, a last slash and its way of escaping."""
    link = url(text)
    if not link.scheme or not link.hostname:
        return None
    parts = urlsplit(text)
    path = unquote(parts.path).rstrip("/")
    return link.scheme, link.hostname, link.port, path, unquote(parts.query)
