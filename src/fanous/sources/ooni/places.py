"""Small readings that every OONI array shares: tags, times, AS numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

__all__ = ["NO_TAGS", "Tags", "as_number", "microseconds", "read_tags"]


class Tags(NamedTuple):
    """What tags say: redirect depth, whether the body was wanted, and OONI 0.4's equivalent."""

    depth: int | None
    fetch_body: bool | None
    classic: bool | None


NO_TAGS = Tags(None, None, None)


@lru_cache(1024)
def _read_tags(tags: tuple[str, ...]) -> Tags:
    depth = next((tag[6:] for tag in tags if tag.startswith("depth=")), "")
    fetch_body = {"fetch_body=true": True, "fetch_body=false": False}
    wanted = next((fetch_body[tag] for tag in tags if tag in fetch_body), None)
    return Tags(int(depth) if depth.isdecimal() else None, wanted, "classic" in tags)


def read_tags(tags: list[str] | None) -> Tags:
    """What a row's tags say; all null where it has none."""
    return _read_tags(tuple(tags)) if tags else NO_TAGS


@lru_cache(4096)
def as_number(text: str | None) -> int:
    """`AS123` (or `123`) as a number; 0 for unknown."""
    digits = (text or "").strip().upper().removeprefix("AS")
    return int(digits) if digits.isdecimal() and len(digits) <= 10 else 0


@lru_cache(4096)
def microseconds(text: str | None) -> int | None:
    """A wire time (UTC without zone, or ISO 8601) as microseconds since 1970; else None."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return round(moment.timestamp() * 1_000_000)
