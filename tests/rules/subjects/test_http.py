"""HTTP subjects: the final response, the page of the control, the connection beneath."""

from __future__ import annotations

from tests.rules.subjects.test_relations import endpoints


def test_headers_are_compared_where_nothing_nearer_agrees() -> None:
    (page,) = [row for row in endpoints("headers_as_control") if "IS_FINAL" in row["facts"]]
    assert "HEADERS_MATCH" in page["facts"] and "TITLE_MATCHES" not in page["facts"]
    (page,) = [row for row in endpoints("works") if "IS_FINAL" in row["facts"]]
    assert "HEADERS_MATCH" not in page["facts"]


def test_a_request_after_a_connect_and_a_handshake_has_a_connection() -> None:
    (row,) = [row for row in endpoints("http_reset") if row["layer"] == "http"]
    assert "CONNECTION_ESTABLISHED" in row["facts"]
