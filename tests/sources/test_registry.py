from __future__ import annotations

from dataclasses import asdict

from fanous.sources.registry import NETTESTS, OONI


def test_every_nettest_is_called_by_its_own_name() -> None:
    assert {name: nettest.test_name for name, nettest in NETTESTS.items()} == {
        name: name for name in NETTESTS
    }
    assert "web_connectivity" in NETTESTS


def test_a_source_states_what_it_promises() -> None:
    assert all(asdict(OONI).values())
    assert "CC BY-NC-SA" in OONI.licence
