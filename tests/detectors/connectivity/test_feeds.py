from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.feeds import feeds, runs
from fanous.model.series import Series
from tests.making_signals import flat, series


def networks(signal: str, count: int, hole: float | None) -> list[Series]:
    found = []
    for number in range(count):
        values = flat(10, seed=number)
        if hole is not None:
            values[100:130] = hole
        found.append(series(values, signal, entity=f"asn:{number}"))
    return found


def test_the_same_hole_in_all_networks_is_the_feeds() -> None:
    listed = networks("bgp", 5, np.nan)
    (feed,) = feeds(listed)
    assert all(runs(feed.missing[place]) == [(100, 130)] for place in feed.members)


def test_a_hole_in_one_network_is_its_own() -> None:
    listed = networks("bgp", 5, None)
    values = np.array(listed[0].values)
    values[100:130] = np.nan
    (feed,) = feeds([listed[0].with_values(values), *listed[1:]])
    assert not any(mask.any() for mask in feed.missing.values())


def test_zero_everywhere_while_nothing_else_moves_is_a_dead_telescope() -> None:
    """Iran's darknet, 18 November 2019, 16:50 to 19 November, 05:40: exactly 0 for all."""
    dead = networks("telescope", 5, 0.0)
    found = feeds([*dead, *networks("probing", 5, None)])
    telescope = found[0]
    assert all(runs(telescope.dead[place]) == [(100, 130)] for place in telescope.members)


def test_zero_everywhere_while_others_fall_is_a_loss() -> None:
    found = feeds([*networks("telescope", 5, 0.0), *networks("probing", 5, 10.0)])
    assert not any(mask.any() for feed in found for mask in feed.dead.values())


def test_one_country_alone_is_held_against_its_other_signals() -> None:
    telescope, probing = networks("telescope", 1, 0.0)[0], networks("probing", 1, None)[0]
    found = feeds([telescope, probing])
    assert runs(found[0].dead[0]) == [(100, 130)]


def test_zero_that_nothing_can_be_held_against_stays_zero() -> None:
    (feed,) = feeds(networks("telescope", 1, 0.0))
    assert not feed.dead[0].any()


def test_runs() -> None:
    assert runs(np.array([True, False, True, True])) == [(0, 1), (2, 4)]


def test_a_telescope_that_dies_in_the_evening_is_dead_too() -> None:
    """Search traffic falls every evening: that is no loss which the zeros could be part of."""
    telescope = networks("telescope", 1, None)[0]
    values = np.array(telescope.values)
    values[24 * 6 + 12 : 24 * 7] = 0.0
    evening = flat(10, swing=0.6)
    found = feeds([telescope.with_values(values), series(evening, "google")])
    assert runs(found[0].dead[0]) == [(24 * 6 + 12, 24 * 7)]
    evening[24 * 6 + 12 : 24 * 7] *= 0.3
    found = feeds([telescope.with_values(values), series(evening, "google")])
    assert not found[0].dead[0].any()
