"""A connection over judged measurements made by hand: quick enough for a hundred stores a test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from fanous.rules.catalogue import state_of
from fanous.rules.registry import RULES
from fanous.store.arrow import arrow_schema
from fanous.store.query import connect
from tests.making import START

if TYPE_CHECKING:
    import duckdb

MIDNIGHT = START.replace(hour=0, minute=0, second=0)
KNOWN = {rule.id: rule for layer in RULES.values() for rule in layer.rules}
OK, RESET = "http.ended_over_verified_tls", "tls.reset_control_ok"
BLOCK_PAGE = "http.fingerprint_of_country"
FAILED, UNDECIDED = "tcp.failed", "http.no_data"


@dataclass(frozen=True)
class Judged:
    """One measurement: when (minutes after midnight), what of, by whom, and the deciding rule."""

    minute: int = 0
    target: str = "domain:shop.example"
    rule: str = OK
    probe: str | None = None
    asn: int = 64502
    cc: str = "XA"
    session: str = "s"
    uid: str | None = None
    dns_rule: str = "dns.no_data"
    resolver: int | None = None
    handled: bool = True

    @property
    def start(self) -> datetime:
        return MIDNIGHT + timedelta(minutes=self.minute)


def connection_of(judged: list[Judged]) -> duckdb.DuckDBPyConnection:
    """A connection whose `verdicts` and `measurements` hold these, and nothing else."""
    import pyarrow as pa

    connection = connect(threads=1)
    for name in ("verdicts", "measurements"):
        rows = [_row(number, each) for number, each in enumerate(judged)]
        schema = arrow_schema(name)
        columns = [pa.array([row.get(f.name) for row in rows], f.type) for f in schema]
        connection.register(name, pa.Table.from_arrays(columns, schema=schema))
    return connection


def _row(number: int, each: Judged) -> dict[str, Any]:
    rule = KNOWN[each.rule]
    return {
        "record": number,
        "measurement_uid": each.uid or f"sha256:{number:04d}",
        "target": each.target,
        "start_time": each.start,
        "probe_cc": each.cc,
        "probe_asn": each.asn,
        "resolver_asn": each.resolver,
        "state": state_of(rule).value if each.handled else "not_handled",
        "outcome": rule.outcome.value,
        "deciding_rule": rule.id,
        "dns": KNOWN[each.dns_rule].outcome.value,
        "dns_rule": each.dns_rule,
        "mechanisms": [rule.mechanism] if rule.mechanism else [],
        "report_id": each.session,
        "probe_id": each.probe,
        "software_version": "3.26.0",
        "synthetic": False,
        "rules_version": "2",
    }


MEASURED = st.builds(
    Judged,
    minute=st.integers(0, 3 * 24 * 60 - 1),
    target=st.sampled_from(["domain:shop.example", "domain:www.shop.example", "domain:t.me"]),
    rule=st.sampled_from([OK, RESET, BLOCK_PAGE, FAILED, UNDECIDED]),
    probe=st.sampled_from([None, "a", "b", "c"]),
    asn=st.sampled_from([64502, 64503]),
    session=st.sampled_from(["s", "t"]),
    dns_rule=st.sampled_from(["dns.no_data", "dns.failed"]),
    resolver=st.sampled_from([None, 64501, 64510]),
)
STORES = st.lists(MEASURED, min_size=1, max_size=25)
