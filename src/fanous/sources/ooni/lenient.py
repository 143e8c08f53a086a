"""Records whose fields have the wrong type: take what can be taken, write down what was done.

Decides how a value that doesn't fit its struct is bent (digits in a string to a number, one of a
list, text for a number) or dropped to null, field by field, each with its path. Used only after the
strict decoder refused a line, so it may be slow.
"""

from __future__ import annotations

import json
import math
import reprlib
from typing import TypeVar, cast

import msgspec
from msgspec import inspect

__all__ = ["Coercions", "convert", "loads"]

T = TypeVar("T")
_STRUCTS: dict[type, inspect.Type] = {}
_MAX_RECORDED = 20  # a hostile record may hold thousands of wrong fields; the first ones tell
_MAX_DEPTH = 40
_MAX_PATH = 200  # keys of a hostile record may be of any length


class Coercions(list[str]):
    """What was bent, one `path: what` each; stops growing after a bound."""

    def note(self, path: str, what: str) -> None:
        """Record one bent field, up to the bound."""
        if len(self) < _MAX_RECORDED:
            self.append(f"{path[:_MAX_PATH] or '$'}: {what}")


def loads(data: bytes, coercions: Coercions) -> object:
    """Decode JSON that msgspec refuses but is still JSON: lone surrogates, bytes that aren't UTF-8.

    Raises ValueError if it is not JSON at all.
    """
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, ValueError, RecursionError):
        text = data.decode("utf-8", errors="replace")
        if "\ufffd" in text:
            coercions.note("", "bytes that are not UTF-8 were replaced")
        try:
            return _without_surrogates(json.loads(text), coercions)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def _without_surrogates(value: object, coercions: Coercions, path: str = "") -> object:
    """Replace lone surrogates, which no table can hold, by U+FFFD."""
    if isinstance(value, str):
        clean = value.encode("utf-8", errors="surrogatepass").decode("utf-8", errors="replace")
        if clean != value:
            coercions.note(path, "a lone surrogate was replaced")
        return clean
    if isinstance(value, list):
        return [
            _without_surrogates(item, coercions, f"{path}[{index}]")
            for index, item in enumerate(value)
        ]
    if isinstance(value, dict):
        return {
            cast(str, _without_surrogates(key, coercions, path)): _without_surrogates(
                item, coercions, f"{path}.{key}" if path else key
            )
            for key, item in value.items()
        }
    return value


def convert(value: object, struct: type[T], coercions: Coercions) -> T:
    """Build `struct` from untyped JSON; what does not fit is bent or dropped, and recorded."""
    return cast(T, _fit(value, _type_info(struct), "", coercions, 0))


def _type_info(struct: type) -> inspect.Type:
    """What msgspec knows of a struct; asking takes longer than converting a record does."""
    if struct not in _STRUCTS:
        _STRUCTS[struct] = inspect.type_info(struct)
    return _STRUCTS[struct]


def _fit(value: object, kind: inspect.Type, path: str, coercions: Coercions, depth: int) -> object:
    """One value against one type; returns something of that type, or None."""
    if depth > _MAX_DEPTH:
        coercions.note(path, "nested too deeply, dropped")
        return None
    if isinstance(kind, inspect.AnyType | inspect.CustomType):
        return value
    if isinstance(kind, inspect.UnionType):
        return _fit_union(value, kind, path, coercions, depth)
    if isinstance(kind, inspect.StructType):
        return _fit_struct(value, kind, path, coercions, depth)
    if isinstance(kind, inspect.ListType | inspect.VarTupleType) and isinstance(value, list):
        fitted = (
            _fit(item, kind.item_type, f"{path}[{index}]", coercions, depth + 1)
            for index, item in enumerate(value)
        )
        items = [item for item in fitted if item is not None]
        return items if isinstance(kind, inspect.ListType) else tuple(items)
    if isinstance(kind, inspect.DictType) and isinstance(value, dict):
        return {
            str(key): _fit(item, kind.value_type, f"{path}.{key}", coercions, depth + 1)
            for key, item in value.items()
        }
    return _fit_scalar(value, kind, path, coercions)


