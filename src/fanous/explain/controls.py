"""What the control saw, in sentences.

Decides the words for the helper's look-up, fetch, connects and handshakes. An absent control is
said as such, and that it never accuses. Leaves what follows from it to facts.
"""

from __future__ import annotations

from collections.abc import Iterator

from fanous.explain.case import Case, Row
from fanous.explain.failures import failed
from fanous.explain.pieces import listed, response, where
from fanous.explain.said import Said, Wire
from fanous.i18n import N_
from fanous.sources.tables.obs_web import NOT_IN_TABLE

__all__ = ["control_sentences"]


def control_sentences(case: Case) -> tuple[Said, ...]:
    """What the control saw, sentence by sentence."""
    if not case.controls:
        return tuple(_absent(case))
    said = [sentence for row in case.controls for sentence in _helper(row)]
    return (*said, *(_endpoint(row) for row in case.control_endpoints))


def _absent(case: Case) -> Iterator[Said]:
    yield Said(N_("There is no control for this measurement."))
    failure = case.measurement["control_failure"]
    if failure == NOT_IN_TABLE:
        yield Said(N_("The table that it was read from leaves out what the test helper saw."))
    elif failure:
        yield Said(N_("The helper could not be used: %(what)s."), {"what": failed(failure)})
    yield Said(N_("An absent control never accuses."))


def _helper(row: Row) -> Iterator[Said]:
    yield _asked(row)
    if row["dns_addresses"]:
        found = {"what": listed(row["dns_addresses"])}
        yield Said(N_("It resolved the name to %(what)s."), found)
    elif row["dns_failure"]:
        yield Said(N_("Its look-up failed: %(what)s."), {"what": failed(row["dns_failure"])})
    elif row["dns_addresses"] is not None:
        yield Said(N_("It looked the name up and found no address."))
    if row["http_failure"]:
        yield Said(N_("Its fetch failed: %(what)s."), {"what": failed(row["http_failure"])})
    elif row["http_status"] is not None:
        seen = response(row["http_status"], row["http_body_length"], row["http_title"])
        yield Said(N_("It fetched the page: %(what)s."), {"what": seen})


def _asked(row: Row) -> Said:
    """Which helper was asked about which name, as far as the record names them."""
    name = {"name": Wire(row["hostname"] or "?")}
    if row["helper"]:
        asked = name | {"helper": Wire(row["helper"])}
        return Said(N_("The test helper %(helper)s was asked about %(name)s."), asked)
    return Said(N_("The test helper was asked about %(name)s."), name)


def _endpoint(row: Row) -> Said:
    """One address or endpoint. What the helper did not try is left out."""
    said: list[Said] = []
    if row["tcp_success"] is not None:
        said.append(_ended(row["tcp_success"], row["tcp_failure"], N_("it connected"),
                           N_("it did not connect: %(what)s")))  # fmt: skip
    if row["tls_success"] is not None:
        said.append(_ended(row["tls_success"], row["tls_failure"],
                           N_("its handshake for the name passed"),
                           N_("its handshake for the name failed: %(what)s")))  # fmt: skip
    if row["port"] is None or not said:
        said += _of_address(row)
    return Said(N_("%(where)s: %(what)s."), {"where": where(row), "what": tuple(said)})


def _of_address(row: Row) -> list[Said]:
    """What the helper noted of an address."""
    said = []
    if row["resolved_by_helper"]:
        said.append(Said(N_("its own resolver gave this address")))
    elif row["resolved_by_probe"]:
        said.append(Said(N_("only the probe's resolver gave this address")))
    if row["valid_for_domain"]:
        said.append(Said(N_("a certificate for the name was valid there")))
    if row["asn"]:
        said.append(Said(N_("the address is in AS%(asn)s"), {"asn": Wire(row["asn"])}))
    return said or [Said(N_("it says nothing more"))]


def _ended(succeeded: bool, failure: str | None, done: str, stopped: str) -> Said:
    if succeeded:
        return Said(done)
    return Said(stopped, {"what": failed(failure) if failure else Said(N_("it does not say how"))})
