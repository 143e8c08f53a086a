from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fanous.detectors.connectivity.fuse import Loss
from fanous.i18n import messages
from fanous.model.series import Series
from fanous.reports.connectivity_text import event_why
from tests.making_signals import at, cut, events, flat, found, series


def losses(*listed: Series) -> list[Loss]:
    return list(found(*listed)[0].losses)


def probing(left: float = 0.04, days: float = 19.0) -> Series:
    return series(cut(flat(60), 20, days, left))


def google(days: float = 19.0, left: float = 0.1) -> Series:
    return series(cut(flat(60, swing=0.5, seed=2), 20, days, left), "google", scale="normalised")


def telescope(days: float = 19.0, left: float = 0.1) -> Series:
    return series(cut(flat(60, noise=0.1, seed=3), 20, days, left), "telescope", scale="count")


def test_never_close_on_one_signal() -> None:
    """Iran, January 2026: search traffic was let through nine days before anything else."""
    (loss,) = losses(probing(), google(10), telescope())
    assert loss.end is not None
    assert loss.end[1] == at(39)


def test_a_telescope_that_goes_missing_makes_no_pieces() -> None:
    """January 2026: 29 pieces by a detector that skips what is missing."""
    values = np.array(telescope().values)
    rng = np.random.default_rng(1)
    holes = np.arange(20 * 24, 39 * 24)
    values[holes[rng.random(len(holes)) < 0.9]] = np.nan
    (loss,) = losses(probing(), telescope().with_values(values))
    assert loss.start == at(20)
    assert loss.end is not None and loss.end[1] == at(39)


def test_adding_a_dead_signal_ends_nothing() -> None:
    dead = series(np.zeros(60 * 24), "mozilla", scale="count")
    gone = series(np.full(60 * 24, np.nan), "tor-users", scale="count")
    before = losses(probing(days=99), google(99))
    after = losses(probing(days=99), google(99), dead, gone)
    assert [(item.start, item.end) for item in before] == [(at(20), None)]
    assert [(item.start, item.end) for item in after] == [(at(20), None)]


def test_routes_that_stay_up_do_not_contradict() -> None:
    """IPv4 routes stayed up in Iran's blackouts of 2022, 2025 and 2026."""
    routes = series(flat(60, noise=0.001), "bgp")
    assert [item.start for item in losses(probing(), routes)] == [at(20)]


def test_routes_that_flap_for_minutes_are_no_loss() -> None:
    values = np.full(40 * 288, 5_000.0)
    values[6_000:6_004] = 10.0
    other = flat(40, step=300)
    assert losses(series(values, "bgp", step=300), series(other, step=300)) == []


def test_users_alone_are_not_believed_against_others() -> None:
    holiday = google(1, 0.6)
    also = series(cut(flat(60, swing=0.3, seed=5), 20, 1, 0.6), "mozilla", scale="count")
    assert losses(holiday, also, series(flat(60))) == []


def test_several_methods_of_one_operator_are_one_witness() -> None:
    other = replace(google(2), signal="google:youtube")
    assert losses(google(2), other, series(flat(60))) == []
    tor = series(cut(flat(60, seed=9), 20, 2, 0.1), "tor-users", scale="count")
    assert len(losses(google(2), tor, series(flat(60)))) == 1


def test_ipv6_alone_is_an_early_sign_and_no_more() -> None:
    withdrawn = series(cut(flat(60), 19.5, 20, 0.06), "routes-ipv6", seasonal=False)
    (sign,) = losses(withdrawn, series(flat(60)))
    assert sign.early == sign.onset
    assert sign.end is not None and sign.end[1] == at(39.5)
    (event,) = events(withdrawn, series(flat(60)))
    assert event.kind == "partial"
    assert "Only IPv6 routes went" in event_why(event, messages("en"))
    (loss,) = losses(withdrawn, probing(), telescope())
    assert [item.series.signal for item in loss.early] == ["routes-ipv6"]
    assert loss.start == at(20)


def test_two_cuts_are_two() -> None:
    one = cut(cut(flat(60), 20, 2, 0.05), 30, 2, 0.05)
    two = cut(cut(flat(60, seed=4), 20, 2, 0.05), 30, 2, 0.05)
    found = losses(series(one), series(two, "telescope", scale="count"))
    assert [item.start for item in found] == [at(20), at(30)]


def two_blackouts(left_between: dict[str, float]) -> list[Series]:
    """Cut on days 20 to 39 and 60 to 70; in between each signal is back to its own share."""
    found = []
    for item in (probing(), google(10), telescope()):
        share = left_between.get(item.signal, 1.0)
        found.append(item.with_values(cut(cut(item.values, 39, 15, share), 54, 6, 0.05)))
    return found


@pytest.mark.parametrize("left_between", [
    {}, {"telescope": 0.4}, {"telescope": 0.6}, {"google": 0.45}, {"probing": 0.6},
    {"telescope": 0.75, "google": 0.75}, {"telescope": 0.8, "google": 0.85, "probing": 0.85},
])  # fmt: skip
def test_two_blackouts_are_two_however_well_it_came_back(left_between: dict[str, float]) -> None:
    """Iran, January and February 2026: what came back in between was not all of it."""
    first, second = losses(*two_blackouts(left_between))
    assert (first.start, second.start) == (at(20), at(54))
    assert first.end is not None and at(39) <= first.end[1] <= at(39.5)


def test_probing_still_dark_holds_a_loss_open_whoever_else_is_back() -> None:
    """18 January 2026: search and browsers let through, every address silent."""
    mozilla = series(cut(flat(60, swing=0.3, seed=5), 20, 10, 0.1), "mozilla", scale="count")
    (loss,) = losses(probing(0.034), google(10), mozilla)
    assert loss.end is not None and loss.end[1] == at(39)


def test_a_telescope_that_died_in_the_loss_has_no_say() -> None:
    values = np.array(telescope(99, 0.0).values)
    (loss,) = losses(probing(), google(), series(values, "telescope", scale="count"))
    assert loss.end is not None and loss.end[1] == at(39)
