"""Every signal format that Fanous reads: one line each, asked in this order.

The plain table comes last: it takes whatever has a time in its first column.
"""

from __future__ import annotations

from fanous.sources.signals.base import SignalFormat
from fanous.sources.signals.ioda_api import IodaApi
from fanous.sources.signals.ioda_asn import IodaAsn
from fanous.sources.signals.ioda_page import IodaPage
from fanous.sources.signals.monash import MonashConnectivity, MonashPings
from fanous.sources.signals.ooni_counts import OoniCounts
from fanous.sources.signals.plain import PlainCsv
from fanous.sources.signals.radar import CloudflareRadar
from fanous.sources.signals.ripestat import RipeStat
from fanous.sources.signals.tor import TorUsers

__all__ = ["SIGNAL_FORMATS"]

_LISTED: tuple[SignalFormat, ...] = (
    IodaApi(),
    CloudflareRadar(),
    RipeStat(),
    IodaPage(),
    IodaAsn(),
    TorUsers(),
    MonashConnectivity(),
    MonashPings(),
    OoniCounts(),
    PlainCsv(),
)

SIGNAL_FORMATS: dict[str, SignalFormat] = {listed.name: listed for listed in _LISTED}
