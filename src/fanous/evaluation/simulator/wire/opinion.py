"""The probe's own opinion of its measurement: `blocking`, `accessible` and the bits behind them.

Decides what a real client would have concluded, so that the archive also holds what Fanous must not
copy. It follows the published meaning of the keys and is right and wrong in the client's own ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from fanous.evaluation.simulator.scenario import is_forged_bogon
from fanous.evaluation.simulator.visit import Exchange, Visit

__all__ = ["Comparison", "Opinion", "opinion"]

_DNS_BOGON, _DNS_FAILURE, _DNS_UNEXPECTED = 1, 2, 4
_BLOCKED_DNS, _BLOCKED_TCP, _BLOCKED_TLS, _HTTP_DIFF, _SUCCESS = 1, 2, 4, 16, 32
_EXPECTED_TCP_FAILURE, _HTTPS_WITHOUT_HELPER = 2, 8
_SAME_LENGTH = 0.7


@dataclass(frozen=True, slots=True)
class Comparison:
    """The final response against the helper's; nulls where nothing could be compared."""

    body_proportion: float = 0
    body_length_match: bool | None = None
    headers_match: bool | None = None
    status_code_match: bool | None = None
    title_match: bool | None = None

    @property
    def differs(self) -> bool:
        return self.title_match is False and self.body_length_match is False


@dataclass(frozen=True, slots=True)
class Opinion:
    """Every summary key that both shapes are written from."""

    dns_flags: int
    blocking_flags: int
    null_null_flags: int
    dns_failure: str | None
    dns_consistency: str | None
    http_failure: str | None
    comparison: Comparison
    blocking: str | bool | None
    accessible: bool | None


def opinion(visit: Visit) -> Opinion:
    """What the client makes of a visit."""
    dns_flags = _dns_flags(visit)
    final = _final(visit)
    comparison = _compare(visit, final)
    blocking_flags = _blocking_flags(visit, dns_flags, final, comparison)
    null_null_flags = _null_null_flags(visit, final)
    blocking, accessible = _summary(blocking_flags, null_null_flags)
    return Opinion(
        dns_flags=dns_flags,
        blocking_flags=blocking_flags,
        null_null_flags=null_null_flags,
        dns_failure=visit.system_lookups[0].failure,
        dns_consistency=_consistency(visit, dns_flags),
        http_failure=_http_failure(visit, final),
        comparison=comparison,
        blocking=blocking,
        accessible=accessible,
    )


def _final(visit: Visit) -> Exchange | None:
    """The last response that isn't a redirect, if the visit got that far."""
    exchanges = visit.exchanges
    if not exchanges or exchanges[-1][1].failure or "Location" in exchanges[-1][1].headers:
        return None
    return exchanges[-1][1]


def _dns_flags(visit: Visit) -> int:
    system = visit.system_lookups
    addresses = {address for item in system for address in item.addresses}
    flags = _DNS_BOGON * any(is_forged_bogon(address) for address in addresses)
    if visit.control is None:
        return flags
    if not addresses:
        return flags | _DNS_FAILURE * bool(visit.control.addresses)
    return flags | _DNS_UNEXPECTED * (not _overlaps(visit, addresses))


def _overlaps(visit: Visit, addresses: set[str]) -> bool:
    """Whether the answers share an address or a network with the helper's."""
    if visit.control is None or addresses & set(visit.control.addresses):
        return True
    info = visit.control.address_info
    networks = {info[address][0] for address in visit.control.addresses}
    return any(info[address][0] in networks for address in addresses if address in info)


def _consistency(visit: Visit, dns_flags: int) -> str | None:
    if dns_flags:
        return "inconsistent"
    return "consistent" if visit.control else None


def _http_failure(visit: Visit, final: Exchange | None) -> str | None:
    """Why the classic client, which asks the system resolver only, got no page."""
    failed_lookup = visit.system_lookups[0].failure
    if failed_lookup:
        return failed_lookup
    if final:
        return None
    failures = [
        item.handshake.failure if item.handshake else item.failure
        for item in visit.connections
        if not item.works and item.fetch_body
    ]
    return failures[-1] if failures else None


def _compare(visit: Visit, final: Exchange | None) -> Comparison:
    control = visit.control
    carried_by = [item for item, exchange in visit.exchanges if exchange is final]
    if final is None or control is None or control.http_failure or not carried_by[0].classic:
        return Comparison()
    length = len(final.body.encode())
    proportion = min(length, control.body_length) / max(length, control.body_length, 1)
    same_title = f"<title>{control.title}</title>" in final.body
    return Comparison(
        body_proportion=proportion,
        body_length_match=proportion > _SAME_LENGTH,
        headers_match=set(control.headers) <= set(final.headers),
        status_code_match=final.status == control.status,
        title_match=same_title,
    )


def _blocking_flags(
    visit: Visit, dns_flags: int, final: Exchange | None, comparison: Comparison
) -> int:
    flags = _BLOCKED_DNS * bool(dns_flags)
    if visit.control:
        connects, handshakes = visit.control.connects, visit.control.handshakes
        for item in visit.connections:
            if item.failure and connects.get(item.endpoint, "") is None:
                flags |= _BLOCKED_TCP * (":" not in item.address)
            failed = item.handshake is not None and item.handshake.failure is not None
            if failed and handshakes.get(item.endpoint, "") is None:
                flags |= _BLOCKED_TLS
    if final is None:
        return flags
    is_https = urlsplit(final.url).scheme == "https"
    if comparison.differs and not is_https:
        return flags | _HTTP_DIFF
    return flags | _SUCCESS * (is_https or comparison.status_code_match is True)


def _null_null_flags(visit: Visit, final: Exchange | None) -> int:
    if visit.control is None:
        is_https = final is not None and urlsplit(final.url).scheme == "https"
        return _HTTPS_WITHOUT_HELPER * is_https
    connects = visit.control.connects
    expected = any(item.failure and connects.get(item.endpoint) for item in visit.connections)
    return _EXPECTED_TCP_FAILURE * expected


def _summary(blocking_flags: int, null_null_flags: int) -> tuple[str | bool | None, bool | None]:
    """The two keys that people read, in the client's order of precedence."""
    named = (
        (_BLOCKED_DNS, "dns"),
        (_BLOCKED_TCP, "tcp_ip"),
        (_BLOCKED_TLS, "http-failure"),
        (_HTTP_DIFF, "http-diff"),
    )
    for bit, word in named:
        if blocking_flags & bit:
            return word, False
    if blocking_flags & _SUCCESS:
        return False, True
    if null_null_flags & _EXPECTED_TCP_FAILURE:
        return False, False
    return None, None
