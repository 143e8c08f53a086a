from __future__ import annotations

import pytest

from fanous.register.grading.connectivity import connectivity_drop, reach_compared, speed_compared
from tests.register.grading.evidence_of import (
    SIGNALS,
    at,
    blackout,
    covered,
    drop_link,
    events_of,
    measured,
    order_of,
)


def test_a_blackout_is_observed_with_its_numbers() -> None:
    falls = [
        blackout("2019-11-16T15:00", entity="asn:58224", depth={"ioda.bgp": 0.9}),
        blackout("2019-11-16T14:05", entity="asn:44244", depth={"ioda.bgp": 0.9}),
    ]
    found = connectivity_drop(drop_link(), measured(signals=[blackout(), *falls]))
    assert found.outcome == "observed"
    assert found.operators == ("ioda",)
    assert len(found.methods) == 3
    (event,) = events_of(found)
    assert event["t90_t10_minutes"] == {"ioda.ping-slash24": 90.0}
    assert event["residual"] == {"ioda.ping-slash24": 0.043}
    order = order_of(found)
    assert order == ["asn:44244", "asn:58224"]
    assert found.evidence == ("e-2019-11-16T14:00",)


@pytest.mark.parametrize(
    "event",
    [
        blackout(depth={"ioda.bgp": 0.2}),
        blackout(entity="country:IQ"),
        blackout(kind="gap"),
        blackout("2019-11-25T00:00"),
        blackout("2019-11-01T00:00", end_latest=at("2019-11-10")),
    ],
)
def test_what_is_no_blackout_of_this_window(event: object) -> None:
    found = connectivity_drop(drop_link(), measured(signals=[event], covered=covered()))
    assert found.outcome == "absent"


def test_one_operators_methods_are_not_made_three_by_a_file() -> None:
    told = {"ioda.bgp": "Route Views", "ioda.ping-slash24": "IODA", "ioda.merit-nt": "Merit"}
    found = connectivity_drop(drop_link(), measured(signals=[blackout(operators=told)]))
    assert found.operators == ("ioda",)
    new = blackout(operators={"feed-9": "somebody"}, depth={"feed-9": 0.9})
    assert connectivity_drop(drop_link(), measured(signals=[new])).operators == ("somebody",)


def test_networks_that_an_event_names_are_in_the_order() -> None:
    fell = (("asn:58224", at("2019-11-16T16:20")), ("asn:44244", at("2019-11-16T14:20")))
    found = connectivity_drop(drop_link(), measured(signals=[blackout(networks=fell)]))
    assert order_of(found) == ["asn:44244", "asn:58224"]


def test_time_wants_the_onset_inside() -> None:
    before = blackout("2019-11-10T00:00", end_earliest=at("2019-11-20"), end_latest=None)
    assert connectivity_drop(drop_link(), measured(signals=[before])).outcome == "observed"
    late = drop_link(element="time")
    assert connectivity_drop(late, measured(signals=[before])).outcome == "not-covered"


def test_a_blackout_that_a_file_leaves_open_is_not_seen_years_later() -> None:
    link = drop_link(date_from="2026-01", date_to="")
    assert connectivity_drop(link, measured(signals=[blackout()])).outcome == "not-covered"


@pytest.mark.parametrize(
    "coverage",
    [
        [],
        covered("ioda.bgp"),
        covered(share=0.5),
        covered(dead=True),
        covered(first="2019-11-14"),
        covered(last="2019-11-20"),
        covered(entity="country:IQ"),
    ],
)
def test_absence_wants_coverage(coverage: list[object]) -> None:
    """Missing data is no calm."""
    assert connectivity_drop(drop_link(), measured(covered=coverage)).outcome == "not-covered"


def test_a_control_that_the_signals_saw() -> None:
    link = drop_link(control_windows=("2019-12-10/2019-12-12",))
    seen = blackout("2019-12-10T03:00", end_latest=at("2019-12-11"))
    found = connectivity_drop(link, measured(signals=[seen], covered=covered()))
    assert (found.outcome, found.control) == ("absent", "passed")
    blind = blackout("2019-12-10T03:00", end_latest=at("2019-12-11"), depth={SIGNALS[0]: 0.9})
    found = connectivity_drop(link, measured(signals=[blind], covered=covered()))
    assert (found.outcome, found.control) == ("absent", "failed")


def test_a_control_of_another_year_shows_nothing() -> None:
    link = drop_link(control_windows=("2017-12-10",))
    seen = blackout("2017-12-10T03:00", end_latest=at("2017-12-11"))
    found = connectivity_drop(link, measured(signals=[seen], covered=covered()))
    assert found.control == "failed"


def compared(now: float, then: float, name: str = "t90_t10_minutes") -> str:
    link = drop_link(date_from="2026-01", date_to="", compare_with=("2019-11",))
    events = [
        blackout("2026-01-08T18:00", **{name: dict.fromkeys(SIGNALS[:2], now)}),
        blackout("2019-11-16T14:00", end_latest=at("2019-11-24"),
                 **{name: dict.fromkeys(SIGNALS[:2], then)}),
    ]  # fmt: skip
    test = speed_compared if name == "t90_t10_minutes" else reach_compared
    return test(link, measured(signals=events)).outcome


def test_speed_is_compared_signal_by_signal_and_beyond_the_step() -> None:
    assert compared(30, 90) == "observed"
    assert compared(85, 90) == "mixed"  # the step is ten minutes
    assert compared(300, 90) == "absent"


def test_reach_within_a_hundredth_is_no_difference() -> None:
    assert compared(0.05, 0.043, "residual") == "mixed"
    assert compared(0.01, 0.043, "residual") == "observed"
    assert compared(0.20, 0.043, "residual") == "absent"


def test_a_window_that_nobody_measured_cannot_be_compared() -> None:
    link = drop_link(date_from="2026-01", date_to="", compare_with=("2019-11", "2022-09"))
    found = speed_compared(link, measured(signals=[blackout("2026-01-08T18:00"), blackout()]))
    assert found.outcome == "not-covered"
