"""Sentences say the same in every language, and data cannot reorder or mark up what is around."""

from __future__ import annotations

import pytest

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
