"""The four lists that can be read, each with its manifest and the meaning of its columns.

Decides how a row becomes an incident. A column of causes becomes a `cause` as reported, and no
more. Publishers: Access Now (STOP, yearly, days without a time zone), IODA (outages curated
by hand 2018 to 2021, UTC), the Internet Society (Pulse, UTC), OONI (incidents, UTC).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from fanous.register.imports.country_names import code_of
from fanous.register.imports.dates import iso, order_problem, written_out
from fanous.register.imports.incident import Dated, Incident

__all__ = ["COLUMNS", "LISTS", "MANIFESTS", "Parsed"]

Row = Mapping[str, str]
Parsed = tuple[Incident, list[str]]

MANIFESTS = {
    "access-now-stop": "Access Now: #KeepItOn STOP data set; yearly; day precision, no time zone",
    "ioda-curated": "IODA: outages curated by hand, 2018 to 2021; UTC",
    "isoc-pulse": "Internet Society: Pulse shutdowns; UTC",
    "ooni-incidents": "OONI: incidents of OONI Explorer; UTC",
}
COLUMNS = {
    "access-now-stop": ("start_date", "end_date", "country", "area_name", "shutdown_extent"),
    "ioda-curated": ("ID", "Begin time", "End time", "Country", "Cause"),
    "isoc-pulse": ("detail_url", "status", "country_code", "start_datetime", "end_datetime"),
    "ooni-incidents": ("id", "title", "CCs", "start_time", "end_time"),
}
"""Columns without which a file is not that list."""

_YES = "yes"
_SERVICES = ("facebook", "twitter", "whatsapp", "instagram", "telegram")


def _problems(start: Dated, end: Dated) -> list[str]:
    order = order_problem(start.edtf, end.edtf)
    missing = "" if start.edtf or start.problem else "it has no beginning"
    return [text for text in (start.problem, missing, end.problem, order) if text]


def _split(text: str, sign: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(sign) if part.strip())


def _access_now(row: Row) -> Iterator[Parsed]:
    start, end = iso(row["start_date"], days_only=True), iso(row["end_date"], days_only=True)
    approximate = row.get("start_date_type", "").casefold() == "estimated" and start.edtf
    services = [name for name in _SERVICES if row.get(f"{name}_affected", "").casefold() == _YES]
    services += _split(row.get("other_affected", ""), ",")
    yield (
        Incident(
            list="access-now-stop",
            cc=code_of(row["country"]),
            country=row["country"],
            place=row["area_name"],
            kind="services" if row["shutdown_extent"] == "Service-based" else "full-network",
            start=f"{start.edtf}~" if approximate else start.edtf,
            end=end.edtf,
            status=row.get("shutdown_status", "").casefold(),
            cause=row.get("actual_cause", ""),
            services=tuple(sorted(services)),
            sources=_split(row.get("info_source_link", "")),
            keys=(),
            years=(row.get("count_year", ""),),
        ),
        _problems(start, end),
    )


def _ioda(row: Row) -> Iterator[Parsed]:
    start, end = written_out(row["Begin time"]), written_out(row["End time"])
    yield (
        Incident(
            list="ioda-curated",
            cc=code_of(row["Country"]),
            country=row["Country"],
            place="; ".join(filter(None, (_scope(row), row.get("AS", "").strip()))),
            kind="outage",
            start=start.edtf,
            end=end.edtf,
            status="ended" if end.edtf else "",
            cause=row["Cause"],
            services=(),
            sources=(),
            keys=(row["ID"],),
        ),
        _problems(start, end),
    )


def _scope(row: Row) -> str:
    """The region's name: in brackets in the scope's column, else in a column of its own."""
    scope = next((value for name, value in row.items() if name.startswith("Scope")), "")
    inside = re.search(r"\((.+)\)", scope)
    return inside[1].strip() if inside else row.get("Region", "").strip()


def _pulse(row: Row) -> Iterator[Parsed]:
    start, end = iso(row["start_datetime"]), iso(row["end_datetime"])
    services = row.get("shutdown_type", "") == "Service blocking"
    yield (
        Incident(
            list="isoc-pulse",
            cc=row["country_code"],
            country=row.get("country", row["country_code"]),
            place=row.get("region", ""),
            kind="services" if services else "full-network",
            start=start.edtf,
            end=end.edtf,
            status=row["status"].casefold(),
            cause="",
            services=(),
            sources=(row["detail_url"],),
            keys=(row["detail_url"],),
        ),
        _problems(start, end),
    )


def _ooni(row: Row) -> Iterator[Parsed]:
    """An incident a country: one that names three is told of each."""
    start, end = iso(row["start_time"]), iso(row["end_time"])
    for cc in _split(row["CCs"].replace(",", ";")) or ("",):
        yield (
            Incident(
                list="ooni-incidents",
                cc=cc,
                country=cc,
                place="",
                kind="services",
                start=start.edtf,
                end=end.edtf,
                status="" if end.edtf else "ongoing",
                cause="",
                services=_split(row.get("domains", "").replace(",", ";")),
                sources=(f"https://explorer.ooni.org/findings/{row['id']}",),
                keys=(row["id"],),
            ),
            _problems(start, end),
        )


LISTS: dict[str, Callable[[Row], Iterator[Parsed]]] = {
    "access-now-stop": _access_now,
    "ioda-curated": _ioda,
    "isoc-pulse": _pulse,
    "ooni-incidents": _ooni,
}
