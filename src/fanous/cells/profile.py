"""Members into one answer: how many of how many, and which. Never an average of them.

Decides the state of a service from its members' states by its rule: `any_of` is as its worst core
member, `all_of` as its best, so that it is blocked only where all that were measured are. What has
no rule (a category) has no state. A member that nobody measured says nothing, and is told by the
numbers: `members_measured` of `core_members`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["ACCUSING", "Profile", "profile"]

ACCUSING = ("blocked", "likely_blocked")
# From worst to best for `any_of`. An unclear member is no ground to call the others bad.
_ANY_OF = (*ACCUSING, "down", "impaired", "ok", "insufficient")
# `all_of` takes the first that any member has: less than all blocked is never blocked.
_ALL_OF = ("ok", "down", "impaired", "insufficient", "likely_blocked", "blocked")


@dataclass(frozen=True, slots=True)
class Profile:
    """Counts are of core members; the lists name any member, sorted."""

    state: str | None
    core_members: int
    members_measured: int
    members_blocked: int
    members_ok: int
    members_down: int
    measured_members: tuple[str, ...]
    blocked_members: tuple[str, ...]


def profile(states: Mapping[str, str], core: Sequence[str], rule: str | None) -> Profile:
    """The profile of measured members' states (by member); `core` names those that are counted."""
    counted = [states[member] for member in core if member in states]
    return Profile(
        state=_state(counted, rule),
        core_members=len(core),
        members_measured=len(counted),
        members_blocked=sum(state in ACCUSING for state in counted),
        members_ok=counted.count("ok"),
        members_down=counted.count("down"),
        measured_members=tuple(sorted(states)),
        blocked_members=tuple(sorted(name for name in states if states[name] in ACCUSING)),
    )


def _state(counted: Sequence[str], rule: str | None) -> str | None:
    if rule is None:
        return None
    order = _ANY_OF if rule == "any_of" else _ALL_OF
    return next((state for state in order if state in counted), "insufficient")
