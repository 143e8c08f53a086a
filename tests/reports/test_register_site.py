from __future__ import annotations

from pathlib import Path

from fanous.reference.load import Reference
from fanous.register.load import load_register
from fanous.reports.register_pages import register_pages
from fanous.reports.register_site import (
    by_claim,
    shelf_of,
    without_measurement,
    write_register_site,
)
from fanous.reports.render import Renderer
from fanous.reports.site import write_site
from tests.register.writing import changed, small
from tests.reports.conftest import Site
from tests.reports.register_making import COMMON


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


def test_a_country_is_linked_both_ways_and_claims_are_not_synthetic(
    site: Site, reference: Reference, tmp_path: Path
) -> None:
    there = changed("claims/2020/c-1.yaml", "places: [NO]", "places: [XA]")
    shelf = shelf_of(small(tmp_path / "register", there))
    out = tmp_path / "out"
    write_site(site.store, out, reference=reference, register=shelf)
    country = (out / "cc/XA/index.html").read_text(encoding="utf-8")
    assert 'href="../../register/cc/XA.html"' in country
    claimed = (out / "register/cc/XA.html").read_text(encoding="utf-8")
    assert 'href="../../cc/XA/index.html"' in claimed
    assert "Where the band is missing" in claimed
    other = (out / "cc/XB/index.html").read_text(encoding="utf-8")
    assert "register/cc/XB.html" not in other
    page = Renderer("en", {**COMMON, "synthetic": 2, "received": 2})
    made = dict(register_pages(shelf, [page], ("en",)))
    said = made["register/claims/c-1.html"].decode()
    assert "the claims are those of real sources" in said
    assert "no real country" not in said


def test_a_report_with_the_register(site: Site, reference: Reference, tmp_path: Path) -> None:
    shelf = shelf_of(small(tmp_path / "register"))
    out = tmp_path / "out"
    plain = write_site(site.store, out, reference=reference)
    whole = write_site(site.store, out, reference=reference, register=shelf)
    assert whole.pages == plain.pages + 2 * len(list((out / "register").rglob("*.html")))
    assert not whole.unchanged
    assert write_site(site.store, out, reference=reference, register=shelf).unchanged
    assert 'href="register/index.html"' in (out / "index.html").read_text(encoding="utf-8")
    other = small(tmp_path / "other", changed("claims/2020/c-1.yaml", "2020-05", "2020-06"))
    assert not write_site(site.store, out, reference=reference, register=shelf_of(other)).unchanged
    assert write_site(site.store, out, reference=reference).removed > 0
    assert not list((out / "register").rglob("*.html"))
