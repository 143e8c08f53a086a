from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from fanous.events.connectivity import ConnectivityEvent
from fanous.events.connectivity_read import from_json, is_connectivity
from fanous.model.series import OutageReport
from tests.making_signals import START, cut, events, flat, series


def several() -> list[ConnectivityEvent]:
    """Losses of every kind."""
    nights = flat(40, noise=0.05)
    for day in range(20, 30):
        nights = cut(nights, day + 0.75, 0.3, 0.02)
    hole = flat(40)
    hole[480:600] = np.nan
    lasting = [series(cut(flat(40), 20, 99, 0.05)),
               series(cut(flat(40, seed=3), 20, 99, 0.1), entity="asn:1")]  # fmt: skip
    return [*events(series(nights)), *events(series(hole)), *events(*lasting),
            *events(series(cut(flat(40), 20, 5, 0.05)))]  # fmt: skip


@pytest.mark.parametrize("event", several(), ids=lambda event: f"{event.kind}-{event.entity}")
def test_what_was_written_is_read_back(event: ConnectivityEvent) -> None:
    told = replace(event, reports=(OutageReport("country:XA", "P", START, None, "what", "c", "l"),))
    said = json.loads(json.dumps(told.to_json()))
    assert is_connectivity(said)
    found = from_json(said)
    assert found.to_json() == told.to_json()
    assert (found.kind, found.onset, found.end) == (told.kind, told.onset, told.end)


def test_every_kind_is_there() -> None:
    assert {event.kind for event in several()} == {"recurring", "gap", "connectivity_loss"}


def test_an_event_of_blocking_is_none() -> None:
    assert not is_connectivity({"event_id": "a", "kind": "blocking", "cc": "XA"})


def test_what_came_back_in_part_only_is_read_back() -> None:
    (event,) = events(series(cut(flat(40), 20, 5, 0.05)))
    partly = replace(event, signals=tuple(replace(s, settled=0.7) for s in event.signals))
    assert event.came_back_to is None
    assert from_json(json.loads(json.dumps(partly.to_json()))).came_back_to == 0.7
    assert replace(partly, end=None).came_back_to is None
