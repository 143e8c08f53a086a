"""Pieces of sentences that steps and the control share: addresses, an endpoint, a response.

Decides how much of a list is named, what is said where the record names nothing, and that a title
is shown as a browser would show it.
"""

from __future__ import annotations

import html

from fanous.explain.case import Row
from fanous.explain.said import Said, Wire
from fanous.i18n import N_

__all__ = ["MANY_ADDRESSES", "listed", "response", "where"]

MANY_ADDRESSES = 6  # named in a sentence; the tables have them all


def listed(answers: list[str]) -> tuple[object, ...]:
    """Addresses for a sentence: the first few, and how many more."""
    named: tuple[object, ...] = tuple(Wire(answer) for answer in answers[:MANY_ADDRESSES])
    left = len(answers) - MANY_ADDRESSES
    return (*named, Said(N_("and %(n)s more"), {"n": left})) if left > 0 else named


def response(status: int | None, length: int | None, title: str | None) -> tuple[object, ...]:
    """A response in words: its status, the length of what was kept of its body, its title.

    Titles are kept as the page wrote them; a reader is shown what a browser would show.
    """
    said: list[object] = []
    if status is not None:
        said.append(Said(N_("status %(status)s"), {"status": Wire(status)}))
    if length is not None:
        said.append(Said(N_("%(n)s bytes of the page"), {"n": length}))
    if shown := html.unescape(title or "").strip():
        said.append(Said(N_("titled %(title)s"), {"title": shown}))
    return tuple(said)


def where(row: Row) -> Said | Wire:
    """Address and port; IPv6 in brackets. In words where the record names no address."""
    ip, port = row["ip"], row["port"]
    if ip:
        shown = f"[{ip}]" if ":" in ip else ip
        return Wire(shown if port is None else f"{shown}:{port}")
    if port is None:
        return Said(N_("an address that the record does not name"))
    return Said(N_("port %(port)s of an address that the record does not name"),
                {"port": Wire(port)})  # fmt: skip
