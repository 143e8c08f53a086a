"""The message catalogue: what Fanous says, in a reader's language.

English text is the key (stdlib gettext; `locale/<language>/LC_MESSAGES/fanous.mo`). Decides how a
message, a number, a day and a piece of data inside a sentence look in a language. Leaves what is
said to whoever says it, and how the catalogue is gathered to `fanous.locale.update`.

Data inside a sentence is hostile: it is shown with its control characters made visible, and
isolated, so that a name written right to left cannot reorder the words around it.
"""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from markupsafe import Markup, escape

from fanous.errors import UsageError

__all__ = ["LANGUAGES", "N_", "Messages", "Phrase", "isolated", "messages", "visible"]

LANGUAGES: tuple[str, ...] = ("en", "fa")
VISIBLE_CHARACTERS = 300  # a forged title may be a megabyte long
_REMEMBERED = 8_192  # pieces of text: pages say the same names and codes over and over

_RIGHT_TO_LEFT = {"fa"}
_DIGITS = {"fa": str.maketrans("0123456789,.", "۰۱۲۳۴۵۶۷۸۹٬٫")}
_SEPARATORS = {"fa": "؛ "}
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_JOINERS = "\u200c\u200d"  # Persian spelling needs them
_RTL_CHARACTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class Phrase(str):
    """Words of ours in the reader's language: shown as they are, never isolated as data is."""

    __slots__ = ()


def N_(message: str) -> str:
    """Mark a message for the catalogue where it is defined; it is translated where it is shown."""
    return message


def visible(text: str, limit: int = VISIBLE_CHARACTERS) -> str:
    """Text from data, safe to show: control characters as ⟨U+202E⟩, and never endless."""
    cut = text if len(text) <= limit else text[:limit] + "…"
    if cut.isprintable():
        return cut
    return "".join(
        character
        if character.isprintable() or character in _JOINERS
        else f"⟨U+{ord(character):04X}⟩"
        for character in cut
    )


@lru_cache(_REMEMBERED, typed=True)  # typed: markup is not the text it is written with
def isolated(text: str, attributes: str = "") -> Markup:
    """A piece of text as HTML that cannot reorder what stands around it."""
    return Markup(f"<bdi{attributes}>{escape(text)}</bdi>")


