"""Where sources and registers differ: known errors, contradictions, replies, echoes, copies.

Decides what counts as each. An echo is a claim that is found in more sources than it has roots:
however many repeat it, it is known from as many places as it has roots, and the page says from how
many. Which side is right is not decided here: both stand, each with who says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fanous.register.roots import roots_of_source
from fanous.reports.register_desk import Desk, Written
from fanous.reports.register_shelf import DIFFERENCES, source_path

__all__ = ["differences_page"]


def differences_page(desk: Desk) -> Written:
    """One page for all of them."""
    return desk.written(
        "register_differences.html",
        desk.page(DIFFERENCES, desk.spoken.text("Where sources and registers differ")),
        errors=list(_errors(desk)),
        pairs=list(_pairs(desk)),
        replies=list(_replies(desk)),
        echoes=list(_echoes(desk)),
        copies=list(_copies(desk)),
    )


def _errors(desk: Desk) -> Iterator[dict[str, Any]]:
    """What is known to be wrong in a source: what it says, and what is said elsewhere."""
    for key, source in sorted(desk.register.sources.items()):
        for error in source.errors:
            yield {
                "source": (source.title, source_path(key)),
                "what": error.what,
                "said": desk.brief([error.claim] if error.claim else []),
                "elsewhere": desk.brief(error.differs),
            }


def _pairs(desk: Desk) -> Iterator[list[dict[str, Any]]]:
    """Claims that cannot both be right, each pair once, whichever of them names the other."""
    seen: set[frozenset[str]] = set()
    for key, claim in sorted(desk.register.claims.items()):
        for other in claim.contradicts:
            pair = frozenset((key, other))
            if pair not in seen and other in desk.register.claims:
                seen.add(pair)
                yield desk.brief([other, key])


def _replies(desk: Desk) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """Replies and denials, with what they answer to."""
    for key, claim in sorted(desk.register.claims.items()):
        if claim.reply_to:
            yield desk.brief([key]), desk.brief(claim.reply_to)


def _echoes(desk: Desk) -> Iterator[dict[str, Any]]:
    """Sources whose claims rest on one root that is another source, with those claims."""
    found: dict[tuple[str, str], list[str]] = {}
    for key, claim in sorted(desk.register.claims.items()):
        roots = desk.shelf.standings[key].roots
        if len(roots) == 1 and roots[0] != claim.source:
            found.setdefault((roots[0], claim.source), []).append(key)
    for (root, source), keys in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        yield {
            "root": desk.sources([root])[0],
            "source": desk.sources([source])[0],
            "claims": desk.brief(keys),
        }


def _copies(desk: Desk) -> Iterator[dict[str, Any]]:
    """Reposts, which add no root."""
    for key, source in sorted(desk.register.sources.items()):
        if source.copy_of:
            roots = sorted(roots_of_source(desk.register, key))
            yield {
                "repost": desk.sources([key])[0],
                "of": desk.sources([source.copy_of]),
                "roots": desk.sources(roots),
                "standing": source.standing,
                "errors": [error.what for error in source.errors],
            }
