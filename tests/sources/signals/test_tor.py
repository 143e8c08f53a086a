from __future__ import annotations

import numpy as np
import pytest

from fanous.sources.signals.base import FormatRefused
from tests.making_signals import read

TEXT = """# The Tor Project
#
date,country,users,lower,upper,frac
2026-01-01,xa,100,50,200,70
2026-01-03,xa,110,,,70
2026-01-01,,100000,,,70
2026-01-01,??,9,,,70
"""


def test_countries_and_the_world_and_nobody() -> None:
    world, country = read(TEXT).series
    assert (world.entity, country.entity) == ("world:all", "country:XA")
    np.testing.assert_array_equal(country.values, [100, np.nan, 110])
    assert country.step == 86_400


def test_columns_are_found_by_name() -> None:
    text = "country,frac,users,date\nxa,70,5,2026-01-01\n"
    made = read(text).series[0]
    assert made.values.tolist() == [5.0]
    assert made.signal == "tor-users:bridge"


def test_the_combined_file_takes_the_lower_bound() -> None:
    text = "date,country,transport,low,high,frac\n2026-01-01,xa,obfs4,5,9,70\n"
    made = read(text).series[0]
    assert (made.signal, made.values.tolist()) == ("tor-users:obfs4", [5.0])


def test_no_day_at_all() -> None:
    with pytest.raises(FormatRefused, match="no day"):
        read("date,country,users,lower,upper,frac\nsoon,xa,1,,,1\n")
