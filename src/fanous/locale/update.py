"""Gather every message, bring the catalogues up to date, compile them.

    python -m fanous.locale.update

Decides what belongs in the catalogue: messages marked in code and templates, and the sentences that
live in data: mechanisms, defects, rules (`why`, `confused_with`), facts, what a certificate chain
turned out to be, and what to do about a reject. Names of countries are Unicode's (CLDR, as Babel
carries it), in a file of their own beside each catalogue. A changed sentence is a new one and comes
out untranslated: nothing is guessed (no fuzzy matches). Needs Babel, which only those who work on
Fanous have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from fanous.certificates.result import MEANINGS
from fanous.i18n import LANGUAGES
from fanous.model.reject import REMEDIES
from fanous.reference.defects import defects
from fanous.rules.mechanisms import load_mechanisms
from fanous.rules.registry import RULES
from fanous.store.files import write_atomically

__all__ = ["catalogue_path", "gathered", "main", "missing", "read_catalogue",
           "territories", "territories_path"]  # fmt: skip

PACKAGE = Path(__file__).parent.parent
LOCALE = PACKAGE / "locale"
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "N_": None,
    "_": None,
    "text": None,
    "html": None,
    "say": None,
    "gettext": None,
    "count": (1, 2),
    "html_count": (1, 2),
    "ngettext": (1, 2),
}
_METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract"}
_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
_DATED = datetime(2026, 1, 1, tzinfo=UTC)  # the same catalogue gives the same bytes


def gathered() -> Catalog:
    """Every message of this version of Fanous, with where it is said."""
    catalog = Catalog(
        project="Fanous",
        copyright_holder="The Fanous contributors",
        msgid_bugs_address="",
        last_translator="The Fanous contributors",
        language_team="",
        fuzzy=False,
        creation_date=_DATED,
        revision_date=_DATED,
    )
    for message, where in sorted(_marked(), key=str):
        catalog.add(message, locations=[(where, 0)])
    for text, where in _of_data():
        catalog.add(text, locations=[(where, 0)])
    return catalog


def _marked() -> Iterator[tuple[str | tuple[str, str], str]]:
    """Messages marked in code and templates."""
    for path in sorted(PACKAGE.rglob("*")):
        method = _METHODS.get(path.suffix)
        if method is None or path.is_relative_to(LOCALE):
            continue
        where = path.relative_to(PACKAGE).as_posix()
        for _, message, _, _ in extract_from_file(
            method, path, keywords=_KEYWORDS, options={"newstyle_gettext": "true"}
        ):
            if isinstance(message, str):
                yield message, where
            elif all(message[:2]):
                yield (message[0], message[1]), where


def _of_data() -> Iterator[tuple[str, str]]:
    """Sentences that data carries and pages print."""
    for layer, rules in RULES.items():
        for rule in rules.rules:
            yield rule.why, f"rules/{layer}.py"
            if rule.confused_with:
                yield rule.confused_with, f"rules/{layer}.py"
        for fact in rules.facts:
            yield fact.meaning, "rules/facts.py"
    for mechanism in load_mechanisms().values():
        yield mechanism.sentence, "data/mechanisms.toml"
    for defect in defects():
        yield defect.sentence, "data/defects"
    for meaning in MEANINGS.values():
        yield meaning, "certificates/result.py"
    for remedy in REMEDIES.values():
        yield remedy, "model/reject.py"


def catalogue_path(language: str) -> Path:
    """Where a language's catalogue lies; the compiled one lies beside it."""
    return LOCALE / language / "LC_MESSAGES" / "fanous.po"


def read_catalogue(language: str) -> Catalog:
    """A language's catalogue as written by its translators."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as handle:
        return read_po(handle, locale=language, abort_invalid=True)


def missing(catalog: Catalog) -> list[str]:
    """Messages without a translation, or with an unsure one."""
    return [
        str(message.id)
        for message in catalog
        if message.id and (message.fuzzy or not all(_forms(message.string)))
    ]


def _forms(said: str | Sequence[str] | None) -> Sequence[str]:
    return (said or "",) if isinstance(said, str) or said is None else said


def territories(language: str) -> bytes:
    """Names of countries and areas in a language, by ISO 3166-1 code, as JSON."""
    names = Locale.parse(language).territories
    kept = {code: names[code] for code in sorted(names)
            if re.fullmatch("[A-Z]{2}", code) and code not in _NO_COUNTRIES}  # fmt: skip
    return (json.dumps(kept, ensure_ascii=False, indent=0) + "\n").encode()


def territories_path(language: str) -> Path:
    """Where they lie."""
    return LOCALE / language / "territories.json"


def main() -> None:
    """Bring every language's catalogue up to date and compile it."""
    for language in LANGUAGES:
        territories_path(language).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(territories_path(language), territories(language))
    template = gathered()
    for language in LANGUAGES[1:]:
        catalog = read_catalogue(language)
        catalog.update(template, no_fuzzy_matching=True, update_header_comment=True)
        catalog.creation_date = catalog.revision_date = _DATED
        catalog.fuzzy = False
        path = catalogue_path(language)
        po, mo = BytesIO(), BytesIO()
        write_po(po, catalog, width=100, ignore_obsolete=True, sort_output=True)
        write_mo(mo, catalog)
        write_atomically(path, po.getvalue())  # two runs at once once left half a catalogue
        write_atomically(path.with_suffix(".mo"), mo.getvalue())
        print(f"{language}: {len(catalog)} messages, {len(missing(catalog))} not translated")


if __name__ == "__main__":
    main()
