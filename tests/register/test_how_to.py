"""`docs/how-to/add-a-claim.md` as a newcomer follows it: its examples pass the check."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from fanous.register.check import add_ids, check
from fanous.register.load import load_register, register_folder
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "how-to" / "add-a-claim.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_examples_pass_the_check(tmp_path: Path) -> None:
    source, claim, links, _ = BLOCKS
    folder = tmp_path / "register"
    shutil.copytree(register_folder(), folder)
    for key in ("example-press", "example-cameras", "example-city"):
        put(folder, f"entities/{key}.yaml", f"id: {key}\nkind: company\nname: {key}\n")
    first = re.sub(r"^derived_from: .*\n", "", source, flags=re.MULTILINE)
    put(folder, "sources/example-2026-05-02.yaml", source)
    put(
        folder,
        "sources/example-agency-2026-05-01.yaml",
        first.replace("example-2026-05-02", "example-agency-2026-05-01"),
    )
    put(folder, "claims/2026/E-01.yaml", claim)
    second = claim.replace("E-01", "E-02") + "measurable: partly\n"
    put(folder, "claims/2026/E-02.yaml", second)
    put(folder, "links/E-02.yaml", links)
    assert set(add_ids(load_register(folder))) >= {"E-01", "E-02", "example-press"}
    assert check(load_register(folder)) == []


def test_every_field_that_the_guide_names_is_one() -> None:
    from fanous.register.schema import HEDGES, RECORDS

    for hedge in HEDGES:
        assert f"`{hedge}`" in GUIDE
    fields = {name for kind in RECORDS.values() for name in kind.__struct_fields__}
    for name in re.findall(r"^- \*\*`(\w+)`", GUIDE, re.MULTILINE):
        assert name in fields
