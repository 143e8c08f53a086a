from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from fanous.reference.fingerprints import HttpFingerprints
from fanous.sources.ooni.bodies import Page, read_body, read_page, title_of
from fanous.sources.ooni.scrub import Scrubber
from fanous.sources.ooni.wire import Binary, HttpResponse
from tests.making import (
    Row,
    changed,
    encoded,
    measurement,
    read_records,
)


def part(row: Row, *names: str) -> tuple[object, ...]:
    return tuple(row[name] for name in names)


def test_a_body_in_base64(tmp_path: Path) -> None:
    raw = b"<TITLE>caf\xe9</TITLE>\x00"
    record = changed(measurement(), "test_keys.requests.0.response.body", encoded(raw))
    row = read_records(tmp_path, record).row("http")
    assert row["title"] == "caf\ufffd"
    assert part(row, "body_length", "body_sha256") == (len(raw), hashlib.sha256(raw).hexdigest())


def test_a_body_whose_base64_is_broken(tmp_path: Path) -> None:
    record = changed(
        measurement(), "test_keys.requests.0.response.body", {"format": "base64", "data": "x"}
    )
    row = read_records(tmp_path, record).row("http")
    assert part(row, "title", "body_length", "body_sha256") == (None, 0, None)


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<title>Shop</title>", "Shop"),
        ("<TITLE lang='x'>\n a\t b </TITLE>", "a b"),
        ("<Title>x</tItLe>", "x"),
        ("<title></title>", None),
        ("<title>never closed", None),
        ("<title", None),
        ("no title", None),
        ("", None),
        ("<title>" + "x" * 600 + "</title>", "x" * 512),
        ("<title>" + "x" * 5_000 + "</title>", None),
        ("<title>سایت مسدود</title>", "سایت مسدود"),
    ],
)
def test_title_of(body: str, title: str | None) -> None:
    assert title_of(body) == title


def test_a_body_as_text_and_bytes() -> None:
    scrubber = Scrubber(None)
    assert read_body(None, scrubber) == read_body("", scrubber) == ("", b"")
    assert read_body("é\ud800", scrubber) == ("é\ud800", b"\xc3\xa9\xed\xa0\x80")
    assert read_body(Binary("/w=="), scrubber) == ("\ufffd", b"\xff")


def test_what_is_kept_of_a_response() -> None:
    known, scrubber = HttpFingerprints(), Scrubber(None)
    assert read_page(None, scrubber, known, "XA") == Page()
    assert read_page(HttpResponse(code=200), scrubber, known, "XA") == Page(length=0)
    body, headers = "<title>Shop</title>", {"Server": "s", "Set-Cookie": "id=1"}
    page = read_page(HttpResponse(headers=dict(headers), body=body), scrubber, known, "XA")
    assert page.headers == {"server": "s", "set-cookie": "[scrubbed]"}
    assert (page.title, page.length) == ("Shop", len(body))
    assert page.sha256 == hashlib.sha256(body.encode()).hexdigest()
