"""Lines of a source into measurements and rejects: the one way in for OONI data.

Decides the order of attempts on a line (strict decoder, lenient path, reject) and that nothing a
line holds stops a run. Which tests are read is the registry's; how, each nettest's own. A source
whose first line is a table's header is read as one (`sources.tables`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from fanous.model.reject import Reject, RejectReason
from fanous.sources.base import NO_OPINION, Context, Nettest, Parsed, RecordRefused, Steps
from fanous.sources.lines import RawLine, RefusedLine, read_lines
from fanous.sources.ooni.audit import is_audited, leftovers
from fanous.sources.ooni.envelope import Identity, Line, country, identify, measurement_row
from fanous.sources.ooni.lenient import Coercions, convert, loads
from fanous.sources.ooni.scrub import Scrubber, probe_address
from fanous.sources.ooni.wire import Common, Envelope
from fanous.sources.registry import NETTESTS
from fanous.sources.tables.known import is_table_name, looks_like_table
from fanous.sources.tables.parse import parse_table, rejected

__all__ = ["parse_source"]

_MOST_FREQUENT = "web_connectivity"  # nine measurements of ten
_BATCH_LINES = 512  # fewer give less speed, more take more memory
_BATCH_BYTES = 16 << 20
_DONE = object()
_REFUSALS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


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
    reader = _Reader(source_id, context, latest)
    lines = read_lines(path)
    first = next(lines, None)
    if first is not None and (is_table_name(path.name) or looks_like_table(first)):
        yield from parse_table(path, first, source_id, context, latest=latest)
        return
    yield from reader.read_all(lines if first is None else chain((first,), lines))


class _Opened(Struct, gc=False):
    """A record on its way: decoded and named; its rows are made in steps."""

    line: Line
    message: Common
    identity: Identity
    nettest: Nettest[Any] | None
    scrubber: Scrubber
    parsed: Parsed
    steps: Steps
    error: Exception | None = None


class _Reader:
    """Reads the lines of one source; remembers which test the last one was of.

    A file holds one test, so its decoder is tried first. What comes of a line doesn't depend on
    it: a decoder's word is taken only for its own test.

    Lines are read some at a time: all are hashed, then all decoded, then all give the rows of one
    table, then of the next. Turning from one kind of work to another at each line took a tenth
    longer: the processor had to learn each anew.
    """

    def __init__(self, source_id: str, context: Context, latest: int) -> None:
        self._source_id, self._context, self._latest = source_id, context, latest
        self._expected = NETTESTS.get(_MOST_FREQUENT)

    def read(self, item: RawLine) -> Parsed | Reject:
        """One line as a measurement, or as a named reject."""
        (found,) = self.read_all([item])
        return found

    def read_all(self, lines: Iterable[RawLine | RefusedLine]) -> Iterator[Parsed | Reject]:
        """Each line as a measurement, or as a named reject, in order."""
        batch: list[RawLine | RefusedLine] = []
        held = 0
        for item in lines:
            batch.append(item)
            held += len(item.data) if isinstance(item, RawLine) else 0
            if len(batch) >= _BATCH_LINES or held >= _BATCH_BYTES:
                yield from self._read(batch)
                batch, held = [], 0
        yield from self._read(batch)

    def _read(self, batch: list[RawLine | RefusedLine]) -> Iterator[Parsed | Reject]:
        """What becomes of some lines, in order."""
        lines = [self._line(item) if isinstance(item, RawLine) else None for item in batch]
        found = [self._open(item, line) for item, line in zip(batch, lines, strict=True)]
        batch.clear()  # the bytes have served
        records = [item for item in found if isinstance(item, _Opened)]
        _side_by_side(records)
        for record in records:
            self._close(record)
        for item in found:
            if isinstance(item, Reject):
                yield item
            else:
                yield item.parsed if item.error is None else _refused(item.line, item.error)

    def _line(self, item: RawLine) -> Line:
        sha256 = hashlib.sha256(item.data).hexdigest()
        return Line(self._source_id, item.member, item.line, sha256, len(item.data))

    def _open(self, item: RawLine | RefusedLine, line: Line | None) -> _Opened | Reject:
        """A line's record, before its rows are made."""
        if isinstance(item, RefusedLine):
            return rejected(self._source_id, item)
        assert line is not None
        try:
            return self._opened(item, line)
        except Exception as error:
            return _refused(line, error)

    def _opened(self, item: RawLine, line: Line) -> _Opened:
        data = item.data if item.member is None else _unwrapped(item)
        coerced = Coercions()
        message = self._decode(data, coerced)
        scrubber = Scrubber(probe_address(message.probe_ip))
        if (scrubbed := scrubber.line(data)) is not data:
            coerced = Coercions()
            message = self._decode(scrubbed, coerced)
        nettest = NETTESTS.get(message.test_name or "")
        identity = identify(message, line, latest=self._latest)
        parsed = Parsed(identity.day, country(message.probe_cc), identity.record)
        parsed.notes += coerced
        if is_audited(line.line, line.sha256):
            parsed.leftovers = leftovers(
                scrubbed, type(message), nettest.ignored if nettest else frozenset()
            )
        steps: Steps | None = None
        if nettest:
            self._expected = nettest
            steps = nettest.observe(message, parsed, self._context, scrubber)
        return _Opened(line, message, identity, nettest, scrubber, parsed, steps or iter(()))

    def _close(self, record: _Opened) -> None:
        """The row of the measurement itself: it tells what the others came to."""
        if record.error is not None:
            return
        nettest, parsed = record.nettest, record.parsed
        try:
            row = measurement_row(
                record.message,
                record.line,
                record.identity,
                nettest.opinion(record.message) if nettest else NO_OPINION,
                coerced=parsed.notes,
                scrubbed=record.scrubber.count,
                handled=nettest is not None,
                reference=self._context.reference,
            )
        except Exception as error:
            record.error = error
        else:
            parsed.rows["measurements"] = [row]

    def _decode(self, data: bytes, coerced: Coercions) -> Common:
        """Strict first; on a refusal learn the test's name, then take what can be taken."""
        name = None
        if self._expected is not None:
            message = _strict(data, self._expected.struct)
            if message is not None and message.test_name == self._expected.test_name:
                return message
            name = message.test_name if message is not None else None
        if name is None:
            envelope = _strict(data, Envelope)
            if envelope is None:
                return _decode_leniently(data, coerced)
            name = envelope.test_name
        if name is None:
            raise RecordRefused(RejectReason.NOT_A_MEASUREMENT, "no test_name", path="test_name")
        nettest = NETTESTS.get(name)
        found = _strict(data, nettest.struct if nettest else Envelope)
        return _decode_leniently(data, coerced) if found is None else found


