"""Pieces of sentences: what is not there is told as not there, and titles steer nothing."""

from __future__ import annotations

from fanous.explain.pieces import MANY_ADDRESSES, listed, response, where
from fanous.explain.said import Said
from fanous.i18n import messages

ENGLISH = messages("en")


def test_titles_are_read_as_a_browser_shows_them_and_steer_nothing() -> None:
    (_, title) = response(200, None, "R&amp;D &lt;b&gt; &#x202e;")
    assert isinstance(title, Said)
    assert title.text(ENGLISH) == "titled R&D <b> ⟨U+202E⟩"
    assert "<b>" not in title.html(ENGLISH) and "&lt;b&gt;" in title.html(ENGLISH)
    assert len(response(200, None, " &nbsp; ")) == 1


def test_an_address_that_is_not_named_is_told_so() -> None:
    found = [where({"ip": ip, "port": port}) for ip in (None, "::1") for port in (None, 443)]
    assert [Said("%(x)s", {"x": place}).text(ENGLISH) for place in found] == [
        "an address that the record does not name",
        "port 443 of an address that the record does not name",
        "[::1]", "[::1]:443",
    ]  # fmt: skip


def test_many_addresses_are_counted() -> None:
    every = [f"192.0.2.{n}" for n in range(MANY_ADDRESSES + 3)]
    assert len(listed(every)) == MANY_ADDRESSES + 1
    assert len(listed(every[:2])) == 2
