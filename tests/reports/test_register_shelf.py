from __future__ import annotations

from pathlib import Path

from fanous.register.load import load_register
from fanous.reports.register_shelf import (
    Shelf,
    claim_path,
    countries,
    country_path,
    entity_path,
    record_digest,
    source_path,
)
from tests.register.writing import changed, small


def test_addresses_are_permanent() -> None:
    """Readers have cited them: a test that fails here means that their links break."""
    assert claim_path("S2-16") == "register/claims/S2-16.html"
    assert source_path("S1") == "register/sources/S1.html"
    assert entity_path("zte") == "register/entities/zte.html"
    assert country_path("IR") == "register/cc/IR.html"


def test_regions_of_the_world_are_no_countries() -> None:
    found = countries(load_register())
    assert "IR" in found
    assert all(len(code) == 2 and code.isalpha() for code in found)


def test_a_changed_record_has_another_version(tmp_path: Path) -> None:
    first = small(tmp_path / "a")
    other = small(tmp_path / "b", changed("claims/2020/c-1.yaml", "2020-05", "2020-06"))
    assert record_digest(first.claims["c-1"]) != record_digest(other.claims["c-1"])
    assert record_digest(first.claims["c-2"]) == record_digest(other.claims["c-2"])
    assert Shelf(first, {}).digest != Shelf(other, {}).digest
    assert Shelf(first, {}).digest != Shelf(first, {"c-1": [{"grade": "consistent"}]}).digest
