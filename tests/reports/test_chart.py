"""Charts: every measurement is drawn, and a step without any is a gap."""

from __future__ import annotations

from datetime import date

import pytest

from fanous.i18n import messages
from fanous.reports.chart import BAR_HEIGHT, STATES, STRIP_HEIGHT, bar_chart, strip_chart
from fanous.reports.timeline import Timeline
from fanous.reports.words import STATE_WORDS

WEEK = Timeline(date(2026, 1, 5), date(2026, 1, 11))
COUNTS = {0: {"ok": 3, "blocked": 1}, 3: {"ok": 10}, 4: {"impaired": 2}}


def test_bars_stack_to_the_count_and_the_most_serious_lies_at_the_bottom() -> None:
    chart = bar_chart(messages("en"), WEEK, COUNTS)
    assert chart.total == 16
    first = chart.bars[0]
    assert [part.state for part in first.parts] == ["blocked", "ok"]
    assert first.parts[0].y + first.parts[0].height == pytest.approx(BAR_HEIGHT)
    assert sum(part.height for part in first.parts) == pytest.approx(BAR_HEIGHT * 4 / 10, abs=0.01)
    assert first.title == "2026-01-05: blocked 1; accessible 3"


def test_the_axis_starts_at_zero_and_holds_the_highest_bar() -> None:
    for most in (1, 2, 3, 7, 10, 11, 41, 99, 183, 1000, 123456):
        chart = bar_chart(messages("en"), WEEK, {2: {"ok": most}})
        assert chart.up[0].label == "0"
        assert chart.up[0].at == BAR_HEIGHT
        assert chart.up[-1].at == 0
        assert int(chart.up[-1].label.replace(",", "")) >= most
        assert all(0 <= part.y <= BAR_HEIGHT for bar in chart.bars for part in bar.parts)


def test_steps_without_measurements_are_gaps() -> None:
    chart = bar_chart(messages("en"), WEEK, COUNTS)
    assert [round(gap.x / (100 / 7)) for gap in chart.gaps] == [1, 5]
    assert chart.gaps[0].title == "2026-01-06 – 2026-01-07: no measurements"
    assert len(strip_chart(messages("en"), WEEK, {}).gaps) == 1


def test_a_strip_shows_shares_at_full_height() -> None:
    chart = strip_chart(messages("en"), WEEK, COUNTS)
    for bar in chart.bars:
        assert sum(part.height for part in bar.parts) == pytest.approx(STRIP_HEIGHT, abs=0.01)


def test_ticks_name_the_first_and_the_last_step() -> None:
    chart = bar_chart(messages("en"), WEEK, COUNTS)
    assert (chart.across[0].label, chart.across[-1].label) == ("2026-01-05", "2026-01-11")
    assert not chart.across[0].minor
    assert not chart.across[-1].minor
    assert sum(not tick.minor for tick in chart.across) == 3


def test_no_data_draws_no_axis() -> None:
    chart = bar_chart(messages("en"), WEEK, {})
    assert (chart.bars, chart.total) == ((), 0)


def test_every_state_has_a_word_and_digits_are_the_readers() -> None:
    assert set(STATES) == set(STATE_WORDS)
    chart = bar_chart(messages("fa"), WEEK, {0: {"ok": 12}})
    assert "۱۲" in chart.bars[0].title
    assert chart.up[-1].label == "۱۲"
