"""Refusals: the same move with a cause that many series share, told with its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fanous.detectors.window import Window
from fanous.events.cluster import Cluster
from fanous.events.event import Event
from fanous.events.find import find_events
from fanous.events.refuse import REASONS, fail_everywhere, refusal
from tests.detectors.making import spell
from tests.making_sightings import (
    NETS,
    OTHER,
    SITE,
    Rows,
    at,
    blocked_between,
    sighting,
    steady,
    window,
)

BAD = "3.27.0"


def cluster(first: float = 14, last: float = 21, **how: object) -> Cluster:
    return Cluster((SITE,), (spell(first, last, **how),))


def versions(others: str) -> Window:
    """One release sees it blocked for a week; another one ran beside it."""
    mine = blocked_between(14, 21, every=8)
    for row in mine:
        row["software_version"] = BAD if row["outcome"] == "blocked" else "3.26.0"
    beside = [
        sighting(at(14, 5 + 12 * n), others, observer=900 + n, uid=f"beside{n}") for n in range(13)
    ]
    return window([*mine, *beside])


def test_one_version_sees_it_and_others_do_not() -> None:
    assert refusal(versions("ok"), cluster()) == "one_version"


def test_others_see_it_too() -> None:
    assert refusal(versions("blocked"), cluster()) is None


def test_nobody_else_looked() -> None:
    """Where all run one release there is nothing that contradicts it."""
    assert refusal(window(blocked_between(14, 21)), cluster()) is None


def unexplained(elsewhere: Rows) -> str | None:
    mine = [*steady(0, 14), *steady(14, 21, "failed"), *steady(21, 40)]
    return refusal(window([*mine, *elsewhere]), cluster(blocked=0, failed=28))


def test_plain_failures_need_a_network_that_reached_it_meanwhile() -> None:
    assert unexplained([]) == "unexplained"
    assert unexplained(steady(0, 14, asn=NETS[1])) == "unexplained"
    assert unexplained(steady(14, 21, "failed", asn=NETS[1])) == "unexplained"
    assert unexplained(steady(14, 21, target=OTHER, asn=NETS[1])) == "unexplained"
    assert unexplained(steady(14, 21, asn=NETS[1])) is None


def test_some_verdicts_among_the_failures_are_enough() -> None:
    made = window(blocked_between(14, 21))
    assert refusal(made, cluster(blocked=6, failed=22)) is None
    assert refusal(made, cluster(blocked=5, failed=23)) == "unexplained"


def flood(*, contradicted: bool, hours: float = 12) -> str | None:
    """Sixty records in half a day where four a day are usual."""
    rows = steady(0, 40)
    rows += [
        sighting(at(20, hours * n / 60), "blocked", observer=n % 6, uid=f"flood{n}")
        for n in range(60)
    ]
    if contradicted:
        rows += [sighting(at(20, 2 * n), observer=50 + n, uid=f"beside{n}") for n in range(6)]
    else:
        rows = [row for row in rows if row["outcome"] == "blocked" or not
                at(20) <= row["start_time"] <= at(20, hours)]  # fmt: skip
    return refusal(window(rows), cluster(20, 20 + hours / 24))


def test_a_burst_that_others_of_the_same_hours_contradict() -> None:
    assert flood(contradicted=True) == "flood"
    assert flood(contradicted=False) is None
    assert flood(contradicted=True, hours=72) is None


def silenced(outcome: str, blocked: int) -> str | None:
    """Two days in which nearly all that is measured has one outcome, and a few are blocked."""
    shown = [
        sighting(at(14, 6 * n), "blocked", observer=500 + n, uid=f"shown{n}")
        for n in range(blocked)
    ]
    rows = [*steady(0, 14), *steady(14, 16, outcome, every=1), *shown, *steady(16, 40)]
    return refusal(window(rows), cluster(14, 16))


def test_where_the_control_is_out_a_few_failures_are_no_event() -> None:
    assert silenced("unknown", 8) == "no_control"


def test_where_most_say_something_it_is_no_lack_of_control() -> None:
    assert silenced("blocked", 8) is None


def candidates(*countries: str, later: int = 0) -> list[Event]:
    events = find_events([window(blocked_between(14, 21))]).events
    return [
        replace(events[0], cc=cc, event_id=cc, onset_latest=(events[0].onset_latest or 0) + later)
        for cc in countries
    ]


@pytest.mark.parametrize(
    ("countries", "measured", "refused"),
    [
        ("XA", 3, 0),
        ("XA XB", 3, 0),
        ("XA XB XC", 3, 3),
        ("XA XB XC", 10, 3),
        ("XA XB XC", 11, 0),
    ],
)
def test_many_countries_at_the_same_hour(countries: str, measured: int, refused: int) -> None:
    names = countries.split()
    everybody = {SITE: {f"X{letter}" for letter in "ABCDEFGHIJKL"[:measured]}}
    assert len(fail_everywhere(candidates(*names), everybody)) == refused


def test_another_hour_or_another_target_is_no_common_cause() -> None:
    apart = [*candidates("XA", "XB"), *candidates("XC", later=7 * 3600)]
    assert fail_everywhere(apart, {SITE: {"XA", "XB", "XC"}}) == set()
    other = [*candidates("XA", "XB"), replace(candidates("XC")[0], targets=(OTHER,))]
    assert fail_everywhere(other, {SITE: {"XA", "XB", "XC"}}) == set()


def test_what_is_refused_is_kept_with_its_reason() -> None:
    windows = [window(blocked_between(14, 21, cc=cc), cc=cc) for cc in ("XA", "XB", "XC", "XD")]
    found = find_events(windows)
    assert found.events == ()
    assert [(each.event.cc, each.reason) for each in found.refused] == [
        (cc, "many_countries") for cc in ("XA", "XB", "XC", "XD")
    ]
    assert {each.reason for each in found.refused} <= set(REASONS)
