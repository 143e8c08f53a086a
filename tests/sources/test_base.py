from __future__ import annotations

from fanous.model.reject import RejectReason
from fanous.reference.load import load_reference
from fanous.sources.base import Context, Parsed, RecordRefused, Steps, finish


def test_a_refusal_says_why_and_where() -> None:
    refused = RecordRefused(RejectReason.NO_TIME, "no start time", path="measurement_start_time")
    assert (refused.reason, refused.detail, refused.path) == (
        RejectReason.NO_TIME,
        "no start time",
        "measurement_start_time",
    )
    assert str(refused) == "no start time"


def test_contexts_and_records_share_nothing() -> None:
    first, second = Context(load_reference()), Context(load_reference())
    assert first.certificates is not second.certificates
    assert Parsed("2026-03-04", "XA", 1).rows is not Parsed("2026-03-04", "XA", 1).rows


def test_steps_are_taken_to_their_end() -> None:
    done = []

    def steps() -> Steps:
        done.append("first")
        yield
        done.append("last")

    finish(steps())
    finish(None)
    assert done == ["first", "last"]
