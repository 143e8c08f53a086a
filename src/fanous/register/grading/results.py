"""Results of grading, kept beside older ones.

Decides where a result lies and what it is called: one file of JSON Lines, named by the rule version
and by a digest of all that went in (register, rules, inputs). The same inputs give the same file; a
new rule or a new measurement gives a new one, and none is ever written over.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from fanous.register.grading.grade import RULES_VERSION, Grade
from fanous.register.load import Register

__all__ = ["FOLDER", "Kept", "keep", "latest", "register_digest"]

FOLDER = "register/grades"
"""Below a store's folder."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of results, and whether it is new."""

    path: Path
    new: bool


def register_digest(register: Register) -> str:
    """A digest over what grades depend on in the register: claims and links, by content."""
    digest = hashlib.sha256()
    for folder in ("claims", "links"):
        for key, record in sorted(getattr(register, folder).items()):
            digest.update(f"{folder}/{key}:{record!r}\n".encode())
    return digest.hexdigest()


def keep(
    store: Path, register: Register, grades: Iterable[Grade], inputs: Mapping[str, str]
) -> Kept:
    """Write results below a store, unless the same are there."""
    about = {
        "rules_version": RULES_VERSION,
        "register": register_digest(register),
        "inputs": dict(sorted(inputs.items())),
    }
    lines = [json.dumps(asdict(grade), sort_keys=True, ensure_ascii=False) for grade in grades]
    body = "\n".join([json.dumps(about, sort_keys=True), *lines]) + "\n"
    name = hashlib.sha256(body.encode()).hexdigest()[:16]
    path = store / FOLDER / f"v{RULES_VERSION}-{name}.jsonl"
    if path.exists():
        return Kept(path, False)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.tmp")
    partial.write_text(body, encoding="utf-8", newline="\n")
    partial.replace(path)
    return Kept(path, True)


def latest(store: Path) -> list[dict[str, object]]:
    """The grades that were written last; empty if there are none."""
    found = sorted(
        (store / FOLDER).glob("v*-*.jsonl"), key=lambda path: (path.stat().st_mtime_ns, path.name)
    )
    if not found:
        return []
    lines = found[-1].read_text(encoding="utf-8").splitlines()[1:]
    return [json.loads(line) for line in lines]
