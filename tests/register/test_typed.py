"""What a writer reads whose value does not fit."""

from __future__ import annotations

from typing import Any

import pytest

from fanous.register.schema import Claim, Entity, Links
from fanous.register.typed import Misfit, typed

ENTITY: dict[str, Any] = {"id": "acme", "kind": "company", "name": "Acme"}
CLAIM: dict[str, Any] = {
    "id": "c-1",
    "status": "draft",
    "source": "paper",
    "locator": "para 1",
    "kind": "blocking",
    "predicate": "filters",
    "text": "Acme filters.",
    "hedge": "asserted",
    "attribution": {"words": "a paper"},
}
LINK: dict[str, Any] = {"id": "c-1-x", "element": "place", "implication": "It fails."}


def misfit(value: object, kind: type[Any]) -> Misfit:
    with pytest.raises(Misfit) as caught:
        typed(value, kind)
    return caught.value


def test_what_fits_becomes_a_record() -> None:
    assert typed(ENTITY, Entity).name == "Acme"
    assert typed({"claim": "c-1", "links": [{**LINK, "asns": ["64500"]}]}, Links).links[0].asns == (
        64500,
    )


@pytest.mark.parametrize(
    ("change", "at", "what", "remedy"),
    [
        ({"status": "on"}, ("status",), "not one of the words", "draft, "),
        ({"hedge": "rumour"}, ("hedge",), "'rumour'", "Write one of: alleged, asserted"),
        ({"places": "NO"}, ("places",), "must be a list", "add-a-claim"),
        ({"attribution": "he"}, ("attribution",), "block with fields", "Fields: words, by, via"),
        ({"attribution": {"word": "he"}}, ("attribution", "word"), "nobody knows", "'words'"),
        ({"atribution": "he"}, ("atribution",), "nobody knows", "Did you mean 'attribution'?"),
        ({"text": ""}, ("text",), "there is no text", "add-a-claim"),
        ({"text": ["a"]}, ("text",), "must be text", "add-a-claim"),
        ({"id": "c 1"}, ("id",), "single hyphens", "add-a-claim"),
        ({"id": "شرکت"}, ("id",), "a-z", "add-a-claim"),
        ({"amounts": [{"value": "1"}]}, ("amounts", 0), "missing: 'unit'", "Fields: value, unit"),
        ({"note": "x" * 5, "kind": "shutdwon"}, ("kind",), "'shutdwon'", "shutdown"),
    ],
)
def test_claims(change: dict[str, Any], at: tuple[str | int, ...], what: str, remedy: str) -> None:
    found = misfit({**CLAIM, **change}, Claim)
    assert found.at == at
    assert what in found.what
    assert remedy in found.remedy
    assert "`" not in found.what + found.remedy


@pytest.mark.parametrize("number", ["064500", "AS64500", "۶۴۵۰۰", "64500.5"])
def test_a_number_of_a_network(number: str) -> None:
    found = misfit({"claim": "c-1", "links": [{**LINK, "asns": [number]}]}, Links)
    assert found.at == ("links", 0, "asns", 0)
    assert found.what.startswith("asns: this must be a number")


def test_a_list_without_anything() -> None:
    assert "the list is empty" in misfit({"claim": "c-1", "links": []}, Links).what


def test_a_test_that_is_none() -> None:
    found = misfit({"claim": "c-1", "links": [{**LINK, "test": "blocking"}]}, Links)
    assert found.at == ("links", 0, "test")
    assert "web-blocking" in found.remedy


def test_a_person() -> None:
    assert "no natural person" in misfit({**ENTITY, "kind": "person"}, Entity).remedy
