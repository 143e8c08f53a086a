"""What lines of the register on a terminal have in common: a claim in one, and names for ids.

Decides that no claim is printed without its hedge, who says it and its status, and what counts as
the name of a record: its id in small or large letters, or what an entity is called.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fanous.cli.output import say

if TYPE_CHECKING:
    from fanous.i18n import Messages
    from fanous.register.load import Register
    from fanous.register.schema import Claim

__all__ = ["claim_line", "claim_lines", "resolved", "spoken", "when"]


def spoken() -> Messages:
    """The reader's language (FANOUS_LANGUAGE, else English)."""
    from fanous.i18n import messages

    return messages(os.environ.get("FANOUS_LANGUAGE", "en"))


def when(date: str) -> str:
    """An EDTF date in words."""
    from fanous.reports.register_dates import date_words

    return date_words(spoken(), date)


def claim_line(claim: Claim) -> str:
    """A claim in one line: id, time, text, and in brackets what goes with it everywhere."""
    from fanous.reports.register_words import HEDGE_WORDS, SOURCE_STATUS_WORDS

    with_it = [claim.attribution.words, say(HEDGE_WORDS[claim.hedge])]
    if claim.status != "reviewed":
        with_it.append(say(SOURCE_STATUS_WORDS[claim.status]))
    date = f"  ({when(claim.date)})" if claim.date else ""
    return f"{claim.id}{date}  {claim.text} [{spoken().join(with_it)}]"


def claim_lines(register: Register, heading: str, keys: Iterable[str]) -> list[str]:
    """Claims below a heading; nothing if there are none."""
    known = [register.claims[key] for key in keys if key in register.claims]
    return [f"{heading}:", *(f"  {claim_line(claim)}" for claim in known)] if known else []


def resolved(register: Register, name: str) -> str:
    """The id that a reader means: as typed, in other letters, or by name; else what was typed."""
    from fanous.register.fold import fold

    kinds = (register.claims, register.entities, register.sources, register.tombstones)
    ids = [key for kind in kinds for key in kind]
    if name in ids:
        return name
    wanted = " ".join(fold(name).split())
    found = {key for key in ids if fold(key) == wanted}
    if len(found) == 1:  # an id goes before a name: a system may bear its maker's
        return found.pop()
    for key, entity in register.entities.items():
        called = (entity.name, entity.name_fa, *entity.aliases)
        if wanted in {" ".join(fold(text).split()) for text in called}:
            found.add(key)
    return found.pop() if len(found) == 1 else name
