"""Which events are asked for: by country, target and time.

Decides how a reader's words are matched: a service by its name or id, a domain with or without
`domain:`, an event by its times where any part of it is on or after a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fanous.reference.targets import Targets

__all__ = ["select"]


def select(
    events: Iterable[Mapping[str, Any]],
    known: Targets,
    *,
    cc: str | None = None,
    target: str | None = None,
    since: str | None = None,
) -> list[Mapping[str, Any]]:
    """Events in their order. `since` is RFC 3339 or a day: what ended before it is left out."""
    wanted = known.group(known.named(target)) if target else None
    return [
        event
        for event in events
        if (cc is None or event["cc"] == cc.upper())
        and (wanted is None or _is_of(event, wanted))
        and (since is None or _last(event) >= since)
    ]


def _is_of(event: Mapping[str, Any], wanted: str) -> bool:
    return wanted in event["targets"] or wanted in event["members"]


def _last(event: Mapping[str, Any]) -> str:
    """When it ended at the latest; the end of time where it goes on."""
    if event["state"] != "ended":
        return "9999"
    return str(event["end_latest"] or event["end_earliest"])
