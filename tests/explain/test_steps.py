"""Steps: every observation is one, in order of time, told as what happened and no more."""

from __future__ import annotations

from typing import Any

import pytest

from fanous.explain.steps import MANY_ADDRESSES, Step, listed, steps_of
from fanous.i18n import messages
from tests.explain.conftest import MakeCase
from tests.making import Record, changed, measurement, reset_measurement

ENGLISH = messages("en")
KEYS = ("queries", "tcp_connect", "tls_handshakes", "requests")


def told(step: Step) -> tuple[str, str]:
    return step.tried.text(ENGLISH), step.happened.text(ENGLISH)


def timed(record: Record, *times: tuple[Any, Any]) -> Record:
    for key, (t0, t) in zip(KEYS, times, strict=True):
        record["test_keys"][key][0] |= {"t0": t0, "t": t}
    return record


def test_what_was_tried_and_what_happened(case_of: MakeCase) -> None:
    steps = steps_of(case_of(reset_measurement()))
    assert [told(step) for step in steps] == [
        ("the device's own resolver (getaddrinfo) was asked for addresses of shop.example",
         "it answered 192.0.2.10"),
        ("a connection to 192.0.2.10:443", "it connected"),
        ("a handshake with 192.0.2.10:443 for the name shop.example",
         "the connection was reset (connection_reset)"),
        ("the request GET https://shop.example/", "the connection was reset (connection_reset)"),
    ]  # fmt: skip
    assert [step.succeeded for step in steps] == [True, True, False, False]
    assert [(step.start, step.end) for step in steps] == [(0.1, 0.2), (0.2, 0.3), (0.3, 0.5),
                                                          (0.5, 0.8)]  # fmt: skip


def test_a_response_is_told_with_its_page(case_of: MakeCase) -> None:
    last = steps_of(case_of(measurement()))[-1]
    assert told(last)[1] == ("a response came: status 200; 71 bytes of the page; titled Shop")


def test_steps_come_in_order_of_time_and_those_without_time_last(case_of: MakeCase) -> None:
    record = timed(measurement(), (None, None), (0.3, 0.4), (0.2, 0.9), (0.1, 0.2))
    layers = [step.layer.value for step in steps_of(case_of(record))]
    assert layers == ["http", "tls", "tcp", "dns"]


def test_an_end_alone_tells_the_order_too(case_of: MakeCase) -> None:
    record = timed(measurement(), (None, 0.9), (None, 0.3), (0.1, 0.5), (None, None))
    assert [step.layer.value for step in steps_of(case_of(record))] == ["tls", "tcp", "dns", "http"]


@pytest.mark.parametrize("time", [0, 0.0, None])
def test_without_times_redirects_and_layers_give_the_order(case_of: MakeCase, time: Any) -> None:
    steps = steps_of(case_of(timed(measurement(), *[(time, time)] * 4)))
    assert [step.layer.value for step in steps] == ["dns", "tcp", "tls", "http"]


def test_a_clock_that_runs_backwards_tells_nothing(case_of: MakeCase) -> None:
    steps = steps_of(case_of(timed(measurement(), (0.5, 0.1), (0.2, 0.3), (-3, 0.1), (0.4, 0.5))))
    unknown = [step.layer.value for step in steps if step.start is None]
    assert unknown == ["tls", "dns"], "one ended at a time that can be, the other is last"
    assert steps[-1].end is None


def test_remarks_say_what_a_step_was_for(case_of: MakeCase) -> None:
    record = changed(measurement(), "test_keys.tcp_connect.0.tags", ["depth=1", "fetch_body=false"])
    (step,) = [s for s in steps_of(case_of(record)) if s.layer.value == "tcp"]
    remarks = [remark.text(ENGLISH) for remark in step.remarks]
    assert remarks == ["after redirect 1", "an extra check, not needed to fetch the page"]


def test_nothing_seen_is_told_as_nothing_seen(case_of: MakeCase) -> None:
    record = changed(measurement(), "test_keys.queries.0.answers", [])
    step = next(s for s in steps_of(case_of(record)) if s.layer.value == "dns")
    assert step.succeeded is not True
    assert "answered 192" not in told(step)[1]


def test_many_addresses_are_counted() -> None:
    every = [f"192.0.2.{n}" for n in range(MANY_ADDRESSES + 3)]
    assert len(listed(every)) == MANY_ADDRESSES + 1
    assert len(listed(every[:2])) == 2
