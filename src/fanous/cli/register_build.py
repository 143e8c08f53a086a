"""`fanous register build`: the register in other shapes, held against another model if asked.

Decides what is printed, and that nothing is written that the check refuses.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from fanous.cli.output import printable, say, warn

if TYPE_CHECKING:
    from fanous.register.load import Register

__all__ = ["build"]


def build(chosen: argparse.Namespace, register: Register) -> int:
    """Write the files, and pages if asked for; 5 if FollowTheMoney's model refuses one."""
    from fanous.register.build import build_register

    if chosen.check_ftm and not _taken_by_ftm(register):
        return 5
    for path in build_register(register, chosen.out):
        print(path)
    if chosen.pages:
        from fanous.register.grading.results import latest
        from fanous.reports.register_site import write_register_site

        grades = latest(chosen.store) if chosen.store else ()
        count = write_register_site(register, chosen.out / "pages", grades=grades)
        warn(say("{count} pages in {path}", count=count, path=chosen.out / "pages"))
    return 0


def _taken_by_ftm(register: Register) -> bool:
    """Whether the model's own library takes every entity; what it refuses is told."""
    from fanous.register.exports.follow_the_money import entities
    from fanous.register.exports.follow_the_money_check import problems

    exported = list(entities(register))
    refused = problems(exported)
    for line in refused:
        print(printable(line))
    warn(
        say(
            "{entities} FollowTheMoney entities, {refused} refused by the model.",
            entities=len(exported),
            refused=len(refused),
        )
    )
    return not refused
