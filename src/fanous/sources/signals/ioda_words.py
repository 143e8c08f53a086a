"""What IODA's data sources are: the signal each name means, its unit, and who really measures it.

Decides that Google, Mozilla and the darknet are witnesses of their own though IODA passes them on,
and that several methods of one of them (`gtr`, `gtr-norm`, `gtr-sarima`) are one operator.
Source: the table of data sources in IODA's API (datasources and help pages, read March 2026).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fanous.model.series import Scale

__all__ = ["IODA_SIGNALS", "IodaSignal", "entity_of", "signal_of_title"]


@dataclass(frozen=True, slots=True)
class IodaSignal:
    """One data source of IODA's."""

    signal: str
    operator: str
    unit: str
    scale: Scale = "count"
    seasonal: bool = True
    rises: bool = False  # delay and loss rise in an outage: not a sign of being connected


_COLLECTORS = "Route Views and RIPE RIS"
_PROBING = IodaSignal("probing", "IODA", "/24s up", "level")
_TELESCOPE = IodaSignal("telescope", "Merit Network", "unique source addresses")
_GOOGLE = IodaSignal("google", "Google", "traffic", "normalised")
_MOZILLA = IodaSignal("mozilla", "Mozilla", "cities seen", "level")

IODA_SIGNALS: dict[str, IodaSignal] = {
    "bgp": IodaSignal("bgp", _COLLECTORS, "visible /24s", "level", seasonal=False),
    "active_probing": _PROBING,
    "ping-slash24": _PROBING,
    "darknet": _TELESCOPE,
    "merit-nt": _TELESCOPE,
    "ucsd-nt": IodaSignal("telescope", "CAIDA", "unique source addresses"),
    "gtr": _GOOGLE,
    "gtr-norm": _GOOGLE,
    "gtr-sarima": _GOOGLE,
    "mozilla": _MOZILLA,
    "ping-slash24-loss": IodaSignal("probing-loss", "IODA", "%", rises=True),
    "ping-slash24-latency": IodaSignal("probing-latency", "IODA", "ms", rises=True),
    "upstream-delay-penult-asns": IodaSignal("upstream-asns", "IODA", "frequency", rises=True),
    "upstream-delay-penult-e2e-latency": IodaSignal("upstream-latency", "IODA", "ms", rises=True),
}
_TITLES = {
    "google": "gtr",
    "telescope": "merit-nt",
    "bgp": "bgp",
    "active probing": "ping-slash24",
    "mozilla": "mozilla",
}
_TITLE = re.compile(r"^(Google|Telescope|BGP|Active Probing|Mozilla)\s*\(([^)]*)\)$", re.IGNORECASE)
_KINDS = {"asn": "asn", "country": "country", "region": "region", "continent": "continent"}


def signal_of_title(title: str) -> tuple[IodaSignal, str] | None:
    """The signal of a page export's column and its product, as in `Google (Search)`."""
    found = _TITLE.match(title.strip())
    if not found:
        return None
    source = _TITLES[found[1].lower()]
    return IODA_SIGNALS[source], found[2].lower() if source == "gtr" else ""


def entity_of(kind: str, code: str) -> str:
    """An entity's id from IODA's type and code; a network in a country is `geoasn:ASN-CC`."""
    return f"{_KINDS.get(kind, kind)}:{code}"
