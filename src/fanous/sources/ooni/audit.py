"""Leftovers: keys of a record that are neither read nor left out on purpose.

Decides which lines are looked at (the first of a source, and one in 256 by its hash: the same lines
whoever looks) and what counts as known. A key that is new on the wire shows up in `fanous status`
instead of vanishing. Looks at names only, never at values.
"""

from __future__ import annotations

from functools import lru_cache
from typing import get_args

import msgspec

from fanous.sources.ooni.wire import IGNORED_KEYS, Common

__all__ = ["is_audited", "leftovers"]

_SAMPLE_PREFIX = "00"
_EXPERIMENTAL = "x_"  # OONI's own mark for keys that may come and go
_MAX_KEYS = 50
_KEYS = "test_keys"
_TOP = frozenset(Common.__struct_fields__) | {_KEYS}


def is_audited(line: int, sha256: str) -> bool:
    """Whether a line is in the sample."""
    return line == 1 or sha256.startswith(_SAMPLE_PREFIX)


def leftovers(data: bytes, kind: type[Common], ignored: frozenset[str] = IGNORED_KEYS) -> list[str]:
    """Unknown keys of a record, `test_keys.` before those of the test; sorted, bounded.

    `kind`: the struct it was read as. `ignored`: what its nettest leaves out on purpose.
    """
    try:
        record = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    if not isinstance(record, dict):
        return []
    found = [name for name in record if name not in _TOP]
    keys, read = record.get(_KEYS), _read_keys(kind)
    if read is not None and isinstance(keys, dict):
        found += [f"{_KEYS}.{name}" for name in keys if name not in read]
    unknown = (
        name
        for name in found
        if name not in IGNORED_KEYS
        and name not in ignored
        and not name.removeprefix(f"{_KEYS}.").startswith(_EXPERIMENTAL)
    )
    return sorted(name[:100] for name in unknown)[:_MAX_KEYS]


@lru_cache
def _read_keys(kind: type[Common]) -> frozenset[str] | None:
    """The test's keys that a struct reads; None where it leaves them as bytes."""
    for field in msgspec.structs.fields(kind):
        for part in get_args(field.type) if field.name == _KEYS else ():
            if isinstance(part, type) and issubclass(part, msgspec.Struct):
                return frozenset(key.encode_name for key in msgspec.structs.fields(part))
    return None
