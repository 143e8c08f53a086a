"""What one connect establishes."""

from __future__ import annotations

import pytest

from fanous.model.outcome import Layer
from tests.rules.facts.rows import established


@pytest.mark.parametrize(
    ("failure", "name"),
    [
        ("connection_refused", "CONNECT_REFUSED"),
        ("connection_reset", "CONNECT_RESET"),
        ("generic_timeout_error", "CONNECT_TIMEOUT"),
        ("network_unreachable", "NO_ROUTE"),
        ("network_down", "LOCAL_CAUSE"),
    ],
)
def test_each_failure_has_its_name_and_is_a_failure(failure: str, name: str) -> None:
    assert established(Layer.TCP, success=False, failure=failure) == {name, "CONNECT_FAILED"}


def test_an_unknown_failure_is_a_failure() -> None:
    assert established(Layer.TCP, success=False, failure="unknown_failure") == {"CONNECT_FAILED"}


def test_success_is_told_from_not_knowing() -> None:
    assert established(Layer.TCP, success=True) == {"CONNECTED"}
    assert established(Layer.TCP) == set()


def test_control_and_absence_of_control_are_apart() -> None:
    assert established(Layer.TCP, control_connected=True) == {"CONTROL_CONNECTED"}
    assert established(Layer.TCP, control_connected=False) == {"CONTROL_CONNECT_FAILED"}
    assert established(Layer.TCP, control_connected=None) == set()


def test_a_hop_stops_the_chain_only_after_the_input() -> None:
    assert established(Layer.TCP, depth=0, stopped_here=True) == set()
    assert established(Layer.TCP, depth=1, stopped_here=True) == {"NETWORK_FAILURE_AT_HOP"}
