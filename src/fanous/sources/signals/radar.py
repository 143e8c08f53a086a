"""Cloudflare Radar: outage annotations and traffic anomalies, as reports of another observatory.

Decides that they are told beside an event and never counted as a signal: an annotation is written
by hand after press reports. A cause is quoted as theirs. An anomaly that is not verified says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fanous.model.series import OutageReport
from fanous.sources.signals.base import (
    FormatRefused,
    Read,
    SignalFile,
    SignalProblem,
    SourceManifest,
)
from fanous.sources.signals.times import seconds

__all__ = ["CloudflareRadar"]

_LISTS = ("annotations", "trafficAnomalies")


class CloudflareRadar:
    """`result.annotations[]` and `result.trafficAnomalies[]` of the Radar API."""

    name = "radar"
    manifest = SourceManifest(
        publisher="Cloudflare",
        licence="CC BY-NC 4.0",
        coverage="countries and networks since 2021; written or verified by people",
        format_reference="developers.cloudflare.com/api/resources/radar",
        promises="start and end in UTC; no end while it lasts",
    )

    def recognises(self, file: SignalFile) -> bool:
        text = file.text
        return text.lstrip().startswith("{") and any(f'"{name}"' in text for name in _LISTS)

    def read(self, file: SignalFile, result: Read) -> None:
        try:
            answer = json.loads(file.text)
            found = answer.get("result") or {}
            listed = [item for name in _LISTS for item in found.get(name) or []]
        except (ValueError, AttributeError) as error:
            raise FormatRefused(f"not an answer of Radar: {error}", remedy="Fetch it again.") from (
                error
            )
        for place, item in enumerate(listed):
            try:
                result.reports += list(_reports(item))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                what = f"entry {place}: {error!r}"
                remedy = "It was left out; fetch the answer again."
                result.problems.append(SignalProblem(file.name, 0, what, remedy))


def _reports(item: dict[str, Any]) -> Iterator[OutageReport]:
    start = seconds(str(item["startDate"]))
    end = seconds(str(item["endDate"])) if item.get("endDate") else None
    outage = item.get("outage") or {}
    what = str(outage.get("outageType") or item.get("status") or "outage").lower()
    link = str(item.get("linkedUrl") or "")
    if not link.startswith(("https://", "http://")):
        link = ""
    for entity in dict.fromkeys(_entities(item)):
        yield OutageReport(
            entity, "Cloudflare Radar", start, end, what, str(outage.get("outageCause") or ""), link
        )


def _entities(item: dict[str, Any]) -> Iterator[str]:
    """Networks where they are named, else countries."""
    networks = list(item.get("asns") or [])
    if asn := (item.get("asnDetails") or {}).get("asn"):
        networks.append(asn)
    for network in networks:
        yield f"asn:{int(network)}"
    if not networks:
        places = list(item.get("locations") or [])
        if code := (item.get("locationDetails") or {}).get("code"):
            places.append(code)
        for place in places:
            yield f"country:{place}"
