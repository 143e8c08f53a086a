"""What was established of a step, told for this one measurement.

A fact's own sentence covers every way to establish it. Decides which of them is told where the
record shows which one held, and which facts are left out since they say nothing here: that the
request was for the input where a test has none, and that the control followed a whole chain where
there was no redirect. The tables and the list of facts keep them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from fanous.explain.case import Case, Row
from fanous.explain.words import FACTS
from fanous.i18n import N_
from fanous.model.names import ip_address
from fanous.model.outcome import Layer
from fanous.reference.service import ServiceRow
from fanous.reference.services import service_rows
from fanous.sources.tables.obs_web import NOT_IN_TABLE

__all__ = ["Told", "facts_told"]

Told = tuple[tuple[str, tuple[str, ...]], ...]
"""Facts of a step, each with its sentences: messages of the catalogue."""

_SILENT = N_("The measurement says that its test helper could not be used.")
_NOT_IN_TABLE = N_("The table that it was read from leaves out what the test helper saw.")
_NO_HELPER = N_("Its test has no test helper.")
_RESOLVED = N_("The control resolved the name to this address.")
_VALIDATED = N_("The control validated a certificate for the name at this address.")
_BY_US = N_("We validated a certificate for the name that was shown at this address.")
_DECLARED = N_("The service declares this address, or the network that it is in.")
_INPUT = N_("The input itself names this address.")
_ELSEWHERE = N_("Enough other networks reached the name at this address on the same day.")
_NO_ADDRESS = N_(
    "The record does not name the request's address; all that the name was answered with, and all "
    "that were connected to, are genuine."
)


def facts_told(case: Case) -> dict[tuple[str, int], Told]:
    """What is told of each judged step, by layer and sequence; facts in their layer's order."""
    vouched = _vouched(case)
    seen = {
        (layer, row["sequence"]): row for layer, rows in case.observations.items() for row in rows
    }
    redirected = any(row["depth"] for row in seen.values())
    return {
        (row["layer"], row["sequence"]): tuple(
            (fact, tuple(_sentences(case, row, fact, seen, vouched)))
            for fact in row["facts"]
            if not _says_nothing(case, row, fact, redirected)
        )
        for row in case.endpoints
    }


def _says_nothing(case: Case, row: Row, fact: str, redirected: bool) -> bool:
    if fact == "AT_INPUT":
        return not case.measurement["input"]
    return fact == "CONTROL_COMPLETED_CHAIN" and row["layer"] != Layer.HTTP and not redirected


def _sentences(
    case: Case,
    row: Row,
    fact: str,
    seen: Mapping[tuple[str, int], Row],
    vouched: Mapping[str, Collection[str]],
) -> Iterator[str]:
    if fact == "HELPER_SILENT":
        failure = case.measurement["control_failure"]
        yield _NOT_IN_TABLE if failure == NOT_IN_TABLE else _SILENT if failure else _NO_HELPER
    elif fact == "ADDRESS_GENUINE":
        yield from _genuine(row, seen.get((row["layer"], row["sequence"]), {}), vouched)
    else:
        yield FACTS.get((row["layer"], fact), fact)


def _genuine(row: Row, step: Row, vouched: Mapping[str, Collection[str]]) -> Collection[str]:
    """What vouches for a step's address; every way that there is, where the case shows none."""
    if row["layer"] == Layer.HTTP and not step.get("ip"):
        return vouched.get(step.get("hostname") or "") or (_NO_ADDRESS,)
    if found := vouched.get(step.get("ip") or ""):
        return found
    if "HELPER_SILENT" in row["facts"]:  # others are asked only then
        return (_ELSEWHERE,)
    return (FACTS[row["layer"], "ADDRESS_GENUINE"],)


def _vouched(case: Case) -> dict[str, list[str]]:
    """What vouches for each address, once each, the control first."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for ip, sentence in _vouching(case):
        found[ip][sentence] = None
    return {ip: list(sentences) for ip, sentences in found.items()}


def _vouching(case: Case) -> Iterator[tuple[str, str]]:
    for row in case.controls:
        yield from ((ip, _RESOLVED) for ip in row["dns_addresses"] or ())
    for row in case.control_endpoints:
        if row["tls_success"] or row["valid_for_domain"]:
            yield row["ip"], _VALIDATED
    for row in _with_fact(case, Layer.TLS, "CERTIFICATE_REVALIDATED"):
        if row["ip"]:
            yield row["ip"], _BY_US
    for row in _with_fact(case, Layer.DNS, "ANSWER_DECLARED"):
        yield from ((ip, _DECLARED) for ip in row["answers"] or ())
    declared = _declared(case.measurement["test_name"])
    for row in case.observations.get("tcp", ()):
        if row["ip"] in declared or _ANY in declared:
            yield row["ip"], _DECLARED
    if given := ip_address(case.measurement["hostname"] or ""):
        yield given, _INPUT


def _with_fact(case: Case, layer: Layer, fact: str) -> Iterator[Row]:
    """Observations of a layer of which a fact was established."""
    found = {row["sequence"] for row in case.endpoints
             if row["layer"] == layer and fact in row["facts"]}  # fmt: skip
    return (row for row in case.observations.get(layer.value, ()) if row["sequence"] in found)


_ANY = "*"  # a service that declares whatever address its test was given


@lru_cache
def _services() -> tuple[ServiceRow, ...]:
    return tuple(service_rows())


@lru_cache
def _declared(test_name: str) -> frozenset[str]:
    """The addresses that the service of a test declares."""
    rows = [row for row in _services() if row.test_name == test_name]
    named = {row.ip for row in rows if row.kind == "address" and row.ip}
    return frozenset(named | {_ANY} if any(row.kind == "other" for row in rows) else named)
