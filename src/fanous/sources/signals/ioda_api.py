"""IODA's API, version 2: `signals/raw`, `outages/events` and `outages/alerts` as JSON.

Decides that value i stands at `from + i·step`, that null is missing, and that IODA's own alerts and
events are reports beside ours, never evidence: they are made of the same signals. Series of delay
and loss are left out on purpose: they rise in an outage and their values are objects.
Format: IODA API v2, controllers and normalizers of ioda-api (read March 2026).
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from fanous.model.series import OutageReport, Series
from fanous.sources.signals.base import (
    FormatRefused,
    Read,
    SignalFile,
    SignalProblem,
    SourceManifest,
)
from fanous.sources.signals.grid import MOST_POINTS, number, own_step
from fanous.sources.signals.ioda_words import IODA_SIGNALS, IodaSignal, entity_of
from fanous.sources.signals.times import plausible

__all__ = ["IodaApi"]

_HEAD_CHARACTERS = 4_000
_TYPES = ("signals", "outages.events", "outages.alerts")


class IodaApi:
    """An answer of IODA's API, as it came."""

    name = "ioda_api"
    manifest = SourceManifest(
        publisher="IODA, Georgia Institute of Technology",
        licence="no licence stated; for research use",
        coverage="countries, regions and networks since 2014; steps of 5 to 60 minutes",
        format_reference="api.ioda.inetintel.cc.gatech.edu/v2",
        promises="value i is at from + i times step; null is missing",
    )

    def recognises(self, file: SignalFile) -> bool:
        head = file.text[:_HEAD_CHARACTERS]
        if not head.lstrip().startswith("{"):
            return False
        marks = ('"nativeStep"', '"entityFqid"', '"historyValue"', '"overlaps_window"')
        return any(mark in head for mark in marks) or (
            '"requestParameters"' in head and '"copyright"' in file.text
        )

    def read(self, file: SignalFile, result: Read) -> None:
        answer = _parsed(file)
        if answer.get("error"):
            raise FormatRefused(
                f"IODA answered with an error: {answer['error']}",
                remedy="Ask for less than 100 days at a time, and check the entity's code.",
            )
        for item in _flat(answer.get("data")):
            try:
                if "values" in item:
                    _read_series(item, file, result)
                elif "start" in item or "time" in item or "from" in item:
                    _read_report(item, result)
            except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
                what = f"an entry of data cannot be read: {error!r}"
                result.problems.append(
                    SignalProblem(file.name, 0, what, "Fetch the answer again; compare with the "
                                  "API's description.")
                )  # fmt: skip


def _parsed(file: SignalFile) -> dict[str, Any]:
    try:
        answer = json.loads(file.text)
    except ValueError as error:
        raise FormatRefused(f"not JSON: {error}", remedy="Fetch the file again, whole.") from error
    if not isinstance(answer, dict):
        raise FormatRefused("not an answer of the API", remedy="Keep the answer as it came.")
    return answer


def _flat(data: Any) -> list[dict[str, Any]]:
    """Entries of `data`: a list, or a list of lists."""
    found: list[dict[str, Any]] = []
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, list):
            found += [inner for inner in item if isinstance(inner, dict)]
        elif isinstance(item, dict):
            found.append(item)
    return found


def _read_series(item: dict[str, Any], file: SignalFile, result: Read) -> None:
    source = str(item["datasource"])
    known = IODA_SIGNALS.get(source) or IodaSignal(source, f"IODA {source}", "")
    if known.rises:
        return
    start = plausible(int(item["from"]), str(item["from"]))
    step, listed = int(item["step"]), item["values"] or []
    if step <= 0 or len(listed) > MOST_POINTS:
        raise ValueError(f"step {step} with {len(listed)} values")
    values = np.array([number(value) for value in listed], dtype=np.float64)
    if not len(values):
        return
    start, step, values = own_step(start, step, values)
    kind, code = str(item["entityType"]), str(item["entityCode"])
    product = str(item.get("subtype") or "").lower()
    result.series.append(
        Series(
            entity=entity_of(kind, code),
            signal=f"{known.signal}:{product}" if product else known.signal,
            operator=known.operator,
            unit=known.unit,
            step=step,
            start=start,
            values=values,
            scale=known.scale,
            seasonal=known.seasonal,
            country=_country(kind, code, item) or file.country(),
            name=str(item.get("entityName") or ""),
            source=file.name,
        )
    )


def _country(kind: str, code: str, item: dict[str, Any]) -> str | None:
    if kind == "country":
        return f"country:{code}"
    if kind == "geoasn":
        return f"country:{code.rpartition('-')[2]}"
    parts = str(item.get("entityFqid") or "").split(".")
    codes = [part for part in parts if len(part) == 2 and part.isupper()]
    return f"country:{codes[-1]}" if kind == "region" and codes else None


def _read_report(item: dict[str, Any], result: Read) -> None:
    if str(item.get("level", "")) == "normal":
        return  # an alert's end
    if "location" in item:
        kind, _, code = str(item["location"]).partition("/")
    else:
        kind, code = str(item["entity"]["type"]), str(item["entity"]["code"])
    begun = item.get("start") or item.get("from") or item["time"]
    start = plausible(int(begun), str(begun))
    end = None
    if item.get("duration") is not None:
        end = start + int(item["duration"])
    elif item.get("until") is not None:
        end = int(item["until"])
    what = f"{item.get('datasource', '')} {item.get('level') or 'event'}".strip()
    if item.get("overlaps_window"):
        end = None  # closed at the edge of what was asked for: nobody saw it end
    if end is not None:
        plausible(end, str(end))
    if end is not None and end < start:
        raise ValueError(f"an event ends at {end}, before it starts at {start}")
    result.reports.append(OutageReport(entity_of(kind, code), "IODA", start, end, what))
