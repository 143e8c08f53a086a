"""Responses: what their headers and bodies say, without the bodies themselves.

Decides how a body that is not text is read, what is hashed of it, and how much of one is looked at
for a title.
"""

from __future__ import annotations

import hashlib
import re

from msgspec import Struct

from fanous.reference.fingerprints import HttpFingerprints
from fanous.sources.ooni.scrub import Scrubber, binary
from fanous.sources.ooni.wire import Binary, HttpResponse

__all__ = ["Page", "read_body", "read_page", "title_of"]

_MAX_TITLE = 512
_TITLE_END = re.compile(r"</title", re.IGNORECASE)


class Page(Struct, frozen=True, gc=False):
    """What is kept of a response. `length` and `sha256` are of the body's bytes."""

    headers: dict[str, str] = {}
    title: str | None = None
    length: int | None = None
    sha256: str | None = None
    fingerprints: list[str] | None = None
    kind: str | None = None
    spans: list[str] | None = None


def read_page(
    response: HttpResponse | None, scrubber: Scrubber, known: HttpFingerprints, probe_cc: str
) -> Page:
    """What a response says, and which fingerprints it fits; nothing where there is none."""
    if response is None:
        return Page({}, None, None, None, *known.match({}, "", probe_cc))
    headers, body = scrubber.headers(response.headers), response.body or None
    text, raw = read_body(body, scrubber)
    fingerprints, kind, spans = known.match(
        headers, text, probe_cc, raw if type(body) is str else None
    )
    sha256 = hashlib.sha256(raw).hexdigest() if raw else None
    return Page(headers, title_of(text), len(raw), sha256, fingerprints, kind, spans)


def read_body(body: str | Binary | None, scrubber: Scrubber) -> tuple[str, bytes]:
    """A body as text to look at and bytes to hash."""
    if isinstance(body, Binary):
        raw, before = binary(body), scrubber.count
        text = scrubber.text(raw.decode("utf-8", "replace"))
        # The hash of a body that held the address would give it away to whoever guesses the rest.
        return text, raw if scrubber.count == before else text.encode()
    return (body, body.encode("utf-8", "surrogatepass")) if body else ("", b"")


def title_of(body: str) -> str | None:
    """The page's title, white space folded, cut at 512 characters; None if it has none."""
    start = body.find("<title")
    if start < 0:
        start = body.find("<TITLE")
        if start < 0 and (start := body.find("<Title")) < 0:
            return None
    start = body.find(">", start) + 1
    found = _TITLE_END.search(body, start, start + 4 * _MAX_TITLE) if start else None
    if found is None:
        return None
    return " ".join(body[start : found.start()].split())[:_MAX_TITLE] or None
