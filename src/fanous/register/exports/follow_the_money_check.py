"""The FollowTheMoney export held against the model itself, where its library is installed.

Decides what counts as refused: an unknown schema or property, a value that its type does not take,
a required property that is missing, and a reference to nothing or to something of another kind. The
library's own `validate` passes over the last three and over unknown properties, so it alone is no
check. Leaves what is exported to `follow_the_money`.

The library takes zero-width joiners out of every text it cleans. Persian is spelled with them, so
they stay in the export, and their loss in a reader's hands is no problem here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

from fanous.errors import UsageError

__all__ = ["LIBRARY", "model", "problems"]

LIBRARY = "followthemoney"
_JOINERS = re.compile("[\u200c\u200d]")

Exported = Mapping[str, Any]


def model() -> Any:
    """The library's model. Raises UsageError, with how to get it, where it is missing."""
    try:
        return import_module(LIBRARY).model
    except ImportError as error:
        raise UsageError(
            f"{LIBRARY}, the library that the check needs, cannot be loaded ({error})",
            remedy="Install it with `pip install 'fanous[ftm]'`: its PyICU is compiled on the spot,"
            " and needs a C++ compiler, pkg-config and ICU's headers (libicu-dev). Or leave the"
            " check out: what is written is the same.",
        ) from error


def problems(exported: Iterable[Exported]) -> list[str]:
    """What the model refuses, a line each; empty if all is taken. Raises UsageError as `model`."""
    known = model()
    entities = list(exported)
    schemas = {str(item["id"]): str(item["schema"]) for item in entities}
    return [f"{item['id']}: {what}" for item in entities for what in _refused(known, item, schemas)]


def _refused(known: Any, item: Exported, schemas: Mapping[str, str]) -> Iterator[str]:
    schema = known.get(item["schema"])
    if schema is None or schema.abstract:
        yield f"{item['schema']!r} is no schema that an entity can have"
        return
    properties: Mapping[str, Sequence[str]] = item["properties"]
    for name in sorted(set(schema.required) - set(properties)):
        yield f"{schema.name} needs a {name}"
    for name, values in properties.items():
        found = schema.get(name)
        if found is None or found.stub:
            yield f"{schema.name} has no property {name!r} to be set"
            continue
        for value in values:
            if what := _wrong(known, found, value, schemas):
                yield f"{name}: {what}"


def _wrong(known: Any, found: Any, value: str, schemas: Mapping[str, str]) -> str:
    """What is wrong with one value of a property; empty if nothing."""
    if found.range is not None:
        if value not in schemas:
            return f"{value!r} is not among what is exported"
        if not known.get(schemas[value]).is_a(found.range):
            return f"{value!r} is a {schemas[value]}, and no {found.range.name}"
        return ""
    cleaned = found.type.clean(value)
    if cleaned is None or _JOINERS.sub("", cleaned) != _JOINERS.sub("", value):
        return f"{value!r} is no {found.type.name}, or is not in its form (as in {cleaned!r})"
    return ""
