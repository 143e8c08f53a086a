"""A sentence that is not yet in a language: its message, and the values it takes.

An explanation is made once and read in several languages, on a terminal and on a page. Decides how
a value looks inside a sentence in each: words of the wire stay left to right, text of a measurement
is isolated, a sentence inside a sentence is said in the same language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from fanous.i18n import Messages, Phrase, isolated, visible

__all__ = ["Said", "Wire"]

_WIRE = ' dir="ltr" class="wire"'


class Wire(str):
    """A word of the wire or a code of ours: an address, a failure, a rule's id."""

    __slots__ = ()


@dataclass(frozen=True)
class Said:
    """A message of the catalogue and its values: text, `Wire`, numbers, or sentences again."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, spoken: Messages) -> str:
        """The sentence as plain text."""
        return spoken.text(self.message, **{k: _plain(spoken, v) for k, v in self.values.items()})

    def html(self, spoken: Messages) -> Markup:
        """The sentence as HTML, everything from data escaped."""
        return spoken.html(self.message, **{k: _marked(spoken, v) for k, v in self.values.items()})

    def __hash__(self) -> int:
        return hash((self.message, *self.values))


def _plain(spoken: Messages, value: object) -> object:
    if isinstance(value, Said):
        return Phrase(value.text(spoken))
    if isinstance(value, tuple):
        return Phrase(spoken.join(str(_isolated(spoken, item)) for item in value))
    return value


def _isolated(spoken: Messages, value: object) -> str:
    return spoken.text("%(value)s", value=_plain(spoken, value))


def _marked(spoken: Messages, value: object) -> object:
    if isinstance(value, Said):
        return value.html(spoken)
    if isinstance(value, Wire):
        return isolated(visible(value), _WIRE)
    if isinstance(value, tuple):
        return Markup(spoken.join([""] * 2)).join(_each(spoken, value))
    return value


def _each(spoken: Messages, values: tuple[object, ...]) -> Iterator[Markup]:
    for value in values:
        yield spoken.html("%(value)s", value=_marked(spoken, value))
