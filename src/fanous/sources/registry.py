"""Every nettest that Fanous reads evidence from: one line each.

A nettest that is not here is recognised, counted and kept as a measurement that is not yet handled.
"""

from __future__ import annotations

from fanous.sources.base import Nettest, SourceManifest
from fanous.sources.ooni.web_connectivity import WebConnectivityTest

__all__ = ["NETTESTS", "OONI"]

OONI = SourceManifest(
    publisher="OONI",
    licence="CC BY-NC-SA 4.0",
    coverage="worldwide since December 2012, volunteers' devices",
    format_reference="ooni/spec data-formats df-000 to df-008, nettests ts-017",
    promises="one JSON document a line; a day's folder holds what arrived that day",
)

NETTESTS: dict[str, Nettest] = {nettest.test_name: nettest for nettest in (WebConnectivityTest(),)}
