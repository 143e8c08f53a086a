"""How endpoints of a service make its members, and members the service."""

from __future__ import annotations

from typing import Any

import pytest

from fanous.rules.combine import COMBINE
from fanous.rules.services import SERVICES
from fanous.store.query import connect, rows

Vote = tuple[str, int, str, str, bool, str]  # layer, sequence, member, how, needed, outcome


def voted(*votes: Vote, deepest: str = "tls") -> dict[str, list[dict[str, Any]]]:
    """What follows from the votes of one measurement's endpoints."""
    connection = connect(threads=1)
    connection.execute("CREATE TABLE place AS SELECT 1 AS record, true AS is_service")
    connection.execute(
        """CREATE TABLE member_votes (record BIGINT, layer VARCHAR, sequence BIGINT,
        member VARCHAR, member_rule VARCHAR, needed BOOLEAN, outcome VARCHAR, deepest VARCHAR,
        evidence VARCHAR)"""
    )
    for vote in votes:
        row = [1, *vote, deepest, "scored"]
        connection.execute(f"INSERT INTO member_votes VALUES ({', '.join('?' * len(row))})", row)
    return {name: rows(connection, SERVICES[name]) for name in ("outvoted", "service_outcomes")}


def works(*votes: Vote) -> bool:
    (row,) = voted(*votes)["service_outcomes"]
    return bool(row["works"])


def test_services_come_before_the_layers_they_outvote() -> None:
    names = list(COMBINE)
    assert names[: len(SERVICES)] == list(SERVICES)
    assert names.index("outvoted") < names.index("speaking")


@pytest.mark.parametrize(("how", "expected"), [("any_of", True), ("all_of", False)])
def test_one_endpoint_that_works_is_enough_for_a_pool_only(how: str, expected: bool) -> None:
    votes = [("tls", 0, "access", how, True, "blocked"), ("tls", 1, "access", how, True, "ok")]
    assert works(*votes) is expected


def test_each_needed_member_that_was_tried_must_work() -> None:
    good = ("tls", 0, "web", "all_of", True, "ok")
    assert works(good)
    assert not works(good, ("tls", 1, "chat", "all_of", True, "down"))
    assert works(good, ("tls", 1, "statistics", "all_of", False, "down"))


def test_a_service_of_which_nothing_was_tried_does_not_work() -> None:
    assert not works()
    assert not works(("tls", 0, "statistics", "all_of", False, "ok"))


def test_only_the_deepest_layer_shows_that_a_member_works() -> None:
    assert not works(("tcp", 0, "web", "all_of", True, "ok"))
    assert works(("tcp", 0, "web", "all_of", True, "ok"), ("tls", 0, "web", "all_of", True, "ok"))


def test_what_fails_beside_something_that_works_in_its_pool_is_outvoted() -> None:
    pool = [
        ("tls", 0, "access", "any_of", True, "blocked"),
        ("tls", 1, "access", "any_of", True, "ok"),
        ("tcp", 2, "access", "any_of", True, "blocked"),  # nothing works at its layer
        ("tls", 3, "web", "all_of", True, "blocked"),
        ("tls", 4, "statistics", "all_of", False, "blocked"),  # never speaks for the service
    ]
    found = {(row["layer"], row["sequence"]) for row in voted(*pool)["outvoted"]}
    assert found == {("tls", 0), ("tls", 4)}
