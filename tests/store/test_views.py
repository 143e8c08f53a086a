"""The view that puts stored parts together says what its contract says."""

from __future__ import annotations

from fanous.model.tables import ENDPOINT_VERDICTS
from fanous.store.query import open_store, rows
from fanous.store.store import Store
from fanous.store.views import endpoint_verdicts


def test_the_columns_are_those_of_the_contract(built: Store, empty: Store) -> None:
    for store in (built, empty):
        connection = open_store(store, threads=1)
        columns = connection.execute("SELECT * FROM endpoint_verdicts LIMIT 0").description
        assert columns is not None
        assert tuple(item[0] for item in columns) == ENDPOINT_VERDICTS.names


def test_every_outcome_has_its_verdict_in_full_once(built: Store) -> None:
    connection = open_store(built, threads=1)
    key = "record, layer, sequence, rule, outcome, counts, depth"
    stored = rows(connection, f"SELECT {key} FROM endpoint_outcomes ORDER BY 1, 2, 3")
    seen = rows(connection, f"SELECT {key} FROM endpoint_verdicts ORDER BY 1, 2, 3")
    assert stored == seen
    assert len(seen) == 12 * 4


def test_a_verdict_names_its_endpoint_and_holds_the_facts_it_leans_on(built: Store) -> None:
    connection = open_store(built, threads=1)
    (verdict, *_) = rows(connection, "SELECT record FROM verdicts WHERE state = 'likely_blocked'")
    query = "SELECT * FROM endpoint_verdicts WHERE record = ?"
    found = rows(connection, query, [verdict["record"]])
    named = {str(row["layer"]): row for row in found}
    host = str(named["dns"]["endpoint"]).removeprefix("getaddrinfo ANY ")
    assert host.startswith("site") and host.endswith(".example")
    assert named["tcp"]["endpoint"] == "192.0.2.10:443"
    assert named["tls"]["endpoint"] == f"192.0.2.10:443 {host}"
    assert named["http"]["endpoint"] == f"GET https://{host}/"
    reset = named["tls"]
    assert (reset["outcome"], reset["evidence"]) == ("blocked", "scored")
    assert {"HANDSHAKE_RESET", "CONTROL_HANDSHAKE_OK"} <= set(reset["facts"])
    assert reset["fired"][0] == reset["rule"] or reset["rule"] in reset["fired"]


def test_the_words_of_an_endpoint_never_lack_a_part(built: Store) -> None:
    """A null address or name would make the whole text null."""
    connection = open_store(built, threads=1)
    for table, columns in {"tcp": "ip, port", "tls": "ip, port, server_name",
                           "http": "method, url", "dns": "query_type"}.items():  # fmt: skip
        nulled = ", ".join(f"NULL::{_type(c)} AS {c}" for c in columns.split(", "))
        connection.execute(f"CREATE TEMP TABLE {table}_bare AS "
                           f"SELECT * REPLACE ({nulled}) FROM {table}")  # fmt: skip
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT * FROM {table}_bare")
    query = endpoint_verdicts(
        "endpoint_outcomes", "(SELECT DISTINCT * FROM decisions)",
        "d.rules = j.rules AND d.layer = j.layer AND d.mask = j.mask",
    )  # fmt: skip
    endpoints = [row["endpoint"] for row in rows(connection, query)]
    assert len(endpoints) == 12 * 4 and None not in endpoints
    assert {"?", "? ?", "GET ?"} <= set(endpoints)


def _type(column: str) -> str:
    return "BIGINT" if column == "port" else "VARCHAR"
