"""`fanous register check`: everything that must hold, over a whole register.

Decides the order of checks, and nothing of what they check. All problems are given, in the order of
files and lines, so that one run tells a writer everything.
"""

from __future__ import annotations

from pathlib import Path

from fanous.register.links import wrong_links
from fanous.register.load import LEDGER, Register
from fanous.register.persons import persons
from fanous.register.problem import Problem
from fanous.register.references import (
    circles,
    deleted_ids,
    every_id,
    missing_references,
    shared_ids,
)
from fanous.register.values import (
    unread_sources,
    wrong_amounts,
    wrong_dates,
    wrong_letters,
    wrong_places,
    wrong_statuses,
)
from fanous.register.wording import against_texts, read_texts, undistanced

__all__ = ["CHECKS", "add_ids", "check"]

CHECKS = (
    missing_references,
    shared_ids,
    deleted_ids,
    circles,
    wrong_dates,
    wrong_places,
    wrong_amounts,
    wrong_statuses,
    unread_sources,
    wrong_letters,
    persons,
    undistanced,
    wrong_links,
)


_CURED_BY_ADDING = ("unlisted-id",)


def check(register: Register, *, texts: Path | None = None) -> list[Problem]:
    """Every problem of a register, sources' texts included where a folder of them is named."""
    found = set(register.problems)
    for one in CHECKS:
        found.update(one(register))
    if texts is not None:
        found.update(against_texts(register, read_texts(texts)))
    return sorted(found)


def add_ids(register: Register) -> list[str]:
    """Put new ids into the ledger, sorted; returns them. None is ever taken out.

    A file with a mistake waits: an id stays for good, and a person's name would have been kept so.
    """
    wrong = {item.path for item in check(register) if item.code not in _CURED_BY_ADDING}
    new = sorted(
        key
        for key, folders in every_id(register).items()
        if key not in register.ledger
        and not any(register.place(folder, key).path in wrong for folder in folders)
    )
    if new:
        every = sorted({*register.ledger, *new})
        path = register.folder / LEDGER
        path.write_text("".join(f"{key}\n" for key in every), encoding="utf-8", newline="\n")
    return new
