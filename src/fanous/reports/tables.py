"""The CSV file beside every table: the same numbers, with the codes in place of words.

Decides names and columns. Files are shared by all languages and named `<page>~<table>.csv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fanous.model.outcome import LAYERS
from fanous.model.reject import REMEDIES
from fanous.model.tables import CONTROL_ENDPOINTS, ENDPOINT_VERDICTS, REJECTS, VERDICTS
from fanous.reports.connectivity import signals_csv
from fanous.reports.country import CountryReport, DayCounts, TargetRow
from fanous.reports.csv_file import csv_bytes
from fanous.reports.measurement import STEP_COLUMNS, MeasurementReport
from fanous.reports.overview import Overview
from fanous.reports.reading import JUDGED_STATES, Network
from fanous.reports.summary import Tally, TargetState, state_of_tally
from fanous.reports.target import TargetReport
from fanous.reports.words import OUTCOME_WORDS
from fanous.rules.registry import rule_named

__all__ = ["country_tables", "overview_tables", "target_tables", "verdict_table"]

_KEYS = {"record", "measurement_uid"}  # `record` means something within a store only
Files = Iterator[tuple[str, bytes]]
_TALLY = ("measurements", "conclusive", "accusing", "sessions", "accusing_sessions", *JUDGED_STATES)


def overview_tables(
    report: Overview,
    countries: Sequence[CountryReport],
    rejects: Iterable[Mapping[str, Any]],
    sources: Mapping[str, str],
) -> Files:
    """The overview's files."""
    yield "index~days.csv", _days(report.days)
    yield "index~countries.csv", _countries(countries)
    yield "index~tests.csv", csv_bytes(("test_name", "measurements"), report.not_handled.items())
    columns = REJECTS.names
    yield (
        "index~rejects.csv",
        csv_bytes(
            (*columns, "source_name", "remedy"),
            (
                (
                    *(row[name] for name in columns),
                    sources.get(row["source_id"]),
                    {str(reason): text for reason, text in REMEDIES.items()}.get(row["reason"]),
                )
                for row in rejects
            ),
        ),
    )
    yield "index~sources.csv", _sources(report)
    if report.signals:
        yield "index~signals.csv", signals_csv(report.signals)


def _countries(countries: Sequence[CountryReport]) -> bytes:
    header = ("probe_cc", "measurements", "sessions", "networks", "targets", "first", "last")
    return csv_bytes(
        (*header, *(f"targets_{state}" for state in TargetState), *JUDGED_STATES),
        (
            (
                country.cc,
                country.measurements,
                country.sessions,
                len(country.networks),
                len(country.targets),
                country.first,
                country.last,
                *(country.target_states[state] for state in TargetState),
                *(country.states[state] for state in JUDGED_STATES),
            )
            for country in countries
        ),
    )


def _sources(report: Overview) -> bytes:
    header = ("source_id", "names", "lines", "measurements", "rejects", "scrubbed", "coerced")
    return csv_bytes(
        (*header, "parser_version", "reference_digest", "fanous"),
        (
            (
                source.source_id,
                source.names,
                source.lines,
                source.measurements,
                sum(source.rejects.values()),
                source.scrubbed,
                source.coerced,
                source.parser_version,
                source.reference_digest,
                source.fanous,
            )
            for source in report.sources
        ),
    )


def country_tables(report: CountryReport) -> Files:
    """A country's files."""
    base = f"cc/{report.slug}/index~"
    yield f"{base}days.csv", _days(report.days)
    yield f"{base}networks.csv", _networks(report.networks)
    yield (
        f"{base}targets.csv",
        csv_bytes(
            ("target", "category", "state", "networks", "networks_conclusive",
             "networks_accusing", "networks_accused", *_TALLY, "first", "last"),
            (_target(row) for row in report.targets),
        ),
    )  # fmt: skip


def _target(row: TargetRow) -> tuple[object, ...]:
    summary = row.summary
    return (
        row.target,
        row.category,
        summary.state,
        summary.networks,
        summary.networks_conclusive,
        summary.networks_accusing,
        summary.networks_accused,
        *_tally(summary.pooled),
        row.first,
        row.last,
    )


