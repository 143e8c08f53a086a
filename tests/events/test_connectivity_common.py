from __future__ import annotations

from dataclasses import replace

import numpy as np

from fanous.detectors.connectivity.detect import detect
from fanous.events.connectivity_common import CommonFall, common_falls, without_common
from fanous.events.connectivity_facts import connectivity_events
from fanous.events.connectivity_find import find_connectivity
from fanous.model.series import Series
from tests.making_signals import at, cut, flat, series


def world(fall: set[int], *, countries: int = 10, signal: str = "probing") -> list[Series]:
    """Countries of one signal, some of which lose 60 % of it on day 20."""
    found = []
    for number in range(countries):
        values = flat(40, seed=number, swing=0.05)
        values = cut(values, 20, 0.5, 0.4) if number in fall else values
        name = f"country:X{chr(65 + number)}"
        found.append(replace(series(values, signal, entity=name), country=name))
    return found


def test_what_falls_everywhere_at_once_is_the_instruments_failure() -> None:
    listed = world(set(range(8)))
    events = connectivity_events(detect(listed))
    assert len(events) == 8
    falls = common_falls(events, listed)
    assert falls == [CommonFall("Prober", "probing", at(20), at(20), 8, 10)]
    assert without_common(events, falls) == []
    assert find_connectivity(listed) == []


def test_a_few_countries_may_fall_together() -> None:
    listed = world({0, 1, 2, 3})
    assert len(find_connectivity(listed)) == 4


def test_few_countries_tell_nothing_of_the_instrument() -> None:
    assert len(find_connectivity(world(set(range(7)), countries=7))) == 7


def test_who_else_saw_it_keeps_the_event() -> None:
    """One country was cut in the hour in which the prober failed."""
    listed = world(set(range(8)))
    users = cut(flat(40, seed=50, swing=0.3), 20, 0.5, 0.1)
    listed.append(replace(series(users, "google", entity="country:XC"), country="country:XC"))
    (event,) = find_connectivity(listed)
    assert event.entity == "country:XC"


def test_another_hour_is_another_loss() -> None:
    listed = world(set(range(8)))
    values = np.array(listed[3].values)
    listed[3] = listed[3].with_values(cut(values, 30, 1, 0.1))
    assert [(item.entity, item.onset.latest) for item in find_connectivity(listed)] == [
        ("country:XD", at(30))]  # fmt: skip
    networks = [replace(item, entity=f"asn:{place}", country="country:XA")
                for place, item in enumerate(world(set(range(8))))]  # fmt: skip
    assert len(find_connectivity(networks)) == 8  # networks of one country fall together
