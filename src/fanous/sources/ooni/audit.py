"""Leftovers: keys of a record that are neither read nor left out on purpose.

Decides which lines are looked at (the first of a source, and one in 256 by its hash: the same lines
whoever looks) and what counts as known. A key that is new on the wire shows up in `fanous status`
instead of vanishing. Looks at names only, never at values.
"""

from __future__ import annotations

import msgspec

from fanous.sources.ooni.wire import IGNORED_KEYS, Envelope, WebConnectivity, WebConnectivityKeys

__all__ = ["is_audited", "leftovers"]

_SAMPLE_PREFIX = "00"
_EXPERIMENTAL = "x_"  # OONI's own mark for keys that may come and go
_MAX_KEYS = 50
_TOP = frozenset(Envelope.__struct_fields__)
_KEYS = {WebConnectivity: frozenset(WebConnectivityKeys.__struct_fields__)}


def is_audited(line: int, sha256: str) -> bool:
    """Whether a line is in the sample."""
    return line == 1 or sha256.startswith(_SAMPLE_PREFIX)


def leftovers(data: bytes, kind: type) -> list[str]:
    """Unknown keys of a record, `test_keys.` before those of the test; sorted, bounded."""
    try:
        record = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    if not isinstance(record, dict):
        return []
    found = [name for name in record if name not in _TOP]
    keys = record.get("test_keys")
    if kind in _KEYS and isinstance(keys, dict):
        found += [f"test_keys.{name}" for name in keys if name not in _KEYS[kind]]
    unknown = (
        name
        for name in found
        if name not in IGNORED_KEYS
        and not name.removeprefix("test_keys.").startswith(_EXPERIMENTAL)
    )
    return sorted(name[:100] for name in unknown)[:_MAX_KEYS]
