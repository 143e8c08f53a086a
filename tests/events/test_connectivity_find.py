from __future__ import annotations

from dataclasses import replace

import pytest

from fanous.detectors.connectivity.detect import detect
from fanous.events import connectivity_find
from fanous.events.connectivity_facts import connectivity_events
from fanous.events.connectivity_find import find_connectivity
from fanous.model.series import OutageReport, Series
from tests.making_signals import at, cut, flat, series


def listed() -> list[Series]:
    found = []
    for code in ("XA", "XB"):
        for number, entity in enumerate((f"country:{code}", "asn:1", "asn:2")):
            values = cut(flat(30, seed=number), 20, 3, 0.1)
            name = entity if entity.startswith("country") else f"{entity}{ord(code[1])}"
            found.append(replace(series(values, entity=name), country=f"country:{code}"))
    return found


REPORT = OutageReport("country:XB", "Somebody", at(20), at(23), "outage")


def test_one_call_finds_what_the_steps_find() -> None:
    found = find_connectivity(listed(), [REPORT])
    assert found == connectivity_events(detect(listed()), [REPORT])
    assert len(found) == 6
    assert [event.reports for event in found if event.entity == "country:XB"] == [(REPORT,)]
    assert [event.scope_networks for event in found if event.entity == "country:XA"] == [(2, 2)]


def test_processes_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connectivity_find, "_WORTH_POINTS", 0)
    assert find_connectivity(listed(), workers=2) == find_connectivity(listed())


def test_nothing_gives_nothing() -> None:
    assert find_connectivity([], workers=4) == []
