from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fanous.sources.signals.base import FormatRefused
from fanous.sources.signals.read import read_signals
from tests.making_signals import read

TEXT = (
    "bgp,49,64500,Homes,2019-11-14 08:10:00+00:00\n"
    "bgp,,64500,Homes,2019-11-14 08:15:00+00:00\n"
    "bgp,50,64500,Homes,2019-11-14 08:20:00+00:00\n"
    'active_probing,900,0,"Country, wide",2019-11-14 08:10:00+00:00\n'
    "active_probing,x,0,Country wide,2019-11-14 08:20:00+00:00\n"
)


def test_networks_and_the_country() -> None:
    result = read(TEXT, "ioda_asn_XA_2019.csv")
    country, network = sorted(result.series, key=lambda made: made.signal != "probing")
    assert (country.entity, network.entity, network.country) == (
        "country:XA", "asn:64500", "country:XA")  # fmt: skip
    np.testing.assert_array_equal(network.values, [49, np.nan, 50])
    assert [problem.line for problem in result.problems] == [5]


def test_nobody_says_which_country() -> None:
    with pytest.raises(FormatRefused, match="AS number 0"):
        read(TEXT, "numbers.csv")
    assert read("# country: XA\n" + TEXT, "numbers.csv").series


def test_the_real_file(shared: Path) -> None:
    path = shared / "signals" / "ioda_asn_IR_2019-11_5min.csv.gz"
    made = read_signals([path]).series
    assert len(made) == 33
    steps = {item.signal: item.step for item in made}
    assert steps == {"bgp": 300, "probing": 600, "telescope": 300}
