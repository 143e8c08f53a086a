"""JSON Schemas of the register's files, made from the code.

Decides how they are written. `data/register/schema/<folder>.json` are these, committed so that an
editor can help whoever writes a claim; a test holds them to be current.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from fanous.register.schema import RECORDS

__all__ = ["schema", "schema_files", "write_schemas"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema(folder: str) -> dict[str, Any]:
    """The schema of the files of one folder. Numbers may stand as text: YAML is read so."""
    return {"$schema": _DRAFT, **msgspec.json.schema(RECORDS[folder])}


def schema_files() -> dict[str, str]:
    """Every schema, by the name of its file."""
    return {
        f"{folder}.json": json.dumps(schema(folder), indent=1, ensure_ascii=False) + "\n"
        for folder in RECORDS
    }


def write_schemas(folder: Path) -> list[Path]:
    """Write them; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema_files().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in schema_files()]
