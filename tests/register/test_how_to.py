"""`docs/how-to/add-a-claim.md` as a newcomer follows it: its examples pass the check."""

from __future__ import annotations

import re
import shutil

import pytest
import yaml

from fanous.register.check import add_ids, check
from fanous.register.load import Register, load_register, register_folder
from fanous.register.schema import HEDGES, RECORDS
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "how-to" / "add-a-claim.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
HOMES = {"seen": "sources", "name": "entities", "hedge": "claims/2026", "links": "links"}
"""A field that only one kind of record has → the folder that the guide names for it."""


def home(block: str) -> str:
    """Where the guide tells to put an example."""
    record = yaml.safe_load(block)
    (folder,) = (folder for field, folder in HOMES.items() if field in record)
    return f"{folder}/{record.get('id') or record['claim']}.yaml"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """The register with the guide's examples in it, its ids added."""
    folder = tmp_path_factory.mktemp("guide") / "register"
    shutil.copytree(register_folder(), folder)
    for block in BLOCKS:
        if not block.startswith("repos:"):
            (folder / home(block)).parent.mkdir(parents=True, exist_ok=True)
            (folder / home(block)).write_text(block, encoding="utf-8")
    add_ids(load_register(folder))
    return load_register(folder)


def test_the_examples_pass_the_check_as_they_are(followed: Register) -> None:
    assert check(followed) == []
    assert {"E-01", "E-02", "example-press", "example-2026-05-02"} <= set(followed.ledger)
    assert "E-02" in followed.links


def test_every_kind_of_record_that_a_writer_needs_has_an_example() -> None:
    assert {home(block).partition("/")[0] for block in BLOCKS if "repos:" not in block} == {
        "sources",
        "entities",
        "claims",
        "links",
    }


def test_every_field_that_the_guide_names_is_one() -> None:
    for hedge in HEDGES:
        assert f"`{hedge}`" in GUIDE
    fields = {name for kind in RECORDS.values() for name in kind.__struct_fields__}
    for name in re.findall(r"^- \*\*`(\w+)`", GUIDE, re.MULTILINE):
        assert name in fields
