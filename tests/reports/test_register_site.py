from __future__ import annotations

from pathlib import Path

from fanous.register.load import load_register
from fanous.reports.register_site import by_claim, without_measurement, write_register_site
from tests.register.writing import small


def test_the_folder_opens_by_itself(tmp_path: Path) -> None:
    register = small(tmp_path / "register")
    count = write_register_site(register, tmp_path / "out")
    assert count == len(list((tmp_path / "out").rglob("*.html"))) > 10
    assert (tmp_path / "out" / "static" / "style.css").is_file()
    assert (tmp_path / "out" / "fa" / "register" / "index.html").is_file()
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    write_register_site(register, tmp_path / "out")
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before


def test_without_measurement_every_claim_has_something_to_say() -> None:
    register = load_register()
    found = by_claim(without_measurement(register))
    assert set(found) == set(register.claims)
    assert all(grade["why"] for grades in found.values() for grade in grades)
