"""A sentence that is not yet in a language: its message, and the values it takes.

An explanation is made once and read in several languages, on a terminal and on a page. Decides how
a value looks inside a sentence in each: words of the wire stay left to right, text of a measurement
is isolated, a sentence inside a sentence is said in the same language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup

from fanous.i18n import Messages, Phrase, isolated, visible

__all__ = ["Said", "Wire"]

_WIRE = ' dir="ltr" class="wire"'
_REMEMBERED = 16_384  # sentences: the steps of a target's measurements are mostly the same


class Wire(str):
    """A word of the wire or a code of ours: an address, a failure, a rule's id."""

    __slots__ = ()


@dataclass(frozen=True, eq=False)
class Said:
    """A message of the catalogue and its values: text, `Wire`, numbers, or sentences again.

    Equal if they are said alike in every language, so that what was said once is not made again.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    _key: tuple[object, ...] = field(init=False, repr=False)
    _hash: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        key = (self.message, *((name, _typed(value)) for name, value in self.values.items()))
        object.__setattr__(self, "_key", key)
        object.__setattr__(self, "_hash", hash(key))

    def text(self, spoken: Messages) -> str:
        """The sentence as plain text."""
        return _text(self, spoken)

    def html(self, spoken: Messages) -> Markup:
        """The sentence as HTML, everything from data escaped."""
        return _html(self, spoken)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Said) and self._key == other._key

    def __hash__(self) -> int:
        return self._hash


def _typed(value: object) -> object:
    """A value with its type: 1 is not True, and a word of the wire is not the same text of data."""
    if isinstance(value, Said):
        return value
    if isinstance(value, tuple):
        return tuple(_typed(item) for item in value)
    return (type(value), value)


@lru_cache(_REMEMBERED)
def _text(said: Said, spoken: Messages) -> str:
    return spoken.text(said.message, **{k: _plain(spoken, v) for k, v in said.values.items()})


@lru_cache(_REMEMBERED)
def _html(said: Said, spoken: Messages) -> Markup:
    return spoken.html(said.message, **{k: _marked(spoken, v) for k, v in said.values.items()})


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
