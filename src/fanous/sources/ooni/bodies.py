"""Bodies of responses: as text to look at, as bytes to hash, and what their page calls itself.

Decides how a body that is not text is read, and how much of one is looked at for a title.
"""

from __future__ import annotations

import re

from fanous.sources.ooni.scrub import Scrubber, binary
from fanous.sources.ooni.wire import Binary

__all__ = ["read_body", "title_of"]

_MAX_TITLE = 512
_TITLE_END = re.compile(r"</title", re.IGNORECASE)


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
