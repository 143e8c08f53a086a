from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fanous.events.connectivity import Kind
from fanous.i18n import LANGUAGES, messages
from fanous.reports.connectivity_text import event_sentence, event_why, kind_word, signal_word
from tests.making_signals import cut, events, flat, series

ENGLISH = messages("en")


def test_a_sentence_to_print() -> None:
    (event,) = events(series(cut(flat(40), 20, 5, 0.05)))
    assert event_sentence(event, ENGLISH) == (
        "Connections in XA (fictional) fell between 2026-01-20 23:00 UTC and 2026-01-21 00:00 UTC; "
        "at the lowest 95 % of what is usual was lost, until between 2026-01-25 23:00 UTC and "
        "2026-01-26 00:00 UTC."
    )


def test_why_names_causes_that_look_alike_and_never_one() -> None:
    """A power cut is found by the same signals: nothing may call it a shutdown."""
    values = flat(40, noise=0.05)
    nights = values
    for day in range(20, 30):
        nights = cut(nights, day + 0.75, 0.3, 0.02)
    listed = [series(cut(values, 20, 5, 0.05)), series(nights), series(cut(values, 20, 99, 0.7))]
    for item in listed:
        (event,) = events(item)
        why = event_why(event, ENGLISH)
        assert "shutdown" not in why.lower()
        assert "power cut" in why and "cut cable" in why and "disaster" in why
        assert "Only one operator" in why


def test_who_saw_it_and_who_could_not() -> None:
    silent = np.array(flat(40, seed=4))
    silent[20 * 24 :] = np.nan
    (event,) = events(
        series(cut(flat(40), 20, 99, 0.05)),
        series(flat(40, noise=0.001), "bgp"),
        series(silent, "telescope", scale="count"),
        series(cut(flat(40), 19.5, 20, 0.06), "routes-ipv6", seasonal=False),
    )
    why = event_why(event, ENGLISH)
    assert "Did not move: routes (BGP)." in why
    assert "Cannot speak of it, for want of data: telescope." in why
    assert "Early sign, before the others: IPv6 routes." in why
    assert "had not ended when the data end" in why


def test_a_gap_says_that_it_does_not_know() -> None:
    values = flat(40)
    values[480:600] = np.nan
    (event,) = events(series(values))
    assert "look alike" in event_why(event, ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_it(language: str) -> None:
    (event,) = events(series(cut(flat(40), 20, 5, 0.05)))
    assert event_why(event, messages(language))
    assert kind_word(messages(language), "gap")


def test_an_unknown_signal_keeps_its_name() -> None:
    assert signal_word(ENGLISH, "google:search") == "Google traffic (search)"
    assert signal_word(ENGLISH, "responses") == "responses"


def test_an_end_at_less_than_usual_is_told_as_such() -> None:
    """Who prints that it is over must know that not everything came back."""
    (event,) = events(series(cut(flat(40), 20, 5, 0.05)))
    partly = replace(event, signals=tuple(replace(s, settled=0.7) for s in event.signals))
    said = event_sentence(partly, ENGLISH)
    assert "when no more than 70 % of what was usual had come back" in said
    assert "had come back" not in event_sentence(event, ENGLISH)


@pytest.mark.parametrize("kind", ["connectivity_loss", "partial", "recurring"])
def test_a_depth_that_is_not_known_is_said_to_be_so(kind: Kind) -> None:
    (event,) = events(series(cut(flat(40), 20, 1, 0.05)))
    signals = tuple(replace(item, depth=None, residual=None) for item in event.signals)
    unknown = replace(event, kind=kind, depth=None, residual=None, signals=signals)
    for language in LANGUAGES:
        said = event_why(unknown, messages(language))
        assert "None" not in said and "0 %" not in said
    assert event_why(unknown, messages("en")).count("how much was lost is not known") == 2
