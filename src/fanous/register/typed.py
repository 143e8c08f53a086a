"""From nested text to a record, and what to tell a writer whose value does not fit.

Decides how a message of the decoder reads: in the words of the file, with the field it is about,
the words that may stand there, or the fields that a block takes. Leaves which fields there are to
`schema`, and reading files to `load`.
"""

from __future__ import annotations

import difflib
import re
from typing import TypeVar

import msgspec
from msgspec import inspect

__all__ = ["Misfit", "typed"]

_T = TypeVar("_T", bound=msgspec.Struct)
_At = tuple[str | int, ...]
_WHERE = re.compile(r" - at `\$(.*)`$")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|\[\.\.\.\]")
_FIELD = re.compile(r"field `(\w+)`")
_GUIDE = "See docs/how-to/add-a-claim.md."
_NO_PERSON = (
    "The register holds no natural person. Make the office, body or company the entity; a person "
    "in public office may be named by the office in an attribution."
)
_PERSON = ("person", "people", "individual", "human")
_PLAIN = (
    (r"Object missing required field `(\w+)`", r"the field is missing: '\1'"),
    (r"Object contains unknown field `(\w+)`", r"nobody knows the field '\1'"),
    (r"Invalid enum value '(.*)'", r"not one of the words that may stand here: '\1'"),
    (
        r"Expected `str` matching regex .*",
        "an id is of a-z, A-Z, 0-9 and single hyphens, as in c-1",
    ),
    (r"Expected `str` of length >= 1", "there is no text"),
    (r"Expected `str` of length <= (\d+)", r"longer than \1 letters"),
    (r"Expected `array` of length >= 1", "the list is empty"),
    (r"Expected `array`, got `\w+`", "this must be a list, as in [a, b]"),
    (r"Expected `int`, got `\w+`", "this must be a number in the digits 0-9, without a leading 0"),
    (r"Expected `object(?: \| null)?`, got `\w+`", "this must be a block with fields of its own"),
    (r"Expected `str(?: \| null)?`, got `\w+`", "this must be text, and no list or block"),
)


class Misfit(Exception):
    """A value that does not fit: what is wrong, where in the record, and what to do."""

    def __init__(self, what: str, at: _At, remedy: str) -> None:
        super().__init__(what)
        self.what, self.at, self.remedy = what, at, remedy


def typed(value: object, kind: type[_T]) -> _T:
    """A record of a kind. Raises Misfit if a value of the file does not fit."""
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        message = str(error)
        at: list[str | int] = []
        if found := _WHERE.search(message):
            at = [name or int(number or 0) for name, number in _STEP.findall(found[1])]
            message = message[: found.start()]
        named = next((f"{name}: " for name in reversed(at) if isinstance(name, str)), "")
        expected = _expected(inspect.type_info(kind), at)
        remedy = _remedy(message, value, expected)
        if (field := _FIELD.search(message)) and "unknown" in message:
            at.append(field[1])
        raise Misfit(named + _in_words(message), tuple(at), remedy) from error


def _in_words(message: str) -> str:
    for pattern, words in _PLAIN:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, words, message)
    return message.replace("`", "'")


def _expected(info: inspect.Type, at: list[str | int]) -> inspect.Type:
    """The type that stands at a path of a record."""
    for step in (*at, None):
        while isinstance(info, inspect.Metadata):
            info = info.type
        if isinstance(info, inspect.UnionType):
            info = next(one for one in info.types if not isinstance(one, inspect.NoneType))
        if isinstance(info, inspect.StructType) and isinstance(step, str):
            info = next(item.type for item in info.fields if item.encode_name == step)
        elif isinstance(info, inspect.VarTupleType) and step is not None:
            info = info.item_type
    return info


def _remedy(message: str, value: object, expected: inspect.Type) -> str:
    given = str(value.get("kind", "")) if isinstance(value, dict) else ""
    if given.lower() in _PERSON:
        return _NO_PERSON
    if isinstance(expected, inspect.LiteralType):
        return f"Write one of: {', '.join(str(word) for word in expected.values)}."
    if not isinstance(expected, inspect.StructType):
        return _GUIDE
    fields = [item.encode_name for item in expected.fields]
    unknown = _FIELD.search(message)
    near = difflib.get_close_matches(unknown[1], fields, n=1) if unknown else []
    if near and near[0] != (unknown[1] if unknown else ""):
        return f"Did you mean {near[0]!r}? Fields: {', '.join(fields)}. {_GUIDE}"
    return f"Fields: {', '.join(fields)}. {_GUIDE}"
