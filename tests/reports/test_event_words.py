"""Events in words: what, where, since when, until when, who saw it; never why."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from fanous.events.event import CONFIDENCE, Kind, State
from fanous.i18n import LANGUAGES, messages
from fanous.reports.event_words import (
    CONFIDENCE_WORDS,
    KIND_WORDS,
    STATE_WORDS,
    event_sentence,
    event_targets,
    event_title,
    moment_of,
)
from tests.reports.saying import (
    ALREADY,
    BLOCKING,
    EVERY,
    LASTING_SILENCE,
    RECURRING,
    SILENCE,
    Said,
)

EN = messages("en")


def plain(text: str) -> str:
    """Without the marks that keep directions apart."""
    return re.sub("[\u2066-\u2069]", "", text)


def test_every_code_has_its_word() -> None:
    assert set(KIND_WORDS) == set(get_args(Kind))
    assert set(STATE_WORDS) == set(get_args(State))
    assert set(CONFIDENCE_WORDS) == set(CONFIDENCE)


def test_titles() -> None:
    assert plain(event_title(BLOCKING, EN)) == "Kenya: Telegram; shop.example, blocked"
    assert plain(event_title(RECURRING, EN)).endswith("blocked at certain hours")
    assert plain(event_title(ALREADY, EN)).endswith("blocked since before the data")
    assert plain(event_title(SILENCE, EN)) == "Kenya: no measurements"


def test_a_block_that_ended() -> None:
    said = plain(event_sentence(BLOCKING, EN))
    assert "stopped working on 2 networks in Kenya between 2026-03-15 18:00 UTC" in said
    assert "It worked again between 2026-03-22 18:00 UTC" in said
    assert "At least 28 independent observers saw it, in 30 of 40 measurements." in said
    assert "Meanwhile it worked on 1 other network." in said


def test_a_pattern_names_its_hours_days_and_times() -> None:
    said = plain(event_sentence(RECURRING, EN))
    assert "On 2 networks it came and went by the clock: 2 times" in said
    assert "from 4:00 to 14:00 UTC" in said
    assert "on these days: Monday; Friday." in said
    assert "It goes on: last seen 2026-03-22 18:00 UTC." in said


def test_what_was_there_before_has_no_beginning() -> None:
    said = plain(event_sentence(ALREADY, EN))
    assert "was found blocked on 1 network in Kenya by 2026-03-16 00:00 UTC" in said
    assert "what was measured before does not show since when" in said
    assert "what followed does not show whether it is over" in said
    assert "At least 1 independent observer saw it" in said
    assert "Meanwhile" not in said


def test_a_silence_has_its_base_rate_and_no_why() -> None:
    said = plain(event_sentence(SILENCE, EN))
    assert "Nobody measured from 2 networks in Kenya from 2026-03-15 18:00 UTC to" in said
    assert "about 0.2 times a year" in said
    assert said.endswith("Why nobody measured is not in the data.")
    lasting = plain(event_sentence(LASTING_SILENCE, EN))
    assert "since 2026-03-15 18:00 UTC" in lasting
    assert lasting.endswith("These data are synthetic.")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", EVERY, ids=lambda event: event["event_id"][:1] + event["kind"])
def test_each_kind_in_each_language(language: str, event: Said) -> None:
    spoken = messages(language)
    for text in (event_title(event, spoken), event_sentence(event, spoken)):
        assert text
        assert "%(" not in text
        assert "None" not in text


def test_services_have_the_name_of_the_language() -> None:
    assert plain(event_targets(BLOCKING, EN)) == "Telegram; shop.example"
    assert "تلگرام" in event_targets(BLOCKING, messages("fa"))


def test_a_hostile_name_is_made_visible() -> None:
    hostile = BLOCKING | {"targets": ["domain:a\u202eb.example"]}
    assert "\u202e" not in event_title(hostile, EN)


def test_no_time_is_none() -> None:
    assert moment_of(None) is None
    moment = moment_of("2026-03-15T18:00:00Z")
    assert moment is not None and moment.utcoffset() is not None


def test_times_stand_apart_from_words_that_run_from_right_to_left() -> None:
    """A date without marks is turned round: 08-11-2023 for 2023-11-08."""
    persian = messages("fa")
    said = event_sentence(BLOCKING, persian)
    for name in ("onset_earliest", "onset_latest"):
        moment = moment_of(BLOCKING[name])
        assert moment is not None
        assert f"\u2068{persian.moment(moment)}\u2069" in said
        assert persian.moment(moment) in event_sentence(BLOCKING, EN)
