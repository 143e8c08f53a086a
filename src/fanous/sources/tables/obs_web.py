"""OONI's observations (`obs_web`, as CSV) as measurements, through the parsers of raw records.

Publisher: OONI. Licence: CC BY-NC-SA 4.0. Coverage: whatever was exported. Format: the columns of
OONI pipeline v5's `obs_web`; only what every export has is needed, the rest is read where it is.
Promises: one row a connection, with the name, the address and how each step ended.

Decides how a measurement's rows become the message of its nettest, so that the same code makes the
same tables of it. What a table doesn't hold stays null: bodies, certificates, tags, the helper's
view. The helper is said to be silent (`control_failure` is `not_in_table`): what it saw is not
here, so that other networks may stand in for it, as they do where it could not be reached. Tests
whose evidence is in other arrays than the shared ones (tor) are kept and not judged.
"""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from fanous.model.tables import HTTP, TLS
from fanous.sources.base import NO_OPINION, Nettest, Opinion, Parsed, finish
from fanous.sources.base import Row as TableRow
from fanous.sources.ooni.envelope import PARSER_VERSION, country, identify, measurement_row
from fanous.sources.ooni.scrub import Scrubber
from fanous.sources.ooni.service import ServiceTest
from fanous.sources.ooni.wire import Common, Evidence
from fanous.sources.registry import NETTESTS
from fanous.sources.tables.cells import Row
from fanous.sources.tables.envelope import (
    READ,
    Reading,
    Said,
    common_fields,
    line_of,
    rows_of,
)
from fanous.sources.tables.grouped import UID, Group
from fanous.sources.tables.steps import (
    STEP_COLUMNS,
    Handshake,
    connects,
    handshakes,
    queries,
    requests,
)

__all__ = ["NOT_IN_TABLE", "TABLE_PARSER", "ObsWebTable"]

NOT_IN_TABLE = "not_in_table"  # why nothing is known of the helper
TABLE_PARSER = f"{PARSER_VERSION}.obs_web1"
_READS = TLS.names.index("reads")
_TRAFFIC_COLUMNS = 5
_BODY = HTTP.names.index("body_length")
_FINGERPRINTS = HTTP.names.index("fingerprints")
_HEADERS = HTTP.names.index("headers")


class ObsWebTable:
    """The reader of obs_web."""

    name = "obs_web"
    needed = frozenset(
        f"""{UID} measurement_start_time test_name probe_cc probe_asn input hostname ip port
        dns_failure tcp_failure tls_failure http_failure http_request_url""".split()
    )
    columns = READ | STEP_COLUMNS | {"probe_analysis"}
    # What an address's or a certificate's row adds, what is derived of failures, and `tls_success`.
    ignored = frozenset(
        """tls_success bucket_date observation_idx target_id ooni_run_link_id architecture
        probe_as_cc resolver_cc resolver_as_cc resolver_as_org_name resolver_is_scrubbed
        resolver_asn_probe ip_as_org_name ip_as_cc ip_cc ip_is_bogon dns_answer_type
        dns_answer_as_org_name tls_echconfig tls_certificate_chain_length
        tls_certificate_chain_fingerprints tls_end_entity_certificate_fingerprint
        tls_end_entity_certificate_subject tls_end_entity_certificate_subject_common_name
        tls_end_entity_certificate_issuer tls_end_entity_certificate_issuer_common_name
        tls_end_entity_certificate_san_list tls_end_entity_certificate_not_valid_after
        tls_end_entity_certificate_not_valid_before http_alpn http_runtime http_redirect_from
        http_response_body_sha1 failure_class failure_str failure_str_full
        failure_str_raw""".split()
    )

    def read(self, group: Group, reading: Reading) -> Parsed:
        """One measurement. Raises RecordRefused where its rows give no test or no time."""
        notes: list[str] = []
        rows, scrubbed = rows_of(group, reading, notes)
        said, line = common_fields(rows, notes), line_of(group, reading)
        nettest, keys_type = _READ.get(said["test_name"] or "", (None, Evidence))
        shown = handshakes(rows) if nettest else []
        message = _message(said, rows, nettest, keys_type, shown)
        identity = identify(message, line, latest=reading.latest)
        parsed = Parsed(identity.day, country(message.probe_cc), identity.record)
        if nettest is not None:
            finish(nettest.observe(message, parsed, reading.context, Scrubber(None)))
            _complete(parsed, shown, rows)
        parsed.notes = notes + parsed.notes
        parsed.rows["measurements"] = [
            measurement_row(
                message,
                line,
                identity,
                _opinion(rows, nettest),
                coerced=parsed.notes,
                scrubbed=scrubbed,
                handled=nettest is not None,
                reference=reading.context.reference,
                parser_version=TABLE_PARSER,
            )
        ]
        return parsed


def _message(
    said: Said,
    rows: list[Row],
    nettest: Nettest[Any] | None,
    keys_type: type[Any],
    shown: list[Handshake],
) -> Common:
    """What the probe would have written, as far as rows tell it."""
    fields: dict[str, Any] = {**said, "annotations": _annotations(rows)}
    if nettest is None:
        return Common(**fields)
    keys = keys_type(
        queries=queries(rows),
        tcp_connect=connects(rows),
        tls_handshakes=[item.wire for item in shown],
        requests=requests(rows, said["input"], is_service=isinstance(nettest, ServiceTest)),
    )
    message: Common = nettest.struct(**fields, test_keys=keys)
    return message


def _annotations(rows: list[Row]) -> dict[str, object]:
    return {
        name: next((found for row in rows if (found := row.string(name))), None)
        for name in ("network_type", "platform", "engine_version")
    }


def _keys_type(struct: type[Common]) -> type[Any]:
    """The type of a message's keys."""
    fields = {field.name: field.type for field in msgspec.structs.fields(struct)}
    found: type[Any] = next(
        part for part in get_args(fields["test_keys"]) if part is not type(None)
    )
    return found


# Nettests whose evidence is in the arrays that tests share, with the type of their keys.
_READ: dict[str, tuple[Nettest[Any], type[Any]]] = {
    name: (nettest, keys)
    for name, nettest in NETTESTS.items()
    if issubclass(keys := _keys_type(nettest.struct), Evidence)
}


def _opinion(rows: list[Row], nettest: Nettest[Any] | None) -> Opinion:
    """What the probe concluded, and for a test with a helper that it is not in the table."""
    if nettest is None:
        return NO_OPINION
    said = next((found for row in rows if (found := row.string("probe_analysis"))), None)
    silent = None if isinstance(nettest, ServiceTest) else NOT_IN_TABLE
    return Opinion(said, silent)


def _complete(parsed: Parsed, shown: list[Handshake], rows: list[Row]) -> None:
    """Put in what rows say and the wire has no field for; take out what nobody looked for."""
    parsed.rows["tls"] = [
        (*row[:_READS], *handshake.traffic, *row[_READS + _TRAFFIC_COLUMNS :])
        for row, handshake in zip(parsed.rows["tls"], shown, strict=True)
    ]
    lengths = {
        row.string("http_request_url"): row.integer("http_response_body_length")
        for row in rows
        if row.string("http_request_url")
    }
    parsed.rows["http"] = [_without_body(row, lengths) for row in parsed.rows["http"]]


def _without_body(row: TableRow, lengths: dict[str | None, int | None]) -> TableRow:
    """A request of a table: the body's length as exported, and no search in a body."""
    cells = list(row)
    cells[_BODY] = lengths.get(str(row[HTTP.names.index("url")]))
    if cells[_HEADERS] is None:
        cells[_FINGERPRINTS] = None
    return tuple(cells)
