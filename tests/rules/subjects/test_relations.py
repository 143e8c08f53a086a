"""Relations: all in order of dependency, and what they are read from in tests."""

from __future__ import annotations

import re
from typing import Any

from fanous.control.relations import RELATIONS as CONTROL
from fanous.rules.judge import Pool
from fanous.rules.subjects import RELATIONS, SUBJECTS
from fanous.store.query import connect, rows
from tests.situations.chain import judge_parsed, judged_connection, parse_lines
from tests.situations.test_situations import FOLDER


def endpoints(name: str) -> list[dict[str, Any]]:
    _, found = judge_parsed(parse_lines(FOLDER / name / "raw.jsonl"))
    rows: list[dict[str, Any]] = found
    return rows


def relation(situation: str, name: str) -> list[dict[str, Any]]:
    """One relation over one situation that is judged alone, without its records."""
    parsed = parse_lines(FOLDER / situation / "raw.jsonl")
    connection = judged_connection(parsed, pool=Pool.EMPTY)
    return rows(connection, f"SELECT * EXCLUDE (record) FROM {name} ORDER BY ALL")


def hashed(text: str) -> int:
    """What relations call a name or an address."""
    ((number,),) = connect().execute("SELECT hash(?)", [text]).fetchall()
    return int(number)


def test_a_relation_reads_only_what_was_made_before_it() -> None:
    every = [*CONTROL, *RELATIONS, *SUBJECTS]
    made: set[str] = set()
    for name, query in {**CONTROL, **RELATIONS}.items():
        read = set(re.findall(r"(?:FROM|JOIN) (\w+)", query)) & set(every) - set(SUBJECTS)
        assert read <= made, (name, read - made)
        made.add(name)


def test_a_hop_that_another_address_served_did_not_stop_the_chain() -> None:
    (row,) = [
        row
        for row in endpoints("hop_one_address_fails")
        if row["layer"] == "tcp" and "CONNECT_REFUSED" in row["facts"]
    ]
    assert "NETWORK_FAILURE_AT_HOP" not in row["facts"]
    assert row["outcome"] == "unknown"
