"""From endpoints to a measurement's verdict."""

from __future__ import annotations

from typing import Any

import pytest

from tests.situations.chain import parse_lines, verdicts
from tests.situations.test_situations import FOLDER


def verdict(name: str) -> dict[str, Any]:
    found: dict[str, Any] = verdicts(parse_lines(FOLDER / name / "raw.jsonl"))["verdict"]
    return found


@pytest.mark.parametrize(
    ("name", "state", "outcome", "reachable"),
    [
        ("works", "ok", "ok", True),
        ("known_blockpage_address", "blocked", "blocked", True),
        ("bogon_answer", "likely_blocked", "blocked", True),
        ("tls_reset", "likely_blocked", "blocked", False),
        ("tls_expired_everywhere", "down", "down", False),
        ("tls_reset_without_helper", "impaired", "unknown", None),
        ("unprotected_without_helper", "insufficient", "unknown", None),
        ("no_keys", "insufficient", "unknown", None),
    ],
)
def test_states(name: str, state: str, outcome: str, reachable: bool | None) -> None:
    found = verdict(name)
    assert (found["state"], found["outcome"], found["reachable"]) == (state, outcome, reachable)


def test_a_layer_without_evidence_is_unknown() -> None:
    found = verdict("no_keys")
    assert [found[layer] for layer in ("dns", "tcp", "tls", "http")] == ["unknown"] * 4
    assert found["http_rule"] == "http.no_data"


def test_the_sentence_is_of_the_layer_that_was_blocked() -> None:
    assert verdict("hop_refused")["deciding_rule"] == "tcp.refused_at_hop"


def test_connections_that_fetch_the_page_speak_before_extra_checks() -> None:
    found = verdict("extra_check_timeout")
    assert found["tcp"] == "ok"
    assert found["tls"] == "unknown"
    assert found["outcome"] == "ok"
