"""The rule set that a user names: the current one, one the store remembers, or a file.

Decides what a name may be, and that any text which did not come with this version of Fanous is
checked before it is run.
"""

from __future__ import annotations

import re
from pathlib import Path

from fanous.errors import InputError, UsageError
from fanous.rules.foreign import refuse_unsafe
from fanous.rules.rule_set import RuleSet
from fanous.store.store import Store

__all__ = ["CURRENT", "rule_set_named"]

CURRENT = "current"
_DIGEST = re.compile(r"[0-9a-f]{6,64}")


def rule_set_named(name: str, store: Store) -> RuleSet:
    """`current`, a version, a digest (or its first six or more digits), or a file.

    Raises UsageError if nothing or more than one thing is called so, InputError for a file that is
    no rule set or holds more than SELECTs.
    """
    if name == CURRENT:
        return RuleSet.current()
    remembered = _remembered(store)
    found = [rules for rules in remembered if rules.version == name]
    if _DIGEST.fullmatch(name):
        found += [rules for rules in remembered if rules.digest.startswith(name)]
    if len(found) == 1:
        refuse_unsafe(found[0], name)
        return found[0]
    if not found and Path(name).is_file():
        return _of_file(Path(name))
    known = ", ".join(f"{rules.digest[:12]} (version {rules.version})" for rules in remembered)
    what = "names more than one rule set" if found else "no rule set is called so"
    raise UsageError(
        f"{name}: {what}",
        remedy=f"Use {CURRENT}, a file, or one that the store remembers: {known or 'none yet'}.",
    )


def _remembered(store: Store) -> list[RuleSet]:
    """The store's rule sets. One whose name is not its digest was tampered with."""
    names = {path.stem for path in (store.folder / "rules").glob("*.json")}
    found = list(store.rule_sets())
    if changed := sorted(names - {rules.digest for rules in found}):
        raise InputError(
            f"{store.folder}: the rule set {changed[0]}.json is not what its name says",
            remedy="Remove the file, or put the one back that was there.",
        )
    return found


def _of_file(path: Path) -> RuleSet:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    rules = RuleSet.from_json(data, str(path))
    refuse_unsafe(rules, str(path))
    return rules
