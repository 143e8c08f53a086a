"""Subjects: which observations are judged, and on what columns."""

from __future__ import annotations

from typing import Any

from tests.situations.chain import judge_parsed, parse_lines
from tests.situations.test_situations import FOLDER


def endpoints(name: str) -> list[dict[str, Any]]:
    _, found = judge_parsed(parse_lines(FOLDER / name / "raw.jsonl"))
    rows: list[dict[str, Any]] = found
    return rows


def test_a_hop_that_another_address_served_did_not_stop_the_chain() -> None:
    (row,) = [
        row
        for row in endpoints("hop_one_address_fails")
        if row["layer"] == "tcp" and "CONNECT_REFUSED" in row["facts"]
    ]
    assert "NETWORK_FAILURE_AT_HOP" not in row["facts"]
    assert row["outcome"] == "unknown"
