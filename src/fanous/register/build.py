"""`fanous register build`: the register's files made into what others read.

Decides which files there are and what they are called. A register with problems is not built: what
is published must have passed the check.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from fanous.errors import CuratedFileError
from fanous.register.check import check
from fanous.register.database import write_database
from fanous.register.exports import follow_the_money, json_ld
from fanous.register.exports.flat import csv_bytes, json_lines
from fanous.register.exports.rows import claim_row
from fanous.register.load import Register
from fanous.register.roots import standings

__all__ = ["FILES", "build_register"]

FILES = (
    "register.sqlite",
    "claims.csv",
    "claims.jsonl",
    "entities.ftm.jsonl",
    "register.jsonld",
)


def build_register(register: Register, out: Path) -> list[Path]:
    """Write every file to a folder; returns them.

    Raises CuratedFileError with the first problem if the register does not pass its check.
    """
    if problems := check(register):
        first = problems[0]
        raise CuratedFileError(
            register.folder / first.path,
            first.line,
            f"{first.what} (one of {len(problems)})",
            remedy="Run `fanous register check`, and mend what it tells.",
        )
    out.mkdir(parents=True, exist_ok=True)
    stand = standings(register)
    rows = [
        claim_row(register, claim, stand[key]) for key, claim in sorted(register.claims.items())
    ]
    linked = json.dumps(json_ld.document(register), ensure_ascii=False, indent=1)
    write_database(register, out / FILES[0])
    for name, data in zip(
        FILES[1:],
        (
            csv_bytes(rows),
            json_lines(rows),
            json_lines(follow_the_money.entities(register)),
            f"{linked}\n".encode(),
        ),
        strict=True,
    ):
        _write(out / name, data)
    return [out / name for name in FILES]


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_bytes(data)
    partial.replace(path)