def _fit_union(
    value: object, kind: inspect.UnionType, path: str, coercions: Coercions, depth: int
) -> object:
    """The first member of a union that takes the value as it is, else the first that bends it."""
    if value is None:
        return None
    members = [member for member in kind.types if not isinstance(member, inspect.NoneType)]
    for member in members:
        attempt = Coercions()
        fitted = _fit(value, member, path, attempt, depth)
        if fitted is not None and (not attempt or len(members) == 1 or _is_container(member)):
            coercions.extend(attempt[: _MAX_RECORDED - len(coercions)])
            return fitted
    return _fit_scalar(value, members[0], path, coercions)


def _is_container(kind: inspect.Type) -> bool:
    containers = inspect.StructType | inspect.ListType | inspect.VarTupleType | inspect.DictType
    return isinstance(kind, containers)


def _fit_struct(
    value: object, kind: inspect.StructType, path: str, coercions: Coercions, depth: int
) -> object:
    """Field by field; a struct that gets something else than an object is dropped."""
    if not isinstance(value, dict):
        if value is not None:
            coercions.note(path, f"expected an object, got {_kind(value)}; dropped")
        return None
    fields: dict[str, object] = {}
    for field in kind.fields:
        if field.encode_name not in value:
            if field.required:
                coercions.note(path, f"{field.encode_name} is missing; dropped")
                return None
            continue
        found = value[field.encode_name]
        where = f"{path}.{field.encode_name}" if path else field.encode_name
        fitted = _fit(found, field.type, where, coercions, depth + 1)
        if fitted is not None or (found is None and _takes_null(field.type)):
            fields[field.name] = (
                fitted  # a null that was said is kept: `failure: null` is a success
            )
        elif field.required:
            return None
    return kind.cls(**fields)


def _takes_null(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.UnionType) and kind.includes_none


def _fit_scalar(value: object, kind: inspect.Type, path: str, coercions: Coercions) -> object:
    """Bend one plain value, or give it up."""
    taken = _converted(value, kind, strict=True)
    if taken is not None or value is None:
        return taken
    bent: object = None
    if isinstance(value, list) and value and not _is_container(kind):
        if not isinstance(value[0], list):  # one of a list; what is nested deeper is no such thing
            bent = _fit_scalar(value[0], kind, f"{path}[0]", coercions)
    elif isinstance(kind, inspect.StrType) and isinstance(value, int | float):
        bent = str(value).lower() if isinstance(value, bool) else str(value)
    elif not isinstance(value, bool | dict | list):
        bent = _converted(value, kind, strict=False)
    shown = (reprlib.repr if isinstance(value, list | dict) else repr)(value)[:40]
    verdict = f"read as {bent!r:.40}" if bent is not None else "dropped"
    coercions.note(path, f"expected {_word(kind)}, got {_kind(value)} {shown}; {verdict}")
    return bent


def _converted(value: object, kind: inspect.Type, *, strict: bool) -> object:
    """A plain value as the type asks, or None; NaN and infinity are no measurement's numbers."""
    try:
        taken = msgspec.convert(value, _annotation(kind), strict=strict)
    except (msgspec.ValidationError, OverflowError):
        return None
    return None if isinstance(taken, float) and not math.isfinite(taken) else taken


def _annotation(kind: inspect.Type) -> object:
    """The Python annotation that a scalar's type information stands for."""
    match kind:
        case inspect.IntType():
            from fanous.sources.ooni.wire import Int

            return Int
        case inspect.FloatType():
            return float
        case inspect.BoolType():
            return bool
        case inspect.StrType():
            return str
        case _:
            return type(None)


def _word(kind: inspect.Type) -> str:
    return type(kind).__name__.removesuffix("Type").lower()


def _kind(value: object) -> str:
    words = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
    return words.get(type(value), "number")
