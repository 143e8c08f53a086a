"""Silences → events: networks that fell silent together are one event.

Decides that a gap of the whole country is told once, with the networks whose own gaps fall into it,
and that networks alone are told each. A silence says that nobody measured, and how often that comes
by chance. It never says why.
"""

from __future__ import annotations

from fanous.detectors.silence import Silence, silences
from fanous.detectors.window import Window
from fanous.events.event import Event, State, with_id

__all__ = ["silent_events"]


def silent_events(window: Window) -> list[Event]:
    """The silences of a country, as events without targets."""
    found = silences(window)
    national = [each for each in found if each.asn is None]
    events = []
    told: set[int] = set()
    for each in national:
        inside = [(n, s) for n, s in enumerate(found) if s.asn is not None and _overlap(each, s)]
        told |= {number for number, _ in inside}
        events.append(_event(window, each, tuple(sorted({s.asn or 0 for _, s in inside}))))
    rest = [s for n, s in enumerate(found) if s.asn is not None and n not in told]
    return events + [_event(window, each, (each.asn or 0,)) for each in rest]


def _overlap(one: Silence, other: Silence) -> bool:
    forever = 2**62
    return one.last < (other.first or forever) and other.last < (one.first or forever)


def _event(window: Window, silence: Silence, asns: tuple[int, ...]) -> Event:
    noticed = silence.last + silence.seen_after
    until = silence.first if silence.first is not None else window.until
    state: State = "ended" if silence.first is not None else "ongoing"
    return with_id(
        Event(
            event_id="",
            kind="silence",
            cc=window.cc,
            asns=asns,
            targets=(),
            members=(),
            direction="blocked",
            onset_earliest=silence.last,
            onset_latest=min(noticed, until),
            end_earliest=max(silence.last, until - silence.seen_after),
            end_latest=silence.first,
            mechanisms=(),
            observers=0,
            measurements=0,
            blocked=0,
            failed=0,
            share=0.0,
            odds=0.0,
            witnesses=(),
            state=state,
            base_rate=silence.base_rate,
            synthetic=window.synthetic,
        )
    )
