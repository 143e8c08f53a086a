from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.witness import Witnesses, evidence_kind, is_ipv6
from tests.making_signals import at, cut, flat, found, series


def test_words() -> None:
    assert evidence_kind("google:search") == evidence_kind("mozilla") == "users"
    assert evidence_kind("own thing") == "own thing"
    assert is_ipv6("routes-ipv6") and not is_ipv6("routes-ipv4")


def test_a_level_is_the_median_share_of_what_is_known() -> None:
    values = cut(flat(40, noise=0.0), 20, 2, 0.25)
    values[24 * 30 : 24 * 31] = np.nan
    (entity,) = found(series(values))
    (item,) = entity.judged
    witnesses = Witnesses(entity.judged)
    assert witnesses.level(item, at(20), at(22)) == 0.25
    assert witnesses.level(item, at(10), at(12)) == 1.0
    assert witnesses.level(item, at(30), at(31)) is None
    assert witnesses.depth_level(item.episodes[0]) == 0.25
