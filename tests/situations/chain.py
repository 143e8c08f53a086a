"""From a raw line to observations and verdicts, as plain JSON that can be compared whole."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from fanous.control.history import BEFORE
from fanous.engine.build import judge_in_full
from fanous.engine.validated import register_validations
from fanous.model.tables import TABLES, TLS
from fanous.reference.fingerprints import DnsFingerprints, Fingerprint, HttpFingerprints
from fanous.reference.load import Reference
from fanous.rules.judge import Pool
from fanous.sources.base import Context, Parsed
from fanous.sources.lines import RawLine
from fanous.sources.parse import _Reader, parse_source
from fanous.store.arrow import arrow_table
from fanous.store.query import connect, rows
from tests.situations.certificates import ROOT

__all__ = [
    "JUDGED",
    "LATEST",
    "context",
    "judge_parsed",
    "judged_connection",
    "observations",
    "parse_lines",
    "parse_records",
    "verdicts",
]

LATEST = 4_102_444_800_000_000
JUDGED = ("measurements", "dns", "tcp", "tls", "http", "control", "control_endpoints")
_XA = frozenset({"XA"})
_CHAIN = TLS.names.index("certificates")


@lru_cache
def context_used() -> Context:
    """The one context of all situations: it remembers certificates."""
    return context()


def context() -> Context:
    """A reference of one root and four fingerprints.

    An address and a block page of XA, a false positive, and the page of a filtering product.
    """
    dns = Fingerprint("xa.address", "nat", "dns", "full", "5.6.7.8", _XA)
    page = Fingerprint("xa.page", "nat", "body", "contains", "barred by order 66", _XA)
    robot = Fingerprint("fp.robot", "fp", "body", "contains", "you are no robot", frozenset())
    product = Fingerprint("product", "prod", "body", "contains", "stopped by bouncer", frozenset())
    return Context(
        Reference(
            "situations",
            dns=DnsFingerprints((dns,)),
            http=HttpFingerprints((page, robot, product)),
            trust=(ROOT,),
        )
    )


def parse_lines(path: Path) -> list[Parsed]:
    """The measurements of a raw file; a reject fails the test."""
    found = list(parse_source(path, path.parent.name, context_used(), latest=LATEST))
    assert all(isinstance(item, Parsed) for item in found), found
    return [item for item in found if isinstance(item, Parsed)]


def observations(parsed: list[Parsed]) -> dict[str, list[dict[str, Any]]]:
    """Every observation row by table, keyed by column; keys that name lines are left out."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in parsed:
        for name, observed in item.rows.items():
            for row in observed:
                cells = zip(TABLES[name].names, row, strict=True)
                found[name].append(
                    {key: value for key, value in cells if key not in ("record", "source_id")}
                )
    plain: dict[str, list[dict[str, Any]]] = json.loads(json.dumps(found))
    return plain


def judge_parsed(
    parsed: list[Parsed], *, shuffle: Any = None, pool: Pool = Pool.EMPTY
) -> tuple[Any, Any]:
    """Judge some records: verdicts and endpoint verdicts as rows. Alone, or as one day's pool."""
    connection = judged_connection(parsed, shuffle=shuffle, pool=pool)
    verdict_rows = rows(connection, "SELECT * FROM measurement_verdicts ORDER BY record")
    endpoint_rows = rows(
        connection,
        "SELECT * EXCLUDE (measurement_uid) FROM endpoint_verdicts "
        "ORDER BY record, layer, sequence, endpoint, rule",
    )
    return verdict_rows, endpoint_rows


def judged_connection(parsed: list[Parsed], *, pool: Pool, shuffle: Any = None) -> Any:
    """A connection in which some records are judged in full."""
    tables: dict[str, list[Any]] = defaultdict(list)
    for item in parsed:
        for name, observed in item.rows.items():
            tables[name].extend(observed)
    shown = {sha256 for row in tables["tls"] for sha256 in row[_CHAIN]}
    tables["certificates_der"] = context_used().certificates.rows(shown)
    connection = connect()
    for name in (*JUDGED, "certificates_der"):
        if shuffle is not None:
            shuffle(tables[name])
        connection.register(name, arrow_table(TABLES[name], tables[name]))
    if pool is Pool.SAME:  # each query takes from the days before what is before its day
        for name, table in BEFORE.items():
            connection.register(name, arrow_table(TABLES[table], tables[table]))
    register_validations(connection, context_used().reference.trust)
    judge_in_full(connection, pool=pool)
    return connection


def verdicts(parsed: list[Parsed]) -> dict[str, Any]:
    """The whole verdict of one record, with every endpoint's facts and rules."""
    (verdict,), endpoints = judge_parsed(parsed)
    verdict.pop("record")
    for row in endpoints:
        row.pop("record")
    return {"verdict": verdict, "endpoints": endpoints}


def verdicts_by_name(parsed: dict[str, Parsed], *, shuffle: Any = None) -> dict[str, Any]:
    """Verdict and endpoints of each of some records, all judged in one run, each alone."""
    verdict_rows, endpoint_rows = judge_parsed(list(parsed.values()), shuffle=shuffle)
    names = {item.record: name for name, item in parsed.items()}
    found = {names[row.pop("record")]: {"verdict": row, "endpoints": []} for row in verdict_rows}
    for row in endpoint_rows:
        found[names[row.pop("record")]]["endpoints"].append(row)
    return found


def verdicts_of(records: Iterable[int], parsed: list[Parsed]) -> list[dict[str, Any]]:
    """Of some records judged together, each in its day's pool: verdict, validity and endpoints."""
    connection = judged_connection(parsed, pool=Pool.SAME)
    verdict_of = _by_record(connection, "SELECT * FROM measurement_verdicts")
    validity_of = _by_record(connection, "SELECT record, validity FROM verdicts")
    endpoints_of = _by_record(
        connection,
        "SELECT * EXCLUDE (measurement_uid) FROM endpoint_verdicts "
        "ORDER BY layer, sequence, endpoint, rule",
    )
    return [
        {
            "verdict": verdict_of[record][0],
            **validity_of[record][0],
            "endpoints": endpoints_of[record],
        }
        for record in records
    ]


def _by_record(connection: Any, query: str) -> dict[int, list[dict[str, Any]]]:
    """Rows without their record, by record."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(connection, query):
        found[row.pop("record")].append(row)
    return found


def parse_records(name: str, records: Iterable[object]) -> list[Parsed | None]:
    """Records as if they were the lines of a file; None for one that is rejected."""
    reader = _Reader(name, context_used(), LATEST)
    found = []
    for number, raw in enumerate(records, 1):
        item = reader.read(RawLine(None, number, json.dumps(raw).encode()))
        found.append(item if isinstance(item, Parsed) else None)
    return found
