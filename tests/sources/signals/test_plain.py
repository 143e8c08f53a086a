from __future__ import annotations

import pytest

from fanous.sources.signals.base import FormatRefused
from tests.making_signals import read


def test_everything_can_be_declared_at_the_head() -> None:
    head = (
        "# entity: asn:64500\n# unit: answers\n# step: 30min\n# utc_offset: +06:30\n"
        "# scale: level\n# operator: Us\n# seasonal: no\n# signal: probing\n# free words\n"
    )
    made = read(head + "time,value\n2026-01-01 06:30,5\n2026-01-01 07:30,7\n").series[0]
    assert (made.entity, made.unit, made.step, made.scale) == (
        "asn:64500",
        "answers",
        1_800,
        "level",
    )
    assert (made.start, made.operator, made.signal) == (1_767_225_600, "Us", "probing")
    assert made.seasonal is False
    assert len(made.values) == 3


def test_a_column_may_say_utc_and_times_may_carry_their_offset() -> None:
    assert read("time_utc,value\n2026-01-01 00:00,5\n").series[0].start == 1_767_225_600
    assert read("time,value\n2026-01-01T03:30:00+03:30,5\n").series[0].start == 1_767_225_600


def test_a_local_time_without_offset_gives_nothing() -> None:
    result = read("time,value\n2026-01-01 00:00,5\n2026-01-01 01:00,5\n")
    assert not result.series
    assert "offset" in result.problems[0].detail
    assert "utc_offset" in result.problems[0].remedy


def test_each_column_is_a_signal() -> None:
    made = read("date_utc,a,b\n2026-01-01,1,\n2026-01-02,2,\n").series
    assert [item.signal for item in made] == ["a"]


def test_an_unknown_scale_is_refused() -> None:
    with pytest.raises(FormatRefused, match="scale"):
        read("# scale: odd\ntime_utc,value\n2026-01-01,1\n")
