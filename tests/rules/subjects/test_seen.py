"""What one measurement saw: families, resolvers, hops, and requests that were never sent."""

from __future__ import annotations

from fanous.rules.subjects.seen import GAVE_V4, GAVE_V6, SEEN
from fanous.store.query import connect, rows
from tests.rules.subjects.test_relations import relation


def test_what_a_resolver_gave_is_said_by_family() -> None:
    """It answered with IPv4 addresses and with none of IPv6."""
    (resolver,) = relation("only_ipv6_missing", "resolver_view")
    assert resolver["gave"] & GAVE_V4
    assert not resolver["gave"] & GAVE_V6
    answers = {
        row["asked_for"]: row["gave"] > 0 for row in relation("only_ipv6_missing", "dns_view")
    }
    assert answers == {4: True, 6: False}


def test_an_answer_to_any_query_is_read_for_its_families() -> None:
    (query,) = [row for row in relation("ipv6_works", "dns_view") if row["asked_for"] == 0]
    assert query["gave"] & GAVE_V4 and query["gave"] & GAVE_V6


def test_a_name_knows_how_many_resolvers_answered() -> None:
    (name,) = relation("only_ipv6_missing", "name_view")
    assert name["resolvers_answering"] == 1
    assert not name["encrypted_answered"]


def test_a_family_works_once_something_came_over_it() -> None:
    assert relation("ipv6_works", "family_view") == [{"ipv4_works": True, "ipv6_works": True}]


def test_a_chain_stops_at_the_hop_where_a_step_failed() -> None:
    assert relation("hop_refused", "stopped_hops") == [{"depth": 1}]
    assert relation("hop_works", "stopped_hops") == []


def test_a_request_that_was_made_was_sent() -> None:
    assert relation("http_reset", "requests_not_sent") == []


def test_answers_that_are_missing_are_not_none_given() -> None:
    connection = connect(threads=1)
    connection.execute(
        "CREATE TABLE dns AS SELECT 1 AS record, 0 AS sequence, 0 AS depth, 'A' AS query_type, "
        "'udp' AS engine, '9.9.9.9:53' AS resolver_address, 'a.example' AS hostname, "
        "NULL::VARCHAR AS fingerprint_kind, NULL::VARCHAR AS failure, answers "
        "FROM (VALUES (NULL::VARCHAR[]), ([]), (['192.0.2.1'])) t(answers)"
    )
    found = [row["gave"] for row in rows(connection, SEEN["dns_view"])]
    assert found == [None, 0, 4 | GAVE_V4]
