"""The seam for sources: what a parser is given, what it gives, and what it must state of itself.

Decides the shape of a parsed record and of a source's manifest. A nettest's parser is a small class
behind `Nettest`; the registry names it. Leaves storing to `fanous.store`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from fanous.model.reject import RejectReason
from fanous.reference.load import Reference
from fanous.sources.ooni.certificates import CertificateStore
from fanous.sources.ooni.scrub import Scrubber
from fanous.sources.ooni.wire import WebConnectivity

__all__ = ["Context", "Nettest", "Parsed", "RecordRefused", "SourceManifest"]

Row = tuple[object, ...]


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


@dataclass(slots=True)
class Parsed:
    """One measurement as rows, keyed by table, in the column order of `model.tables`."""

    day: str
    probe_cc: str
    record: int
    rows: dict[str, list[Row]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)  # what was cut, beside what was coerced
    leftovers: list[str] = field(default_factory=list)  # keys neither read nor ignored on purpose


class RecordRefused(Exception):
    """A record that cannot become a measurement; the line is kept as a reject."""

    def __init__(self, reason: RejectReason, detail: str, *, path: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.path = path


class Nettest(Protocol):
    """A parser of one OONI nettest: wire struct in, observation rows out."""

    test_name: str

    def observe(
        self, message: WebConnectivity, parsed: Parsed, context: Context, scrubber: Scrubber
    ) -> None:
        """Append this measurement's observation rows to `parsed`; its sort key names it."""
        ...
