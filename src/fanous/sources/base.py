"""The seam for sources: what a parser is given, what it gives, and what it must state of itself.

Decides the shape of a parsed record and of a source's manifest. A nettest's parser is a small class
behind `Nettest`: it names its test, its wire struct and the keys it leaves out on purpose, and it
makes rows. The registry lists it, and nothing else does. Leaves storing to `fanous.store`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from msgspec import Struct

from fanous.model.reject import RejectReason
from fanous.reference.load import Reference
from fanous.sources.ooni.certificates import CertificateStore
from fanous.sources.ooni.scrub import Scrubber
from fanous.sources.ooni.wire import Common

__all__ = [
    "NO_OPINION",
    "Context",
    "Nettest",
    "Opinion",
    "Parsed",
    "RecordRefused",
    "SourceManifest",
    "Steps",
    "finish",
]

Row = tuple[object, ...]
Steps = Iterator[None]  # work that stops between its parts; taken to its end, it is done
Message = TypeVar("Message", bound=Common)


@dataclass(frozen=True, slots=True)
class SourceManifest:
    """What a source says of itself, and promises."""

    publisher: str
    licence: str
    coverage: str
    format_reference: str
    promises: str


@dataclass(slots=True)
class Context:
    """What parsing leans on besides the bytes: reference data and caches that outlive a line."""

    reference: Reference
    certificates: CertificateStore = field(default_factory=CertificateStore)


class Parsed(Struct):
    """One measurement as rows, keyed by table, in the column order of `model.tables`."""

    day: str
    probe_cc: str
    record: int
    rows: dict[str, list[Row]] = {}  # a new one each, as of the lists
    notes: list[str] = []  # fields that were bent, arrays that were cut
    leftovers: list[str] = []  # keys neither read nor ignored on purpose


class RecordRefused(Exception):
    """A record that cannot become a measurement; the line is kept as a reject."""

    def __init__(self, reason: RejectReason, detail: str, *, path: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.path = path


class Opinion(Struct, frozen=True, gc=False):
    """What a test concludes for itself: kept by name, never taken for a fact."""

    probe_blocking: str | None = None
    control_failure: str | None = None  # why the test helper could not be used, normalised


NO_OPINION = Opinion()


class Nettest(Protocol[Message]):
    """A parser of one OONI nettest: wire struct in, observation rows out."""

    test_name: str
    struct: type[Message]  # all versions of the test; its field `test_keys` is a struct or null
    ignored: frozenset[str]  # known keys that are left out on purpose, as `test_keys.name`

    def observe(
        self, message: Message, parsed: Parsed, context: Context, scrubber: Scrubber
    ) -> Steps | None:
        """Append this measurement's observation rows to `parsed`, which names it.

        Either at once, or as steps: a generator that yields between tables. Then many measurements
        go through it side by side, a table at a time, which is faster.
        """
        ...

    def opinion(self, message: Message) -> Opinion:
        """The test's own conclusion, in one short line."""
        ...


def finish(steps: Steps | None) -> None:
    """Take steps to their end."""
    for _ in steps or ():
        pass
