from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.sources.ooni.failures import _LEGACY, _MESSAGES, _MODERN, normalise
from tests.making import FUZZ


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (None, None),
        (False, None),  # old data: no failure
        (True, "unknown_failure"),
        ("", "unknown_failure"),
        ("connection_reset", "connection_reset"),
        ("dns_name_error", "dns_nxdomain_error"),  # the helper's dialect
        ("connection_refused_error", "connection_refused"),
        ("unknown_error", "unknown_failure"),
        ("response_never_received", "eof_error"),  # legacy: closed or lost before a response
        ("connection_lost_error", "eof_error"),
        ("connection_aborted", "connection_aborted"),  # by the probe's own side
        ("unknown_failure: read tcp: connection reset by peer", "connection_reset"),
        ("unknown_failure: dial tcp: i/o timeout", "generic_timeout_error"),
        ("unknown_failure: net/http: TLS handshake timeout", "unknown_failure"),
        ("unknown_failure: lookup x: no such host", "dns_nxdomain_error"),
        ("wsarecv: ... была принудительно разорвана", "unknown_failure"),
        ("Удаленный хост принудительно разорвал соединение.", "connection_reset"),
        ("… vom Remotehost geschlossen.", "connection_reset"),
        ("O computador ... recusou ativamente", "connection_refused"),
        ("un tel hôte inconnu", "unknown_failure"),
        ("X" * 10_000, "unknown_failure"),
    ],
)
def test_normalise(written: str | bool | None, name: str | None) -> None:
    assert normalise(written) == name


def test_every_name_is_a_modern_one() -> None:
    assert set(_LEGACY.values()) <= _MODERN
    assert {name for _, name in _MESSAGES} <= _MODERN
    assert not set(_LEGACY) & _MODERN


@pytest.mark.parametrize("name", sorted(_MODERN))
def test_a_modern_name_stays(name: str) -> None:
    assert normalise(name) == name


@FUZZ
@given(st.text())
def test_any_text_becomes_a_modern_name(text: str) -> None:
    assert normalise(text) in _MODERN