class Messages:
    """Messages of one language: `text` for attributes and terminals, `html` for pages."""

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language = language
        self.direction: Literal["ltr", "rtl"] = "rtl" if language in _RIGHT_TO_LEFT else "ltr"
        self._translations = translations
        self._known: dict[str, Markup] = {}
        self._words: dict[str, Phrase] = {}

    def text(self, message: str, /, **values: object) -> Phrase:
        """A message as plain text; `%(name)s` or `{name}` in it takes a value."""
        if not values and (known := self._words.get(message)) is not None:
            return known
        found = self._translations.gettext(message) if message else ""  # "" is the header's key
        filled = self._filled(found, values)
        if not values:  # words of ours: as many as the catalogue has
            self._words[message] = filled
        return filled

    def count(self, singular: str, plural: str, n: int, /, **values: object) -> Phrase:
        """A message that counts; `%(n)s` is the number in the reader's digits."""
        chosen = self._translations.ngettext(singular, plural, n)
        return self._filled(chosen, {"n": n, **values})

    def html(self, message: str, /, **values: object) -> Markup:
        """A message as HTML; values are escaped, and data among them isolated in `<bdi>`."""
        known = self._known.get(message)
        if known is None:  # a page says the same things hundreds of times
            known = Markup(self._translations.gettext(message) if message else "")
            self._known[message] = known
        return _filled_in(known, self._marked(values)) if values or "%" in known else known

    def html_count(self, singular: str, plural: str, n: int, /, **values: object) -> Markup:
        """A message that counts, as HTML."""
        chosen = self._translations.ngettext(singular, plural, n)
        return _filled_in(chosen, self._marked({"n": n, **values}))

    def number(self, number: int | float) -> Phrase:
        """A number with grouped digits; a float with one decimal."""
        written = f"{number:,.1f}" if isinstance(number, float) else f"{number:,}"
        return Phrase(written.translate(_DIGITS.get(self.language, {})))

    def day(self, day: date) -> Phrase:
        """A day in ISO 8601, in every language: it is also what the tables hold."""
        return Phrase(_utc(day).strftime("%Y-%m-%d"))

    def moment(self, moment: datetime) -> Phrase:
        """A time to the minute, in UTC."""
        return Phrase(_utc(moment).strftime("%Y-%m-%d %H:%M UTC"))

    def when(self, moment: datetime) -> Phrase:
        """A time for a plain sentence: isolated where words run right to left, which turn it."""
        said = self.moment(moment)
        if self.direction == "ltr":
            return said
        return Phrase(f"{_FIRST_STRONG_ISOLATE}{said}{_POP_ISOLATE}")

    def long_day(self, day: date) -> Phrase:
        """A day in words, for a sentence that is quoted."""
        return self.text("%(day)s %(month)s %(year)s", **self._in_words(day))

    def month(self, day: date) -> Phrase:
        """The month of a day, in words."""
        values = self._in_words(day)
        return self.text("%(month)s %(year)s", month=values["month"], year=values["year"])

    def year(self, year: int) -> Phrase:
        """A year: digits of the reader's, and none of them grouped."""
        return Phrase(f"{year}".translate(_DIGITS.get(self.language, {})))

    def period(self, first: date, last: date) -> Phrase:
        """From one day to another (or on one), in words; both belong to it."""
        if first == last:
            return self.text("on %(day)s", day=self.long_day(first))
        if (first.year, first.month) == (last.year, last.month):
            short: Phrase = self.number(first.day)
        elif first.year == last.year:
            short = self.text("%(day)s %(month)s", **self._in_words(first))
        else:
            short = self.long_day(first)
        return self.text("from %(first)s to %(last)s", first=short, last=self.long_day(last))

    def _in_words(self, day: date) -> dict[str, object]:
        month = self.text(_MONTHS[day.month - 1])
        return {"day": day.day, "month": month, "year": self.year(day.year)}

    def country(self, cc: str) -> Phrase | None:
        """A country or area by its ISO 3166-1 code; None for a code that names none."""
        name = _territories(self.language).get(cc)
        return None if name is None else Phrase(name)

    def join(self, items: Iterable[str]) -> Phrase:
        """Several phrases on one line."""
        return Phrase(_SEPARATORS.get(self.language, "; ").join(items))

    def _filled(self, message: str, values: dict[str, object]) -> Phrase:
        """`%(name)s` is the form; `{name}` serves terminal messages, which pages never show."""
        plain = self._plain(values)
        braces = values and "%(" not in message
        return Phrase(message.format_map(plain) if braces else message % plain)

    def _plain(self, values: dict[str, object]) -> dict[str, str]:
        return {name: self._plain_value(value) for name, value in values.items()}

    def _plain_value(self, value: object) -> str:
        written = self._written(value)
        if isinstance(written, Phrase):
            return written
        shown = visible(written)
        if self.direction == "rtl" or _RTL_CHARACTER.search(shown):
            return f"{_FIRST_STRONG_ISOLATE}{shown}{_POP_ISOLATE}"
        return shown

    def _marked(self, values: dict[str, object]) -> dict[str, Markup]:
        return {name: self._marked_value(value) for name, value in values.items()}

    def _marked_value(self, value: object) -> Markup:
        if isinstance(value, Markup):
            return value
        if isinstance(value, date):
            return isolated(self._written(value))
        written = self._written(value)
        if isinstance(written, Phrase):
            return escape(written)
        return isolated(visible(written))

    def _written(self, value: object) -> str:
        """A value as a Phrase where we wrote it, as a plain string where data did."""
        if value is None:
            return Phrase("–")
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int | float):
            return self.number(value)
        return value if isinstance(value, str) else str(value)


def _filled_in(message: str, values: dict[str, Markup]) -> Markup:
    """A message of ours with values that are escaped already, so that nothing escapes them again.

    As `Markup % values`, which wraps each value and takes three times as long.
    """
    return Markup(str.__mod__(message, values))


_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def _utc(day: date) -> date:
    return day.astimezone(UTC) if isinstance(day, datetime) else day


@lru_cache
def _territories(language: str) -> dict[str, str]:
    """Unicode's names (CLDR), kept by `fanous.locale.update`."""
    path = files("fanous") / "locale" / language / "territories.json"
    found: dict[str, str] = json.loads(path.read_text("utf-8"))
    return found


@lru_cache
def messages(language: str) -> Messages:
    """The messages of a language. Raises UsageError if Fanous doesn't speak it."""
    if language not in LANGUAGES:
        raise UsageError(
            f"{language!r}: no messages in this language",
            remedy=f"Use one of: {', '.join(LANGUAGES)}.",
        )
    if language == "en":
        return Messages(language, gettext.NullTranslations())
    catalogue = files("fanous") / "locale" / language / "LC_MESSAGES" / "fanous.mo"
    with catalogue.open("rb") as handle:
        return Messages(language, gettext.GNUTranslations(handle))
