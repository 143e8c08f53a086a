from __future__ import annotations

import numpy as np
import pytest

from fanous.sources.signals.base import FormatRefused
from fanous.sources.signals.ooni_counts import volume_series
from tests.making_signals import read

TEXT = """"count","test_day","probe_asn"
6,"2026-01-01 00:00:00",0
13,"2026-01-01 00:00:00",64500
5,"2026-01-02 00:00:00",64501
9,"2026-01-04 00:00:00",64500
"""


def test_an_absent_row_is_zero_on_a_counted_day_and_missing_on_another() -> None:
    country, first, second = read(TEXT, "ooni_XA_counts.csv").series
    np.testing.assert_array_equal(country.values, [19, 5, np.nan, 9])
    np.testing.assert_array_equal(first.values, [13, 0, np.nan, 9])
    np.testing.assert_array_equal(second.values, [0, 5, np.nan, 0])
    assert [country.entity, first.entity] == ["country:XA", "asn:64500"]


def test_the_country_must_be_known() -> None:
    with pytest.raises(FormatRefused, match="country"):
        read(TEXT, "counts.csv")


def test_rows_of_a_store() -> None:
    made = volume_series([(0, 1, 3), (3_600, 1, 4)], "country:XA", step=3_600, source="store")
    assert [item.values.tolist() for item in made] == [[3.0, 4.0], [3.0, 4.0]]
    assert volume_series([], "country:XA", source="store") == []
