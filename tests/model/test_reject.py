from __future__ import annotations

import pytest

from fanous.model.reject import REMEDIES, Reject, RejectReason


@pytest.mark.parametrize("reason", RejectReason, ids=str)
def test_every_reason_says_what_to_do(reason: RejectReason) -> None:
    assert REMEDIES[reason].endswith(".")
    assert len(REMEDIES[reason].split()) >= 6


def test_reasons_are_a_contract() -> None:
    """Stored tables hold these words; a new meaning needs a new word."""
    assert {str(reason) for reason in RejectReason} == {
        "not_json",
        "not_a_measurement",
        "line_too_long",
        "truncated_source",
        "unreadable_source",
        "unsafe_member",
        "unknown_member",
        "implausible_time",
        "no_time",
        "unknown_table",
        "bad_row",
        "bad_signal",
        "duplicate",
        "internal",
    }


def test_a_reject_says_where() -> None:
    reject = Reject("id", "a.post", 3, RejectReason.NOT_JSON, "what was found")
    assert (reject.source_id, reject.member, reject.line) == ("id", "a.post", 3)
    assert (reject.path, reject.line_sha256, reject.byte_count) == ("", "", 0)
