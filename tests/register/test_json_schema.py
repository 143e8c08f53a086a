from __future__ import annotations

from pathlib import Path

from fanous.register.json_schema import schema, schema_files, write_schemas
from fanous.register.load import register_folder
from fanous.register.schema import RECORDS


def test_the_committed_schemas_are_current() -> None:
    """Else: fanous register schema --out data/register/schema"""
    folder = register_folder() / "schema"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == (
        schema_files()
    )


def test_every_kind_of_file_has_a_schema(tmp_path: Path) -> None:
    assert len(write_schemas(tmp_path)) == len(RECORDS)
    claim = schema("claims")["$defs"]["Claim"]
    assert claim["additionalProperties"] is False
    assert {"hedge", "attribution", "source", "locator"} <= set(claim["required"])
    assert "person" not in schema("entities")["$defs"]["Entity"]["properties"]["kind"]["enum"]