def _side_by_side(records: list[_Opened]) -> None:
    """Take every record's steps to their end, one step of each in turn."""
    going = records
    while going:
        left = []
        for record in going:
            try:
                if next(record.steps, _DONE) is not _DONE:
                    left.append(record)
            except Exception as error:
                record.error = error
        going = left


def _refused(line: Line, error: Exception) -> Reject:
    """A line that gives no rows, and why."""
    where = (line.source_id, line.member, line.line)
    if isinstance(error, RecordRefused):
        why, detail, path = error.reason, error.detail, error.path
    else:
        # Not ours to die of: a line that breaks the parser is named, counted and reported.
        why, detail, path = RejectReason.INTERNAL, f"{type(error).__name__}: {error}"[:300], ""
    return Reject(*where, why, detail, path, line.sha256, line.byte_count)


@lru_cache
def _decoder(struct: type[Common]) -> msgspec.json.Decoder[Common]:
    return msgspec.json.Decoder(struct)


def _strict(data: bytes, struct: type[Common]) -> Common | None:
    """A line as a struct; None if it isn't exactly one."""
    try:
        return _decoder(struct).decode(data)
    except _REFUSALS:
        return None


def _unwrapped(item: RawLine) -> bytes:
    """A member's measurement; archives wrap each in `{"format": "json", "content": {...}}`."""
    try:
        return bytes(_POSTCAN.decode(item.data).content)
    except msgspec.DecodeError:
        return item.data


def _decode_leniently(data: bytes, coerced: Coercions) -> Common:
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
    nettest: Nettest[Any] | None = NETTESTS.get(name)
    if nettest is not None:
        message: Common = convert(value, nettest.struct, coerced)
        return message
    value.pop("test_keys", None)
    return convert(value, Envelope, coerced)
