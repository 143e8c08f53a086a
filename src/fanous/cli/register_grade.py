"""`fanous register grade`: links against what was measured, with the results kept.

Decides which inputs are read and what is printed. Everything is graded and kept each time; --claim
only narrows what is shown.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from fanous.cli.output import printable, say, table, warn
from fanous.errors import UsageError

if TYPE_CHECKING:
    from fanous.register.grading.grade import Grade
    from fanous.register.grading.measured import Measured
    from fanous.register.load import Register

__all__ = ["grade"]


def grade(chosen: argparse.Namespace, register: Register) -> int:
    """Grade every claim, keep the results, and print them."""
    from fanous.register.grading.grade import grade_register
    from fanous.register.grading.results import keep

    if chosen.claim is not None and chosen.claim not in register.claims:
        raise UsageError(
            say("{id}: no such claim", id=chosen.claim),
            remedy=say("`fanous register list claims` shows them."),
        )
    evidence = _evidence(chosen, register)
    grades = list(grade_register(register, evidence))
    kept = keep(chosen.store, register, grades, evidence.digests())
    shown = [item for item in grades if chosen.claim in (None, item.claim)]
    if chosen.format == "json":
        print(json.dumps([asdict(item) for item in shown], ensure_ascii=False, indent=1))
    else:
        print(printable(_table(shown, whole=chosen.claim is not None)))
    counts = Counter(str(item.grade) for item in grades)
    warn(say("{counts}. Kept in {path}", counts=_counts(counts), path=kept.path))
    return 0


def _evidence(chosen: argparse.Namespace, register: Register) -> Measured:
    from fanous.events.evidence import add_stored
    from fanous.events.stored import detect
    from fanous.register.grading.measured import read_measured
    from fanous.store.measured import StoreVerdicts
    from fanous.store.store import Store

    evidence = read_measured(chosen.signals, chosen.coverage, chosen.events)
    store = Store(chosen.store)
    detect(store)
    add_stored(evidence, store, _entities(register))
    verdicts = StoreVerdicts(store)
    evidence.look_up = verdicts
    evidence.inputs |= verdicts.digests()
    for line in evidence.unread:
        warn(say("{line}: left out, this line cannot be read", line=line))
    return evidence


def _entities(register: Register) -> list[str]:
    """Whose signals the links speak of."""
    return [link.entity for links in register.links.values() for link in links.links if link.entity]


def _table(grades: list[Grade], *, whole: bool) -> str:
    """Links that a test can speak to; those that none can are only counted, unless asked for."""
    rows = [
        [item.claim, item.link or "–", item.element or "–", item.test or "–", item.grade, item.why]
        for item in grades
        if whole or item.test
    ]
    return table(["claim", "link", "element", "test", "grade", "why"], rows)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
