"""Small readings that every OONI array shares: tags, times, AS numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Tags", "as_number", "microseconds", "place_of", "read_tags"]


_EPOCH = datetime(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_DEPTH_DIGITS = 4  # a longer number is a forgery, and might not fit its column


class Tags(NamedTuple):
    """What tags say: whether the body was wanted, OONI 0.4's equivalent, redirect depth."""

    fetch_body: bool | None
    classic: bool | None
    depth: int | None


_NO_TAGS = Tags(None, None, None)


@lru_cache(1024)
def read_tags(tags: tuple[str, ...] | None) -> Tags:
    """What a row's tags say; all null where it has none."""
    if not tags:
        return _NO_TAGS
    depth = next((tag[6:] for tag in tags if tag.startswith("depth=")), "")
    fetch_body = {"fetch_body=true": True, "fetch_body=false": False}
    wanted = next((fetch_body[tag] for tag in tags if tag in fetch_body), None)
    believed = depth.isdecimal() and len(depth) <= _DEPTH_DIGITS
    return Tags(wanted, "classic" in tags, int(depth) if believed else None)


@lru_cache(1024)
def place_of(tags: tuple[str, ...] | None, untagged: bool) -> Tags:
    """Depth and purpose; before 0.5 every connection is part of reaching the site."""
    read = read_tags(tags)
    return Tags(True, True, read.depth or 0) if untagged else read


@lru_cache(4096)
def as_number(text: str | None) -> int:
    """`AS123` (or `123`) as a number; 0 for unknown."""
    digits = (text or "").strip().upper().removeprefix("AS")
    return int(digits) if digits.isdecimal() and len(digits) <= 10 else 0


def microseconds(text: str | None) -> int | None:
    """A wire time (UTC without zone, or ISO 8601) as microseconds since 1970; else None."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):  # the first of January of year 1, east of Greenwich
        return None
    return (moment - _EPOCH) // _MICROSECOND
