"""What a search is given: the votes of a level with the noise that belongs to them."""

from __future__ import annotations

import numpy as np

from fanous.detectors.heard import Heard
from fanous.detectors.levels import levels
from fanous.detectors.noise import noise_of
from fanous.detectors.votes import votes_of
from tests.making_sightings import NETS, OTHER, steady, window


def test_each_part_has_the_noise_of_its_own_network() -> None:
    rows = [
        *steady(0, 4, asn=NETS[0]),
        *steady(0, 4, asn=NETS[1]),
        *steady(0, 4, asn=NETS[1], target=OTHER),
    ]
    for number, row in enumerate(rows[32:]):
        row["outcome"] = "blocked" if number % 4 == 0 else "ok"
    made = window(rows)
    level = next(iter(levels(made)))
    votes = votes_of(made, level.rows, level.series)
    noise = noise_of(votes, [(label.asn or 0, label.group) for label in level.labels], 0.02)
    heard = Heard(made, level, votes, noise)
    of = {
        (level.labels[part[0]].target, level.labels[part[0]].asn): heard.noise_of(part)
        for part in votes.parts()
    }
    assert {len(each) for each in of.values()} == {16}
    quiet, noisy = of[level.labels[0].target, NETS[0]], of[level.labels[0].target, NETS[1]]
    assert (noisy > 3 * quiet).all()
    assert np.allclose(of[OTHER, NETS[1]], quiet, atol=0.02)  # its own failures are no noise to it
