"""The envelope of a measurement (OONI df-000) as a row of `measurements`.

Decides identity (published uid, else the line's SHA-256), the day a measurement belongs to, and
which times are plausible. Leaves the test's own evidence to its nettest.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from functools import lru_cache

from msgspec import Struct

from fanous.model.names import target, url
from fanous.model.reject import RejectReason
from fanous.model.tables import DAY
from fanous.reference.load import Reference
from fanous.sources.base import Opinion, RecordRefused, Row
from fanous.sources.ooni.places import as_number, microseconds
from fanous.sources.ooni.wire import Common

__all__ = [
    "PARSER_VERSION",
    "Identity",
    "Line",
    "country",
    "identify",
    "measurement_row",
    "record_key",
]

PARSER_VERSION = "3"  # raised when the same bytes would give other rows

_EARLIEST = microseconds("2012-01-01 00:00:00") or 0  # OONI's archive begins in December 2012
_KEY_BITS = 2**63 - 1
_SPREAD = 0x9E3779B97F4A7C15  # odd: different lines of a source differ in the low bits
_UID_FROM_MEMBER = re.compile(r"(?:^|/)([0-9]{14}\.[0-9]+_[A-Z]{2}_[a-z]+_[0-9a-f]{16})\.post$")


class Line(Struct, frozen=True, gc=False):
    """Where a record was read, and its hash."""

    source_id: str
    member: str | None
    line: int
    sha256: str
    byte_count: int


class Identity(Struct, frozen=True, gc=False):
    """Who a measurement is and when: `record` is the key of its line, `day` its partition."""

    measurement_uid: str
    record: int
    start: int
    start_from: str
    day: str


def record_key(line: Line) -> int:
    """The key that joins a line's rows: 60 bits of its SHA-256, shifted by where it stands.

    The same bytes in two places are two records; which one counts is decided by a day's build.
    """
    place = _place(line.source_id, line.member) + line.line * _SPREAD
    return (int(line.sha256[:15], 16) + place) & _KEY_BITS


def identify(message: Common, line: Line, *, latest: int) -> Identity:
    """Name a measurement and its day. `latest`: no start time after it is believed (microseconds).

    Raises RecordRefused when no time is given or none is plausible.
    """
    uid = message.measurement_uid or _uid_from_member(line.member) or f"sha256:{line.sha256}"
    start, start_from = microseconds(message.measurement_start_time), "measurement"
    if start is None or not _EARLIEST <= start <= latest:
        start, start_from = microseconds(message.test_start_time), "test"
    if start is not None and _EARLIEST <= start <= latest:
        return Identity(uid, record_key(line), start, start_from, _day(start))
    given = message.measurement_start_time or message.test_start_time
    if not given:
        raise RecordRefused(RejectReason.NO_TIME, "no start time", path="measurement_start_time")
    raise RecordRefused(
        RejectReason.IMPLAUSIBLE_TIME, f"start time {given[:40]!r}", path="measurement_start_time"
    )


@lru_cache(1024)
def _place(source_id: str, member: str | None) -> int:
    """A number for a source (and member)."""
    digest = hashlib.sha256(f"{source_id}|{member or ''}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def _uid_from_member(member: str | None) -> str | None:
    """The backend names a postcan by the uid it gave."""
    found = _UID_FROM_MEMBER.search(member) if member else None
    return found.group(1) if found else None


def _day(start: int) -> str:
    return _day_text(start // DAY)


@lru_cache(1024)
def _day_text(number: int) -> str:
    return datetime.fromtimestamp(number * 86_400, UTC).strftime("%Y-%m-%d")


@lru_cache(1024)
def country(probe_cc: str | None) -> str:
    """Two letters, upper case; `ZZ` for unknown and for anything that is no country code."""
    code = (probe_cc or "ZZ").strip().upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else "ZZ"


def measurement_row(
    message: Common,
    line: Line,
    identity: Identity,
    opinion: Opinion,
    *,
    coerced: list[str],
    scrubbed: int,
    handled: bool,
    reference: Reference,
    parser_version: str = PARSER_VERSION,
) -> Row:
    """The row of `measurements`; its order is that of `model.tables.MEASUREMENTS`."""
    annotations = message.annotations or {}
    test_name = message.test_name or ""
    parts = url(message.input) if message.input else None
    return (
        identity.measurement_uid,
        identity.record,
        line.sha256,
        line.source_id,
        line.member,
        line.line,
        line.byte_count,
        test_name,
        message.test_version,
        message.input,
        target(test_name, message.input),
        parts.hostname if parts else None,
        parts.scheme if parts else None,
        identity.start,
        identity.start_from,
        country(message.probe_cc),
        as_number(message.probe_asn),
        message.probe_network_name,
        message.probe_id or None,
        message.report_id or None,
        as_number(message.resolver_asn),
        message.resolver_ip,
        _text(annotations.get("network_type")),
        _text(annotations.get("platform")),
        message.software_name,
        message.software_version,
        _text(annotations.get("engine_version")),
        message.test_runtime,
        opinion.probe_blocking,
        opinion.control_failure,
        handled,
        _text(annotations.get("synthetic")) == "true",
        coerced,
        scrubbed,
        parser_version,
        "ip2asn" if reference.networks.maps_addresses else "probe",
        reference.digest,
    )


def _text(value: object) -> str | None:
    """An annotation as text; annotations may hold anything."""
    if value is None or type(value) is str:
        return value[:200] if value else None
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)[:200] if isinstance(value, int | float) else None
