"""The picture of one connectivity event: every signal on one time axis, and who fell when.

Decides what is drawn: for each signal its share of the frozen baseline (thin line: 100 %), the band
between onset and end in which the baseline stood still, onset and end as intervals; below, a strip
a network in the order of their fall. Readable in grey: lines are dark on light, the band is a
tint, its edges are darker, open ends are dashed. Missing steps break a line. The picture is one SVG
element, dressed by the site's style sheet. Time runs left to right in every language.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup, escape

from fanous.detectors.connectivity.episode import Judged
from fanous.events.connectivity import ConnectivityEvent, Interval
from fanous.i18n import Messages
from fanous.model.series import moment
from fanous.reports.connectivity_text import event_sentence, place_name, signal_word

__all__ = ["event_figure"]

_WIDTH, _LEFT, _RIGHT = 960, 170, 12
_PANEL, _STRIP, _TOP, _AXIS = 76, 16, 22, 30
_MOST_POINTS = 900  # of one line: as many as there are pixels
_MOST_STRIPS = 40
_TOP_SHARE = 1.25
_HOUR, _DAY = 3_600, 86_400
_TICK_STEPS = (
    *(hours * _HOUR for hours in (1, 3, 6, 12)),
    *(days * _DAY for days in (1, 2, 4, 7, 14, 28, 56, 182, 364, 1_820)),
)
_MOST_TICKS = 6


def event_figure(event: ConnectivityEvent, judged: Sequence[Judged], messages: Messages) -> Markup:
    """One SVG element of the event; `judged` are the entity's signals as the detector saw them."""
    span = _span(event)
    shown = [item for item in judged if item.series.end > span[0] and item.series.start < span[1]]
    strips = event.networks[:_MOST_STRIPS]
    bottom = _TOP + _PANEL * len(shown) + _STRIP * len(strips)
    height = bottom + _AXIS
    parts = [_band(event, span, bottom)]
    for place, item in enumerate(shown):
        parts.append(_panel(item, span, _TOP + place * _PANEL, messages))
    for place, network in enumerate(strips):
        top = _TOP + _PANEL * len(shown) + place * _STRIP
        label = place_name(network, messages)
        parts.append(_strip(label, network.onset, network.end, (span, event.until), top))
    parts.append(_axis(span, bottom, messages))
    title = escape(event_sentence(event, messages))
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'class="cut" role="img" direction="ltr"><title>{title}</title>'
        f"{''.join(parts)}</svg>"
    )


def _span(event: ConnectivityEvent) -> tuple[int, int]:
    """The event with a quarter of its length to each side, a day at least."""
    end = event.end.latest if event.end else event.until
    around = max(86_400, (end - event.onset.earliest) // 4)
    return event.onset.earliest - around, (end + around if event.end else max(end, event.until))


def _x(time: int, span: tuple[int, int]) -> float:
    share = (time - span[0]) / max(span[1] - span[0], 1)
    return round(_LEFT + min(max(share, 0.0), 1.0) * (_WIDTH - _LEFT - _RIGHT), 1)


def _band(event: ConnectivityEvent, span: tuple[int, int], bottom: int) -> str:
    """Where the baseline stood still, with onset and end as darker intervals."""
    held = event.occurrences or ((event.onset, event.end),)
    drawn = []
    for onset, end in held:
        last = end.latest if end else span[1]
        left, right = _x(onset.latest, span), _x(last, span)
        drawn.append(_box("f", left, right, _TOP, bottom - _TOP))
        drawn.append(_box("e", _x(onset.earliest, span), left + 1, _TOP, bottom - _TOP))
        if end:
            drawn.append(_box("e", _x(end.earliest, span), right + 1, _TOP, bottom - _TOP))
        else:
            drawn.append(f'<path class="o" d="M{right} {_TOP}V{bottom}"/>')
    return "".join(drawn)


def _box(style: str, left: float, right: float, top: float, height: float) -> str:
    width = round(max(right - left, 0.5), 1)
    return f'<rect class="{style}" x="{left}" y="{top}" width="{width}" height="{height}"/>'


def _panel(item: Judged, span: tuple[int, int], top: int, messages: Messages) -> str:
    series, share = item.series, item.ratio
    first = max(0, series.index(span[0]))
    last = min(len(share), max(first, series.index(span[1]) + 1))
    every = max(1, (last - first) // _MOST_POINTS)
    usual = _y(1.0, top)
    line, is_down = [], False
    for at in range(first, last, every):
        part = share[at : at + every]
        known = part[~np.isnan(part)]
        if not len(known):
            is_down = False
            continue
        command = "L" if is_down else "M"
        line.append(f"{command}{_x(series.time(at), span)} {_y(float(np.median(known)), top)}")
        is_down = True
    label = escape(signal_word(messages, series.signal))
    minutes = escape(messages.text("every %(minutes)s min", minutes=series.step // 60))
    return (
        f'<text x="4" y="{top + 30}">{label}</text><text x="4" y="{top + 46}">{minutes}</text>'
        f'<text x="{_LEFT - 6}" y="{usual + 4}" text-anchor="end">100 %</text>'
        f'<text x="{_LEFT - 6}" y="{_y(0, top) + 4}" text-anchor="end">0</text>'
        f'<path class="b" d="M{_LEFT} {usual}H{_WIDTH - _RIGHT}"/>'
        f'<path class="l" d="{"".join(line)}"/>'
    )


def _y(share: float, top: int) -> float:
    return round(top + (_PANEL - 10) * (1.0 - min(max(share, 0.0), _TOP_SHARE) / _TOP_SHARE) + 5, 1)


def _strip(
    label: str,
    onset: Interval,
    end: Interval | None,
    frame: tuple[tuple[int, int], int],
    top: int,
) -> str:
    """One network: grey while its onset is uncertain, dark while it was down."""
    span, until = frame
    left, right = _x(onset.latest, span), _x(end.latest if end else until, span)
    short = label if len(label) <= 24 else label[:23] + "…"
    return (
        f'<text x="4" y="{top + 12}">{escape(short)}</text>'
        + _box("e", _x(onset.earliest, span), left, top + 4, _STRIP - 6)
        + _box("n", left, right, top + 4, _STRIP - 6)
    )


def _axis(span: tuple[int, int], bottom: int, messages: Messages) -> str:
    """Round times: as many as there is room for."""
    drawn = [f'<path class="a" d="M{_LEFT} {bottom}H{_WIDTH - _RIGHT}"/>']
    for time in _ticks(span):
        x, at = _x(time, span), moment(time)
        label = escape(messages.moment(at) if time % _DAY else messages.day(at))
        drawn.append(f'<path class="a" d="M{x} {bottom}v4"/>')
        drawn.append(f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{label}</text>')
    return "".join(drawn)


def _ticks(span: tuple[int, int]) -> list[int]:
    """Whole days where the picture spans days, else hours; none too near to an end."""
    step = next((step for step in _TICK_STEPS if (span[1] - span[0]) / step <= _MOST_TICKS),
                _TICK_STEPS[-1])  # fmt: skip
    margin = (span[1] - span[0]) // 20
    first = -(-(span[0] + margin) // step) * step
    return list(range(first, span[1] - margin + 1, step))
