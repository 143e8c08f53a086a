"""What one request and its response establish."""

from __future__ import annotations

import pytest

from fanous.model.outcome import Layer
from tests.rules.facts.rows import established

PAGE = {"status": 200, "scheme": "http", "is_final": True, "depth": 0}
SEEN = {"fetched": True, "http_status": 200}


@pytest.mark.parametrize(
    ("failure", "name"),
    [
        ("connection_reset", "REQUEST_RESET"),
        ("eof_error", "REQUEST_EOF"),
        ("generic_timeout_error", "REQUEST_TIMEOUT"),
    ],
)
def test_each_failure_has_its_name(failure: str, name: str) -> None:
    sent = {"failure": failure, "status": 0, "connection_established": True}
    assert {name, "REQUEST_FAILED"} <= established(Layer.HTTP, **sent)
    unsure = established(Layer.HTTP, **(sent | {"connection_established": False}))
    assert name not in unsure  # an old record's failure may be its connect's or its handshake's
    begun = established(Layer.HTTP, failure=failure, status=200)
    assert "BODY_STALLED" in begun and name not in begun
    silent = established(Layer.HTTP, failure=failure)  # the record doesn't say that nothing came
    assert name not in silent and "REQUEST_FAILED" in silent


def test_likeness_to_the_control() -> None:
    alike = established(Layer.HTTP, **PAGE, **SEEN, length_ratio=0.9, length_matches=True)
    assert {"STATUS_MATCHES", "BODY_LENGTH_MATCHES"} <= alike
    assert "DIFFERS_FROM_CONTROL" not in alike
    other_title = {"length_matches": False, "title": "Other", "title_matches": False}
    other = established(Layer.HTTP, **PAGE, **SEEN, **other_title)
    assert "BODY_LENGTH_MATCHES" not in other and "DIFFERS_FROM_CONTROL" in other


def test_a_cut_body_has_no_length_to_compare() -> None:
    cut = established(Layer.HTTP, **PAGE, **SEEN, length_matches=True, body_is_truncated=True)
    assert "BODY_TRUNCATED" in cut and "BODY_LENGTH_MATCHES" not in cut


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("country", "FINGERPRINT_OF_COUNTRY"),
        ("abroad", "FINGERPRINT_ABROAD"),
        ("product", "FINGERPRINT_PRODUCT"),
        ("vague", "FINGERPRINT_PRODUCT"),
        ("false_positive", "FINGERPRINT_FALSE_POSITIVE"),
    ],
)
def test_the_kinds_of_fingerprints(kind: str, name: str) -> None:
    found = established(Layer.HTTP, **PAGE, fingerprint_kind=kind)
    assert {fact for fact in found if fact.startswith("FINGERPRINT")} == {name}


def test_cleartext_and_verified_tls_exclude_each_other() -> None:
    assert "IN_CLEARTEXT" in established(Layer.HTTP, **PAGE, verified_tls=True)
    over_tls = established(Layer.HTTP, **(PAGE | {"scheme": "https"}), verified_tls=True)
    assert "OVER_VERIFIED_TLS" in over_tls and "IN_CLEARTEXT" not in over_tls
