"""Relations that several layers join, in order of dependency.

One row each of what is named by the key; all joins are on numbers first. What each says is decided
in `seen`, `elsewhere`, `genuine` and `answers`.
"""

from __future__ import annotations

from fanous.rules.subjects.answers import ANSWERS
from fanous.rules.subjects.elsewhere import ELSEWHERE
from fanous.rules.subjects.genuine import GENUINE
from fanous.rules.subjects.seen import SEEN

__all__ = ["RELATIONS"]

RELATIONS: dict[str, str] = {**SEEN, **ELSEWHERE, **GENUINE, **ANSWERS}
