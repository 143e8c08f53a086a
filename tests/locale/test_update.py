"""The catalogue: nothing is missing, nothing is unsure, nothing compiled is stale."""

from __future__ import annotations

import gettext
import json
import re

import pytest
from babel.messages.catalog import Catalog

from fanous.i18n import LANGUAGES
from fanous.locale import update
from fanous.model.reject import REMEDIES
from fanous.rules.mechanisms import load_mechanisms
from fanous.rules.registry import RULES

TRANSLATED = LANGUAGES[1:]
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w+)\}")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str) -> None:
    """`python -m fanous.locale.update` gathers messages; a translator fills in what it names."""
    catalog = update.read_catalogue(language)
    gathered = {message.id for message in update.gathered() if message.id}
    known = {message.id for message in catalog if message.id}
    assert gathered - known == set(), "run python -m fanous.locale.update"
    assert known - gathered == set(), "run python -m fanous.locale.update"
    assert update.missing(catalog) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_is_not_stale(language: str) -> None:
    with update.catalogue_path(language).with_suffix(".mo").open("rb") as handle:
        compiled = gettext.GNUTranslations(handle)
    for message in update.read_catalogue(language):
        if isinstance(message.id, str):
            assert not message.id or compiled.gettext(message.id) == message.string
        else:
            one, several = message.id
            said = {compiled.ngettext(one, several, n) for n in (1, 2)}
            assert said == set(message.string or ())


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_take_the_same_values(language: str) -> None:
    for message in update.read_catalogue(language):
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        said = [message.string] if isinstance(message.string, str) else list(message.string or ())
        forms = [set(PLACEHOLDER.findall(text)) for text in (*sources, *said)]
        assert not message.id or all(form == forms[0] for form in forms), sources


def test_what_rules_facts_and_rejects_say_is_gathered() -> None:
    gathered = {message.id for message in update.gathered()}
    for rules in RULES.values():
        for rule in rules.rules:
            assert rule.why in gathered
            assert not rule.confused_with or rule.confused_with in gathered
        assert {fact.meaning for fact in rules.facts} <= gathered
    assert {node.sentence for node in load_mechanisms().values()} <= gathered
    assert set(REMEDIES.values()) <= gathered


def test_an_unsure_or_half_translation_is_missing() -> None:
    catalog = Catalog(locale="fa")
    catalog.add("one", "یک")
    catalog.add("two", "دو", flags=["fuzzy"])
    catalog.add("three")
    catalog.add(("%(n)s day", "%(n)s days"), ("",))
    assert update.missing(catalog) == ["two", "three", "('%(n)s day', '%(n)s days')"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_countries_are_unicodes(language: str) -> None:
    kept = update.territories_path(language).read_bytes()
    assert kept == update.territories(language), "run python -m fanous.locale.update"
    assert {"IR", "MM", "TW", "PS"} <= set(json.loads(kept))
    assert not {"XA", "XB", "ZZ", "EU"} & set(json.loads(kept))
