from __future__ import annotations

from datetime import UTC

import pytest

from fanous.sources.signals.base import FormatRefused
from fanous.sources.signals.times import day_seconds, offset_of, seconds


def test_an_epoch_of_a_local_clock_is_moved_by_its_offset() -> None:
    """Venezuela's file writes local time as if it were UTC, four hours too early."""
    assert seconds("1563580800", offset_of("-04:00")) == 1563580800 + 4 * 3600
    assert seconds("20-Jul-2019 00:00:00", offset_of("-04:00")) == 1563580800 + 4 * 3600
    assert seconds("1563580800") == 1563580800


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="no offset"):
        seconds("2021-02-09 00:00:00")
    assert seconds("2021-02-09T00:00:00+06:30") == seconds("2021-02-08T17:30:00Z")
    assert seconds("2021-02-09 00:00", UTC) == day_seconds("2021-02-09")


@pytest.mark.parametrize("text", ["yesterday", "2021-13-01", "", "1850-01-01", "12"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        seconds(text, UTC)


@pytest.mark.parametrize("text", ["+25:00", "six", "+06:75"])
def test_what_is_no_offset_is_refused(text: str) -> None:
    with pytest.raises(FormatRefused, match="no offset"):
        offset_of(text)


def test_milliseconds_and_the_word_utc() -> None:
    assert seconds("1767225600000") == seconds("1767225600") == 1_767_225_600
    assert seconds("2026-01-01 00:00 UTC") == seconds("2026-01-01T00:00:00Z") == 1_767_225_600
    with pytest.raises(ValueError):
        seconds("08.01.2026 00:00", offset_of("UTC"))