def target_tables(slug: str, report: TargetReport, listed: Sequence[MeasurementReport]) -> Files:
    """A target's files, but for its verdicts."""
    base = f"cc/{slug}/{report.row.slug}~"
    measurements = report.row.summary.pooled.measurements
    yield f"{base}days.csv", _network_days(report)
    yield f"{base}networks.csv", _networks(report.row.networks)
    yield (
        f"{base}mechanisms.csv",
        csv_bytes(
            ("mechanism", "measurements", "of"),
            ((name, count, measurements) for name, count in report.mechanisms.items()),
        ),
    )
    yield (
        f"{base}rules.csv",
        csv_bytes(
            ("rule", "measurements", "of", "networks", "why", "confused_with"),
            (
                (found.rule, found.measurements, measurements, found.networks, *_said(found.rule))
                for found in report.rules
            ),
        ),
    )
    yield (
        f"{base}layers.csv",
        csv_bytes(
            ("layer", *OUTCOME_WORDS),
            (
                (layer, *(report.layers[layer].get(outcome, 0) for outcome in OUTCOME_WORDS))
                for layer in LAYERS
            ),
        ),
    )
    yield f"{base}steps.csv", _rows(STEP_COLUMNS, _each(listed, "steps"))
    yield f"{base}endpoints.csv", _rows(ENDPOINT_VERDICTS.names, _each(listed, "endpoints"))
    yield f"{base}control.csv", _rows(CONTROL_ENDPOINTS.names, _each(listed, "control_endpoints"))


def verdict_table(
    slug: str, target: str, verdicts: Iterable[Mapping[str, Any]], pages: Mapping[int, str]
) -> tuple[str, bytes]:
    """Every verdict on a target; `page` names the page of those that have one."""
    columns = tuple(name for name in VERDICTS.names if name != "record")
    content = csv_bytes(
        (*columns, "page"),
        ((*(row[name] for name in columns), pages.get(row["record"])) for row in verdicts),
    )
    return f"cc/{slug}/{target}~verdicts.csv", content


def _days(days: DayCounts) -> bytes:
    """Days without a row are days without measurements."""
    return csv_bytes(
        ("day", *JUDGED_STATES),
        ((day, *(counts.get(state, 0) for state in JUDGED_STATES)) for day, counts in days.items()),
    )


def _network_days(report: TargetReport) -> bytes:
    every = [(None, report.days), *report.network_days.items()]
    return csv_bytes(
        ("probe_asn", "day", *JUDGED_STATES),
        (
            ("all" if asn is None else asn, day, *(n.get(state, 0) for state in JUDGED_STATES))
            for asn, days in every
            for day, n in days.items()
        ),
    )


def _networks(networks: Iterable[Network]) -> bytes:
    return csv_bytes(
        ("probe_asn", "name", "state", *_TALLY, "days", "first", "last"),
        (
            (network.asn, network.name, state_of_tally(network.tally), *_tally(network.tally),
             network.days, network.first, network.last)
            for network in networks
        ),
    )  # fmt: skip


def _tally(tally: Tally) -> tuple[int, ...]:
    return (
        tally.measurements,
        tally.conclusive,
        tally.accusing,
        tally.sessions,
        tally.accusing_sessions,
        *(tally.states[state] for state in JUDGED_STATES),
    )


def _said(rule_id: str) -> tuple[str, str]:
    rule = rule_named(rule_id)
    return (rule.why, rule.confused_with) if rule else ("", "")


def _each(listed: Iterable[MeasurementReport], name: str) -> Iterator[Mapping[str, Any]]:
    """Rows of one kind of every listed measurement, each naming its measurement."""
    for report in listed:
        uid = report.verdict["measurement_uid"]
        yield from ({**row, "measurement_uid": uid} for row in getattr(report, name))


def _rows(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    columns = ("measurement_uid", *(name for name in names if name not in _KEYS))
    return csv_bytes(columns, (tuple(row[name] for name in columns) for row in rows))
