"""Sentences say the same in every language, and data cannot reorder or mark up what is around."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from fanous.explain.said import Said, Wire
from fanous.i18n import LANGUAGES, messages

SCRIPT = "<script>x</script>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_of_every_kind_are_said(language: str) -> None:
    inner = Said("%(code)s", {"code": Wire("generic_timeout_error")})
    said = Said(
        "%(first)s; then %(second)s", {"first": inner, "second": (Wire("192.0.2.1"), inner)}
    )
    for text in (said.text(messages(language)), str(said.html(messages(language)))):
        assert text.count("generic_timeout_error") == 2
        assert "192.0.2.1" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [str, Wire])
def test_data_is_escaped_and_isolated(language: str, kind: type[str]) -> None:
    said = Said("titled %(title)s", {"title": (kind(SCRIPT + "\u202e"),)})
    found = str(said.html(messages(language)))
    assert "<script" not in found and "&lt;script" in found
    assert "\u202e" not in found and "<bdi" in found
    assert "\u202e" not in said.text(messages(language))


def test_words_of_the_wire_run_left_to_right() -> None:
    assert 'dir="ltr"' in str(Said("%(value)s", {"value": Wire("a.example")}).html(messages("fa")))


def test_a_sentence_can_be_remembered() -> None:
    one, other = (Said("%(n)s ms", {"n": n}) for n in (1, 1))
    assert one == other and hash(one) == hash(other)
    assert one.html(messages("fa")) == other.html(messages("fa")) != one.html(messages("en"))


def test_what_only_looks_alike_is_not_said_alike() -> None:
    one, *others = (
        Said("%(value)s", {"value": value}) for value in ("1", Wire("1"), 1, True, 1.0, ("1",))
    )
    for number, other in enumerate(others):
        assert one != other and other not in others[:number]
    pages = {kind: str(Said("%(value)s", {"value": kind("<b>")}).html(messages("en")))
             for kind in (str, Wire, Markup)}  # fmt: skip
    assert pages[str] == "<bdi>&lt;b&gt;</bdi>"
    assert 'class="wire"' in pages[Wire] and "<b>" not in pages[Wire]
    assert pages[Markup] == "<b>"  # ours; it must not answer for text of data
