"""Lines of a source into measurements and rejects: the one way in for OONI data.

Decides the order of attempts on a line (strict decoder, lenient path, reject) and that nothing a
line holds stops a run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from fanous.model.reject import Reject, RejectReason
from fanous.sources.base import Context, Parsed, RecordRefused
from fanous.sources.lines import RawLine, RefusedLine, read_lines
from fanous.sources.ooni.audit import is_audited, leftovers
from fanous.sources.ooni.envelope import Line, country, identify, measurement_row
from fanous.sources.ooni.lenient import Coercions, convert, loads
from fanous.sources.ooni.scrub import Scrubber, probe_address
from fanous.sources.ooni.wire import Envelope, WebConnectivity
from fanous.sources.registry import NETTESTS

__all__ = ["parse_source"]

Message = WebConnectivity | Envelope

_STRUCTS: dict[str, type[WebConnectivity]] = {"web_connectivity": WebConnectivity}
_WEB_CONNECTIVITY = msgspec.json.Decoder(WebConnectivity)
_ENVELOPE = msgspec.json.Decoder(Envelope)


class _Postcan(msgspec.Struct):
    """The backend's wrapping of one measurement in an archive."""

    content: msgspec.Raw


_POSTCAN = msgspec.json.Decoder(_Postcan)


def parse_source(
    path: Path, source_id: str, context: Context, *, latest: int
) -> Iterator[Parsed | Reject]:
    """Every measurement and every reject of one source, in order. Raises nothing for its content.

    `latest`: microseconds since 1970 after which a start time is not believed.
    """
    for item in read_lines(path):
        if isinstance(item, RefusedLine):
            yield Reject(
                source_id,
                item.member,
                item.line,
                item.reason,
                item.detail,
                line_sha256=item.sha256,
                byte_count=item.byte_count,
            )
        else:
            yield _parse_line(item, source_id, context, latest)


def _parse_line(item: RawLine, source_id: str, context: Context, latest: int) -> Parsed | Reject:
    sha256 = hashlib.sha256(item.data).hexdigest()
    line = Line(source_id, item.member, item.line, sha256, len(item.data))
    try:
        return _parse(item, line, context, latest)
    except RecordRefused as refused:
        reason, detail, path = refused.reason, refused.detail, refused.path
    except Exception as error:
        # Not ours to die of: a line that breaks the parser is named, counted and reported.
        reason, detail, path = RejectReason.INTERNAL, f"{type(error).__name__}: {error}"[:300], ""
    return Reject(source_id, item.member, item.line, reason, detail, path, sha256, len(item.data))


def _parse(item: RawLine, line: Line, context: Context, latest: int) -> Parsed:
    data = item.data if item.member is None else _unwrapped(item)
    coerced = Coercions()
    message = _decode(data, coerced)
    scrubber = Scrubber(probe_address(message.probe_ip))
    if (scrubbed := scrubber.line(data)) is not data:
        coerced = Coercions()
        message = _decode(scrubbed, coerced)
    identity = identify(message, line, latest=latest)
    parsed = Parsed(identity.day, country(message.probe_cc), identity.record)
    if is_audited(line.line, line.sha256):
        parsed.leftovers = leftovers(scrubbed, type(message))
    if isinstance(message, WebConnectivity):
        NETTESTS[message.test_name or ""].observe(message, parsed, context, scrubber)
    parsed.rows["measurements"] = [
        measurement_row(
            message,
            line,
            identity,
            coerced=[*coerced, *parsed.notes],
            scrubbed=scrubber.count,
            handled=isinstance(message, WebConnectivity),
            reference=context.reference,
        )
    ]
    return parsed


def _unwrapped(item: RawLine) -> bytes:
    """A member's measurement; archives wrap each in `{"format": "json", "content": {...}}`."""
    try:
        return bytes(_POSTCAN.decode(item.data).content)
    except msgspec.DecodeError:
        return item.data


def _decode(data: bytes, coerced: Coercions) -> Message:
    """Strict first; on a refusal learn the test's name, then take what can be taken."""
    try:
        message = _WEB_CONNECTIVITY.decode(data)
        if message.test_name == "web_connectivity":
            return message
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # another test, or a record to be taken field by field
    try:
        envelope = _ENVELOPE.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _decode_leniently(data, coerced)
    if envelope.test_name is None:
        raise RecordRefused(RejectReason.NOT_A_MEASUREMENT, "no test_name", path="test_name")
    if envelope.test_name in _STRUCTS:
        return _decode_leniently(data, coerced)
    return envelope


def _decode_leniently(data: bytes, coerced: Coercions) -> Message:
    """The slow path: untyped JSON, field by field."""
    try:
        value = loads(data, coerced)
    except ValueError as error:
        raise RecordRefused(RejectReason.NOT_JSON, str(error)[:200]) from error
    if not isinstance(value, dict):
        raise RecordRefused(RejectReason.NOT_A_MEASUREMENT, "the JSON is not an object")
    name = value.get("test_name")
    if not isinstance(name, str):
        raise RecordRefused(RejectReason.NOT_A_MEASUREMENT, "no test_name", path="test_name")
    if name in _STRUCTS:
        return convert(value, _STRUCTS[name], coerced)
    value.pop("test_keys", None)
    return convert(value, Envelope, coerced)
