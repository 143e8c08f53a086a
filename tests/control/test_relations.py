"""What the helper established: each relation on records written by hand."""

from __future__ import annotations

from typing import Any

from fanous.control.relations import RELATIONS
from fanous.model.tables import TABLES
from fanous.store.arrow import arrow_table
from fanous.store.query import connect, rows
from tests.situations.chain import parse_lines
from tests.situations.test_situations import FOLDER


def relation(situation: str, name: str) -> list[dict[str, Any]]:
    """One relation over one situation."""
    connection = connect()
    (parsed,) = parse_lines(FOLDER / situation / "raw.jsonl")
    for table in ("control", "control_endpoints"):
        connection.register(table, arrow_table(TABLES[table], parsed.rows.get(table, [])))
    if name != "control_view":
        connection.execute(f"CREATE TEMP TABLE endpoint_view AS {RELATIONS['endpoint_view']}")
    return rows(connection, RELATIONS[name])


def at(ip: str) -> int:
    """What relations call an address."""
    ((number,),) = connect().execute("SELECT hash(?)", [ip]).fetchall()
    return int(number)


def test_an_unreachable_helper_establishes_nothing() -> None:
    assert relation("works_without_helper", "control_view") == []
    assert relation("works_without_helper", "address_view") == []


def test_an_empty_list_without_failure_says_that_it_looked() -> None:
    (seen,) = relation("no_address_anywhere", "control_view")
    assert seen["found_nothing"] is True
    assert seen["resolved"] is False
    assert seen["fetch_failed"] is True


def test_a_whole_chain_is_completed_by_a_final_response() -> None:
    (seen,) = relation("hop_works", "control_view")
    assert seen["completed_chain"] is True


def test_addresses_are_genuine_by_the_helpers_answer_or_certificate() -> None:
    seen = {row["address"]: row for row in relation("forged_address_relays", "address_view")}
    assert seen[at("1.2.3.4")]["in_control"] is True
    assert seen[at("5.6.7.9")]["in_control"] is False
    assert seen[at("5.6.7.9")]["genuine"] is True
    assert seen[at("5.6.7.9")]["refuted"] is False


def test_an_address_is_refuted_only_in_another_network_and_by_a_failed_attempt() -> None:
    refuted = {
        row["address"]: row["refuted"] for row in relation("forged_address_closed", "address_view")
    }
    assert refuted == {at("1.2.3.4"): False, at("5.6.7.9"): True}
    near = {
        row["address"]: row["refuted"]
        for row in relation("dead_address_of_same_network", "address_view")
    }
    assert near == {at("1.2.3.4"): False, at("1.2.3.5"): False}
