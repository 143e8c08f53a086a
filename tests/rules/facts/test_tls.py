"""What one handshake establishes."""

from __future__ import annotations

import pytest

from fanous.model.outcome import Layer
from tests.rules.facts.rows import established


@pytest.mark.parametrize(
    ("failure", "name"),
    [
        ("connection_reset", "HANDSHAKE_RESET"),
        ("eof_error", "HANDSHAKE_EOF"),
        ("generic_timeout_error", "HANDSHAKE_TIMEOUT"),
        ("ssl_unknown_authority", "UNKNOWN_AUTHORITY"),
        ("ssl_invalid_hostname", "WRONG_NAME"),
        ("ssl_invalid_certificate", "CERTIFICATE_INVALID"),
    ],
)
def test_each_failure_has_its_name_and_is_a_failure(failure: str, name: str) -> None:
    assert established(Layer.TLS, failure=failure, success=False) == {name, "HANDSHAKE_FAILED"}


def test_whose_validation_it_was() -> None:
    assert established(Layer.TLS, success=True, no_tls_verify=False) == {"HANDSHAKE_VERIFIED"}
    assert established(Layer.TLS, success=True, no_tls_verify=True) == {"HANDSHAKE_UNVERIFIED"}
    assert established(Layer.TLS, revalidated=True) == {"CERTIFICATE_REVALIDATED"}


@pytest.mark.parametrize(
    ("result", "name"),
    [
        ("self_signed", "SHOWN_SELF_SIGNED"),
        ("untrusted", "SHOWN_UNTRUSTED"),
        ("bad_signature", "SHOWN_UNTRUSTED"),
        ("wrong_name", "SHOWN_WRONG_NAME"),
    ],
)
def test_what_a_refuted_certificate_was(result: str, name: str) -> None:
    refuted = established(Layer.TLS, result=result, refuted=True)
    assert refuted == {name, "CERTIFICATE_REFUTED"}
    assert established(Layer.TLS, result=result, refuted=False) == set()  # its service's own


@pytest.mark.parametrize("result", ["expired", "incomplete", "weak", "unreadable", "no_name"])
def test_doubt_refutes_nothing(result: str) -> None:
    assert established(Layer.TLS, result=result, refuted=False, revalidated=False) == set()


def test_a_fetch_over_tls_stands_for_handshakes_that_old_helpers_did_not_make() -> None:
    page = {"about_target": True, "fetched": True, "input_is_https": True, "depth": 0}
    assert "CONTROL_HANDSHAKE_OK" in established(Layer.TLS, **page)
    assert "CONTROL_HANDSHAKE_OK" not in established(Layer.TLS, **page, tried_tls=True)
    assert "CONTROL_HANDSHAKE_OK" not in established(Layer.TLS, **{**page, "depth": 1})
