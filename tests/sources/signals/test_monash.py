from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fanous.sources.signals.base import FormatRefused
from fanous.sources.signals.read import read_signals
from tests.making_signals import read

HEAD = "iso,id_1,name_1,time_e,time_e_str,lat,lon,connectivity\n"


def rows(values: list[int]) -> str:
    return HEAD + "".join(
        f"VEN,{region},R{region},{1_563_580_800 + 3_600 * hour},x,0,0,{value}\n"
        for region in (1, 2, 3)
        for hour, value in enumerate(values)
    )


def test_local_time_must_declare_its_offset() -> None:
    with pytest.raises(FormatRefused, match="time_e is local time"):
        read(rows([100, 90]))


def test_regions_and_their_mean() -> None:
    made = read("# utc_offset: -04:00\n" + rows([100, -1, 90])).series
    assert [item.entity for item in made] == [
        "region:VE-R1", "region:VE-R2", "region:VE-R3", "country:VE"]  # fmt: skip
    assert made[0].start == 1_563_580_800 + 4 * 3_600
    np.testing.assert_array_equal(made[3].values, [100, np.nan, 90])


def test_pings_become_counts_and_a_bin_without_one_is_zero() -> None:
    text = "ip_hash,iso,name_1,time_local_str,rtt\n" + "".join(
        f"0{n},MMR,Bago,2021-02-09 {time}.000,9\n"
        for n, time in enumerate(("06:00:01", "06:10:00", "07:00:00"))
    )
    made = read(text, declared={"utc_offset": "+06:30"}).series[0]
    assert made.values.tolist() == [2.0, 0.0, 1.0]
    assert made.start == 1_612_827_000  # 8 February, 23:30 UTC
    with pytest.raises(FormatRefused, match="time_local_str"):
        read(text)


def test_the_raw_pings_give_the_published_bins(shared: Path) -> None:
    folder = shared / "signals"
    mine = read_signals([folder / "monash_MM_2021_Bago_pings.csv.gz"], {"utc_offset": "+06:30"})
    theirs = read_signals([folder / "monash_MM_2021_Bago_30min_utc.csv"])
    np.testing.assert_array_equal(mine.series[0].values, theirs.series[0].values)
    assert mine.series[0].start == theirs.series[0].start
