"""Subjects: which observations are judged, and on what columns."""

from __future__ import annotations

from typing import Any

from tests.situations.chain import judge_parsed, parse_lines
from tests.situations.test_situations import FOLDER


def endpoints(name: str) -> list[dict[str, Any]]:
    _, found = judge_parsed(parse_lines(FOLDER / name / "raw.jsonl"))
    rows: list[dict[str, Any]] = found
    return rows


def test_encrypted_lookups_are_witnesses_not_subjects() -> None:
    names = [row["endpoint"] for row in endpoints("bogon_answer") if row["layer"] == "dns"]
    assert names == ["getaddrinfo ANY news.example", "udp A news.example @9.9.9.9:53"]


def test_what_happens_on_a_forged_address_does_not_count() -> None:
    counts = {
        row["endpoint"]: row["counts"]
        for row in endpoints("forged_address_refuted")
        if row["layer"] == "tcp"
    }
    assert counts == {"1.2.3.4:443": True, "5.6.7.9:443": False}


def test_a_unicode_input_meets_its_punycode_queries() -> None:
    facts = {row["endpoint"]: row["facts"] for row in endpoints("unicode_name")}
    assert "CONTROL_RESOLVED" in facts["getaddrinfo ANY xn--mgba3a4f16a.example"]


def test_a_hop_that_another_address_served_did_not_stop_the_chain() -> None:
    (row,) = [
        row
        for row in endpoints("hop_one_address_fails")
        if row["layer"] == "tcp" and "CONNECT_REFUSED" in row["facts"]
    ]
    assert "NETWORK_FAILURE_AT_HOP" not in row["facts"]
    assert row["outcome"] == "unknown"
