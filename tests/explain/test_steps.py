"""Steps: every observation is one, in order of time, told as what happened and no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fanous.explain.case import Case, Row
from fanous.explain.steps import Step, steps_of
from fanous.i18n import messages
from tests.explain.conftest import MakeCase
from tests.making import Record, changed, measurement, reset_measurement

ENGLISH = messages("en")
KEYS = ("queries", "tcp_connect", "tls_handshakes", "requests")


def told(step: Step) -> tuple[str, str]:
    return step.tried.text(ENGLISH), step.happened.text(ENGLISH)


def with_row(case: Case, layer: str, row: Row) -> Case:
    return replace(case, observations={**case.observations, layer: (row,)})


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
    record = timed(measurement(), (None, None), (0.3, 0.4), (0.2, 0.45), (0.1, 0.5))
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


def step_of(case: Case, layer: str) -> Step:
    return next(step for step in steps_of(case) if step.layer.value == layer)


@pytest.mark.parametrize(
    ("resolver", "engine", "words"),
    [
        ("192.0.2.53:53", "udp", "the resolver 192.0.2.53:53 (udp) was asked"),
        ("192.0.2.53:53", None, "the resolver 192.0.2.53:53 was asked"),
        ("", "system", "the device's own resolver (system) was asked"),
        ("", None, "a resolver that the record does not name (the device's own, as this test "
                   "does) was asked"),
    ],
)  # fmt: skip
def test_a_resolver_is_named_as_far_as_the_record_does(
    case_of: MakeCase, resolver: str, engine: str | None, words: str
) -> None:
    record = changed(measurement(), "test_keys.queries.0.resolver_address", resolver)
    record["test_keys"]["queries"][0]["engine"] = engine
    (tried, _) = told(step_of(case_of(record), "dns"))
    assert tried == f"{words} for addresses of shop.example"


@pytest.mark.parametrize(
    ("unchecked", "name", "words"),
    [
        (False, "shop.example", "and the probe accepted the certificate for the name"),
        (False, "", "and the probe accepted the certificate"),
        (True, "shop.example", "the probe did not check the certificate"),
        (None, "shop.example", "whether the certificate was checked is unknown"),
    ],
)
def test_a_certificate_is_accepted_only_where_the_record_says_so(
    case_of: MakeCase, unchecked: bool | None, name: str, words: str
) -> None:
    case = case_of(measurement())
    row = {**case.observations["tls"][0], "no_tls_verify": unchecked, "server_name": name}
    tried, happened = told(step_of(with_row(case, "tls", row), "tls"))
    assert happened.startswith("it was completed") and happened.endswith(words)
    assert ("for the name" in tried) is bool(name) and "?" not in tried


def test_obfs4_is_no_tls(case_of: MakeCase) -> None:
    case = case_of(measurement())
    row = {**case.observations["tls"][0], "network": "obfs4", "no_tls_verify": None}
    assert told(step_of(with_row(case, "tls", row), "tls")) == (
        "an obfs4 handshake with 192.0.2.10:443", "it was completed",
    )  # fmt: skip


def test_a_response_without_status_is_a_response(case_of: MakeCase) -> None:
    response_of = {"body": None, "headers": {"Server": "example"}}
    record = changed(measurement(), "test_keys.requests.0.response", response_of)
    record["test_keys"]["requests"][0]["request"]["method"] = None
    step = step_of(case_of(record), "http")
    assert step.succeeded and told(step) == (
        "the request for https://shop.example/",
        "a response came whose status the record does not hold",
    )
    record["test_keys"]["requests"][0]["request"]["url"] = None
    tried, _ = told(step_of(case_of(record), "http"))
    assert tried == "a request that the record does not describe"
    record["test_keys"]["requests"][0]["response"]["headers"] = {}
    nothing = step_of(case_of(record), "http")
    assert told(nothing)[1] == "the record shows no response" and nothing.succeeded is None


def test_a_request_with_a_clock_of_its_own_stands_after_its_handshake(case_of: MakeCase) -> None:
    record = timed(measurement(), (0.1, 0.2), (0.2, 0.3), (0.3, 0.5), (0.0, 0.001))
    last = steps_of(case_of(record))[-1]
    assert (last.layer.value, last.start, last.end) == ("http", None, None)
