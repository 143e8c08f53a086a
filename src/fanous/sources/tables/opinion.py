"""What somebody else concluded of a measurement, as a row of `opinions`.

Decides the row; what their words mean is decided by the format that reads them. An opinion is kept
beside our verdicts and never among them: no rule sees it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from fanous.model.names import target
from fanous.model.outcome import Layer, Outcome
from fanous.sources.base import Parsed
from fanous.sources.ooni.envelope import PARSER_VERSION, country, identify
from fanous.sources.ooni.places import as_number
from fanous.sources.ooni.wire import Common
from fanous.sources.tables.cells import Row
from fanous.sources.tables.envelope import Reading, common_fields, line_of, rows_of
from fanous.sources.tables.grouped import Group

__all__ = ["SHARES", "Concluded", "opinion_of", "read_rows"]

SHARES = tuple(
    f"{layer}_{share}" for layer in ("dns", "tcp", "tls") for share in ("blocked", "down", "ok")
)
_SAID_BY = "ooni"
_ENVELOPE_FIELDS = frozenset(Common.__struct_fields__)
_PARSER = f"{PARSER_VERSION}.opinions1"


class Concluded(NamedTuple):
    """What they say: the outcome in our words, the layer they name, and the rule in theirs."""

    outcome: Outcome
    layer: Layer | None
    rule: str


def read_rows(group: Group, reading: Reading) -> list[Row]:
    """The rows of one record. Raises RecordRefused for rows without a test's name."""
    return rows_of(group, reading, [])[0]


def opinion_of(group: Group, rows: list[Row], concluded: Concluded, reading: Reading) -> Parsed:
    """The row of one record. Raises RecordRefused where no time is given or none is plausible."""
    notes: list[str] = []
    said, line = common_fields(rows, notes), line_of(group, reading)
    named: dict[str, Any] = {name: said[name] for name in said if name in _ENVELOPE_FIELDS}
    message = Common(**named)
    identity = identify(message, line, latest=reading.latest)
    parsed = Parsed(identity.day, country(message.probe_cc), identity.record, notes=notes)
    test_name = said["test_name"] or ""
    resolver = said["resolver_asn"]
    parsed.rows["opinions"] = [
        (
            identity.measurement_uid,
            identity.record,
            line.sha256,
            line.source_id,
            line.line,
            _SAID_BY,
            test_name,
            said["input"],
            target(test_name, said["input"]),
            identity.start,
            country(said["probe_cc"]),
            as_number(said["probe_asn"]),
            said["probe_network_name"],
            said["probe_id"],
            as_number(resolver) if resolver else None,
            _first(rows, "network_type"),
            _first(rows, "platform"),
            said["software_version"],
            concluded.outcome.value,
            concluded.layer.value if concluded.layer else None,
            concluded.rule,
            *(rows[0].number(share) for share in SHARES),
            _PARSER,
        )
    ]
    return parsed


def _first(rows: list[Row], name: str) -> str | None:
    return next((found for row in rows if (found := row.string(name))), None)
