from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from fanous.sources.signals.base import FormatRefused
from tests.making_signals import read


def answer(data: Any, **other: Any) -> str:
    envelope = {"type": "signals", "metadata": {}, "requestParameters": {}, "error": None,
                "perf": None, "data": data, "copyright": "somebody"}  # fmt: skip
    return json.dumps({**envelope, **other})


def raw(**other: Any) -> dict[str, Any]:
    return {"entityType": "country", "entityCode": "XA", "entityName": "Xanadu",
            "entityFqid": "geo.netacuity.AS.XA", "datasource": "bgp", "subtype": "",
            "from": 1_767_830_400, "until": 1_767_831_300, "step": 300, "nativeStep": 300,
            "values": [46_118, None, 46_110], **other}  # fmt: skip


def test_value_i_stands_at_from_plus_i_steps_and_null_is_missing() -> None:
    made = read(answer([[raw()]])).series[0]
    assert (made.entity, made.signal, made.start, made.step) == (
        "country:XA", "bgp", 1_767_830_400, 300)  # fmt: skip
    np.testing.assert_array_equal(made.values, [46_118, np.nan, 46_110])
    assert not made.seasonal


def test_products_are_signals_and_delay_is_left_out() -> None:
    text = answer([[raw(datasource="gtr", subtype="WEB_SEARCH", step=1800),
                    raw(datasource="ping-slash24-latency", values=[{"agg": 1}])]])  # fmt: skip
    result = read(text)
    assert [made.signal for made in result.series] == ["google:web_search"]
    assert not result.problems


def test_a_broken_entry_is_a_problem_and_the_rest_is_read() -> None:
    result = read(answer([[raw(step=0), raw()]]))
    assert len(result.series) == len(result.problems) == 1


def test_an_error_of_the_api_is_told() -> None:
    with pytest.raises(FormatRefused, match="too long"):
        read(answer(None, error="too long"))


def test_events_and_alerts_are_reports_and_no_evidence() -> None:
    event = {"location": "country/XA", "start": 1_767_889_800, "duration": 600,
             "datasource": "ping-slash24", "overlaps_window": False, "score": 1.0}  # fmt: skip
    entity = {"code": "XA", "name": "Xanadu", "type": "country", "attrs": {}}
    alerts = [
        {"datasource": "bgp", "entity": entity, "time": 1_767_895_200, "level": level,
         "condition": "< 0.99", "value": 4, "historyValue": 9, "method": "median"}
        for level in ("critical", "normal")
    ]  # fmt: skip
    result = read(answer([event, {**event, "overlaps_window": True}, *alerts]))
    assert not result.series
    ends = [(report.start, report.end) for report in result.reports]
    assert ends == [
        (1_767_889_800, 1_767_890_400), (1_767_889_800, None), (1_767_895_200, None)
    ]  # fmt: skip


def test_an_event_that_ends_before_it_starts_is_a_problem() -> None:
    """113 of IODA's 1,704 curated rows have no or impossible ends."""
    event = {"location": "country/XA", "start": 1_767_889_800, "duration": -5,
             "overlaps_window": False}  # fmt: skip
    result = read(answer([event]))
    assert not result.reports
    assert "before it starts" in result.problems[0].detail
