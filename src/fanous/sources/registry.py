"""Every nettest that Fanous reads evidence from: one line each.

A nettest that is not here is recognised, counted and kept as a measurement that is not yet handled.
"""

from __future__ import annotations

from typing import Any

from fanous.sources.base import Nettest, SourceManifest
from fanous.sources.ooni.facebook_messenger import FacebookMessengerTest
from fanous.sources.ooni.signal import SignalTest
from fanous.sources.ooni.telegram import TelegramTest
from fanous.sources.ooni.tor import TorTest
from fanous.sources.ooni.web_connectivity import WebConnectivityTest
from fanous.sources.ooni.whatsapp import WhatsappTest

__all__ = ["NETTESTS", "OONI"]

OONI = SourceManifest(
    publisher="OONI",
    licence="CC BY-NC-SA 4.0",
    coverage="worldwide since December 2012, volunteers' devices",
    format_reference="ooni/spec data-formats df-000 to df-008, nettests ts-017 to ts-029",
    promises="one JSON document a line; a day's folder holds what arrived that day",
)

_LISTED: tuple[Nettest[Any], ...] = (
    WebConnectivityTest(),
    TelegramTest(),
    WhatsappTest(),
    SignalTest(),
    FacebookMessengerTest(),
    TorTest(),
)
NETTESTS: dict[str, Nettest[Any]] = {nettest.test_name: nettest for nettest in _LISTED}
