from __future__ import annotations

import json

from fanous.model.series import OutageReport
from tests.making_signals import read


def test_annotations_and_anomalies_are_reports() -> None:
    annotation = {
        "startDate": "2026-01-08T18:45:00Z", "endDate": None, "locations": ["XA"], "asns": [],
        "linkedUrl": "javascript:alert(1)",
        "outage": {"outageCause": "GOVERNMENT_DIRECTED", "outageType": "NATIONWIDE"},
    }  # fmt: skip
    anomaly = {
        "startDate": "2026-01-08T18:45:00Z", "endDate": "2026-01-09T00:00:00Z",
        "status": "UNVERIFIED", "asnDetails": {"asn": "64500", "name": "Homes"},
    }  # fmt: skip
    text = json.dumps({"result": {"annotations": [annotation, {}], "trafficAnomalies": [anomaly]}})
    result = read(text)
    assert not result.series
    start = 1_767_897_900
    assert result.reports == [
        OutageReport("country:XA", "Cloudflare Radar", start, None, "nationwide",
                     "GOVERNMENT_DIRECTED", ""),
        OutageReport("asn:64500", "Cloudflare Radar", start, 1_767_916_800, "unverified"),
    ]  # fmt: skip
    assert len(result.problems) == 1
