"""What the control saw, in sentences; what it did not try is not told."""

from __future__ import annotations

from fanous.explain.controls import control_sentences
from fanous.i18n import messages
from tests.explain.conftest import MakeCase
from tests.making import changed, measurement

ENGLISH = messages("en")


def said(case_of: MakeCase, record: object) -> list[str]:
    return [sentence.text(ENGLISH) for sentence in control_sentences(case_of(record))]


def test_a_helper_that_saw_all(case_of: MakeCase) -> None:
    assert said(case_of, measurement()) == [
        "The test helper https://helper.example was asked about shop.example.",
        "It resolved the name to 192.0.2.10.",
        "It fetched the page: status 200; 71 bytes of the page; titled Shop.",
        "192.0.2.10:443: it connected; its handshake for the name passed.",
    ]


def test_no_control_is_said_and_never_accuses(case_of: MakeCase) -> None:
    record = changed(measurement(), "test_keys.control", {})
    record["test_keys"]["control_failure"] = "generic_timeout_error"
    found = said(case_of, record)
    assert found[0] == "There is no control for this measurement."
    assert "it timed out (generic_timeout_error)" in found[1]
    assert found[-1] == "An absent control never accuses."


def test_a_helper_that_failed(case_of: MakeCase) -> None:
    record = changed(
        measurement(), "test_keys.control.dns", {"addrs": [], "failure": "dns_name_error"}
    )
    record["test_keys"]["control"]["tcp_connect"] = {
        "192.0.2.10:443": {"failure": "connection_refused_error", "status": False}
    }
    record["test_keys"]["control"]["tls_handshake"] = {}
    found = " ".join(said(case_of, record))
    assert "Its look-up failed: " in found
    assert "it did not connect: the connection was refused" in found
    assert "handshake" not in found


def test_a_helper_without_name_is_not_asked_for_one(case_of: MakeCase) -> None:
    record = changed(measurement(), "test_helpers", {})
    record["test_keys"]["control"]["http_request"]["title"] = " "
    found = said(case_of, record)
    assert found[0] == "The test helper was asked about shop.example."
    assert found[2] == "It fetched the page: status 200; 71 bytes of the page."
