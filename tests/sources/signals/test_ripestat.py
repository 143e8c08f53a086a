from __future__ import annotations

import json

import numpy as np
import pytest

from fanous.sources.signals.base import FormatRefused
from tests.making_signals import read


def answer(counts: list[int]) -> str:
    stats = [
        {"timeline": [{"starttime": f"2026-01-01T0{hour}:00:00", "endtime": "x"}],
         "v4_prefixes_ris": 8_000, "v6_prefixes_ris": count, "v6_prefixes_stats": -1}
        for hour, count in enumerate(counts)
    ]  # fmt: skip
    return json.dumps({"data": {"resource": "xa", "stats": stats}})


def test_ipv4_and_ipv6_are_apart_and_minus_one_is_no_data() -> None:
    made = {item.signal: item for item in read(answer([433, -1, 26])).series}
    assert set(made) == {"routes-ipv4", "routes-ipv6"}
    np.testing.assert_array_equal(made["routes-ipv6"].values, [433, np.nan, 26])
    assert made["routes-ipv6"].entity == "country:XA"
    assert not made["routes-ipv4"].seasonal


def test_the_csv_form() -> None:
    text = "date,v4_prefixes_ris,v6_prefixes_ris\n2026-01-07,8209,433\n2026-01-08,-1,43\nx,1,1\n"
    result = read(text, "ripestat_XA.csv")
    assert [item.entity for item in result.series] == ["country:XA"] * 2
    assert [problem.line for problem in result.problems] == [4]


def test_a_cut_answer_is_refused() -> None:
    with pytest.raises(FormatRefused, match="country-routing-stats"):
        read('{"data": {"stats": [{"v4_prefixes_ris": 1, ')
