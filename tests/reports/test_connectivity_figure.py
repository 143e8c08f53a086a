from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np

from fanous.events.connectivity_facts import connectivity_events
from fanous.i18n import messages
from fanous.reports.connectivity_figure import event_figure
from tests.making_signals import cut, flat, found, series

ENGLISH = messages("en")
SVG = "{http://www.w3.org/2000/svg}"


def test_a_panel_a_signal_and_a_strip_a_network() -> None:
    listed = [
        series(cut(flat(40), 20, 5, 0.05)),
        series(cut(flat(40, seed=2), 20, 5, 0.1), "telescope", scale="count"),
        series(cut(flat(40, seed=3), 20, 5, 0.1), entity="asn:1"),
    ]
    detected = found(*listed)
    event = next(e for e in connectivity_events(detected) if e.entity == "country:XA")
    judged = next(d.judged for d in detected if d.entity == "country:XA")
    drawn = ElementTree.fromstring(event_figure(event, judged, ENGLISH))
    lines = [path for path in drawn.iter(f"{SVG}path") if path.get("class") == "l"]
    assert len(lines) == 2
    assert len([box for box in drawn.iter(f"{SVG}rect") if box.get("class") == "n"]) == 1
    assert len([box for box in drawn.iter(f"{SVG}rect") if box.get("class") == "f"]) == 1
    title = drawn.find(f"{SVG}title")
    assert title is not None and "Connections in XA (fictional) fell" in (title.text or "")
    assert "http" not in event_figure(event, judged, ENGLISH).replace("http://www.w3.org", "")


def test_missing_steps_break_the_line_and_an_open_end_is_dashed() -> None:
    values = cut(flat(40), 20, 99, 0.05)
    values[24 * 25 : 24 * 26] = np.nan
    (entity,) = found(series(values))
    (event,) = connectivity_events([entity])
    drawn = ElementTree.fromstring(event_figure(event, entity.judged, ENGLISH))
    (line,) = [path for path in drawn.iter(f"{SVG}path") if path.get("class") == "l"]
    assert (line.get("d") or "").count("M") == 2
    assert [path for path in drawn.iter(f"{SVG}path") if path.get("class") == "o"]


def test_names_from_data_are_escaped() -> None:
    hostile = replace(series(cut(flat(40), 20, 5, 0.05)), name="<script>", signal="<b>")
    (entity,) = found(hostile)
    (event,) = connectivity_events([entity])
    text = event_figure(event, entity.judged, ENGLISH)
    assert "<script>" not in text and "<b>" not in text
