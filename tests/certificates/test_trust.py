from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fanous.certificates.trust import BUNDLE, MOZILLA, OWN, TABLE, load_trust
from fanous.errors import CuratedFileError
from tests.certificates.authority import pem, root

ONE, TWO = root("One"), root("Two")
HEADER = "sha256,subject,from,until\n"


def folder(tmp_path: Path, rows: str) -> Path:
    pem(tmp_path / BUNDLE, ONE, TWO)
    (tmp_path / TABLE).write_text(rows, encoding="utf-8")
    return tmp_path


def rows(*dates: str, header: str = HEADER) -> str:
    made = (f"{item.sha256},CN=x,{text}\n" for item, text in zip((ONE, TWO), dates, strict=True))
    return header + "".join(made)


def hashes_on(day: date) -> set[str]:
    store = load_trust()
    return {store.roots[place].sha256 for place in store.era(day)}


# SHA-256 of certificates that Mozilla added or removed, with the reasons that were published.
ISRG_ROOT_X1 = "96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6"
TRUSTCOR_CA_1 = "d40e9c86cd8fe468c1776959f49ea774fa548684b6c406f3909261f4dce2575c"
DST_ROOT_X3 = "0687260331a72403d909f105e69bcf0d32e1bd2493ffc6d9206d11bcd6770739"


def test_the_shipped_store_knows_what_happened() -> None:
    assert ISRG_ROOT_X1 not in hashes_on(date(2016, 2, 28))
    assert ISRG_ROOT_X1 in hashes_on(date(2017, 1, 23)) & hashes_on(date(2026, 10, 18))
    assert TRUSTCOR_CA_1 in hashes_on(date(2022, 9, 24))
    assert TRUSTCOR_CA_1 not in hashes_on(date(2022, 12, 7))
    assert DST_ROOT_X3 in hashes_on(date(2013, 1, 1)) & hashes_on(date(2020, 1, 1))
    assert DST_ROOT_X3 not in hashes_on(date(2023, 1, 1))


def test_the_shipped_store_is_of_a_plausible_size_on_every_day() -> None:
    for year in range(2012, 2030):
        assert 100 < len(hashes_on(date(year, 1, 1))) < 180, year
    assert {item.origin for item in load_trust().roots} == {MOZILLA}


def test_dates_include_both_ends(tmp_path: Path) -> None:
    store = load_trust(folder=folder(tmp_path, rows("2020-01-02,2021-01-02", ",")))
    one = next(place for place, item in enumerate(store.roots) if item.sha256 == ONE.sha256)
    for day, inside in (("2020-01-01", False), ("2020-01-02", True), ("2021-01-02", True)):
        assert (one in store.era(date.fromisoformat(day))) is inside
    assert len(store.era(date(1990, 1, 1))) == len(store.era(date(2090, 1, 1))) == 1


def test_a_root_may_come_back(tmp_path: Path) -> None:
    text = rows(",2015-01-01", ",") + f"{ONE.sha256},CN=x,2016-01-01,\n"
    store = load_trust(folder=folder(tmp_path, text))
    sizes = [len(store.era(date(year, 1, 1))) for year in (2015, 2016)]
    assert sizes == [2, 2]
    assert len(store.era(date(2015, 6, 1))) == 1


def test_own_roots_are_added_and_marked(tmp_path: Path) -> None:
    shipped = load_trust()
    path = pem(tmp_path / "own.pem", ONE)
    store = load_trust([path])
    assert {item.sha256 for item in store.roots if item.origin == OWN} == {ONE.sha256}
    assert len(store.roots) == len(shipped.roots) + 1
    assert store.digest != shipped.digest
    assert load_trust([path, path]) == store
    assert load_trust() == shipped


def test_the_digest_is_of_roots_and_dates(tmp_path: Path) -> None:
    def digest(name: str, text: str) -> str:
        (tmp_path / name).mkdir()
        return load_trust(folder=folder(tmp_path / name, text)).digest

    first = digest("a", rows(",", "2020-01-01,"))
    assert first == digest("b", HEADER + "".join(rows(",", "2020-01-01,").splitlines(True)[:0:-1]))
    assert first != digest("c", rows(",", "2020-01-02,"))


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("sha256,from\n", f"{TABLE}:1", "columns must be"),
        (rows("x,", ","), f"{TABLE}:2", "no date"),
        (rows(",", "2020-01-02,2020-01-01"), f"{TABLE}:3", "is before"),
        (HEADER + "00,CN=x,,\n", f"{TABLE}:2", "no root of"),
        (rows(",", ",").rsplit("\n", 2)[0] + "\n", f"{BUNDLE}:", "has no row"),
    ],
)
def test_a_wrong_store_is_named_with_its_line(
    tmp_path: Path, text: str, place: str, what: str
) -> None:
    with pytest.raises(CuratedFileError, match=what) as caught:
        load_trust(folder=folder(tmp_path, text))
    assert place in str(caught.value)
    assert caught.value.remedy


def test_an_own_root_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "own.pem"
    path.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with pytest.raises(CuratedFileError, match="not a certificate") as caught:
        load_trust([path])
    assert str(caught.value).startswith(f"{path}:1: ")
