"""What was tried, in order of time, and what happened: one step a query, connect, handshake, fetch.

Decides the sentences of a step and the order of steps: by start, those without a time last; where
no times were recorded (old data, some simulators), by redirect and layer. Says what happened, never
what it means: that is the rules'.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fanous.explain.case import Case, Row
from fanous.explain.failures import failed
from fanous.explain.said import Said, Wire
from fanous.i18n import N_
from fanous.model.outcome import LAYERS, Layer

__all__ = ["Step", "listed", "response", "steps_of", "where"]

MANY_ADDRESSES = 6  # named in a sentence; the tables have them all


@dataclass(frozen=True)
class Step:
    """One step. `start` and `end` are seconds since the measurement's start, None if unknown (old
    records hold the end only).

    `succeeded` is None where the record shows neither success nor failure. (`layer`, `sequence`)
    is the key that ties it to what the rules said of it.
    """

    layer: Layer
    sequence: int
    depth: int
    tried: Said
    happened: Said
    succeeded: bool | None
    failure: str | None
    start: float | None
    end: float | None
    remarks: tuple[Said, ...] = ()


def steps_of(case: Case) -> tuple[Step, ...]:
    """The steps of a measurement in order of time."""
    found = [
        _MAKERS[layer](row) for layer in LAYERS for row in case.observations.get(layer.value, ())
    ]
    if not any(step.start or step.end for step in found):  # all zero says as little as none
        return tuple(sorted(found, key=_untimed))
    return tuple(sorted(found, key=_in_time))


def _in_time(step: Step) -> tuple[bool, float, tuple[int, int, int]]:
    """By start; many old records hold the end only, which then tells the order as well."""
    when = step.start if step.start is not None else step.end
    return (when is None, when or 0.0, _untimed(step))


def _untimed(step: Step) -> tuple[int, int, int]:
    return (step.depth, LAYERS.index(step.layer), step.sequence)


def _step(layer: Layer, row: Row, tried: Said, happened: Said, succeeded: bool | None) -> Step:
    start, end = _seconds(row["t0"]), _seconds(row["t"])
    if start is not None and end is not None and end < start:
        start = end = None  # a clock that runs backwards tells no order
    remarks = []
    if row["depth"]:
        remarks.append(Said(N_("after redirect %(n)s"), {"n": row["depth"]}))
    if row.get("fetch_body") is False:
        remarks.append(Said(N_("an extra check, not needed to fetch the page")))
    if row.get("network") == "udp":
        remarks.append(Said(N_("over QUIC")))
    return Step(
        layer, row["sequence"], row["depth"] or 0, tried, happened, succeeded, row["failure"],
        start, end, tuple(remarks),
    )  # fmt: skip


def _dns(row: Row) -> Step:
    values: dict[str, object] = {
        "name": Wire(row["hostname"] or "?"),
        "kind": _kind(row["query_type"]),
        "engine": Wire(row["engine"] or "?"),
        "resolver": Wire(row["resolver_address"] or "?"),
    }
    if row["resolver_address"]:
        asked = N_("the resolver %(resolver)s (%(engine)s) was asked for %(kind)s of %(name)s")
    else:
        asked = N_("the device's own resolver (%(engine)s) was asked for %(kind)s of %(name)s")
        del values["resolver"]
    if row["answers"]:
        happened, succeeded = (
            Said(N_("it answered %(what)s"), {"what": listed(row["answers"])}),
            True,
        )
    elif row["failure"]:
        happened, succeeded = failed(row["failure"]), False
    else:
        happened, succeeded = Said(N_("the record shows neither an address nor a failure")), None
    return _step(Layer.DNS, row, Said(asked, values), happened, succeeded)


def _kind(query_type: str | None) -> Said:
    words = {"A": N_("IPv4 addresses"), "AAAA": N_("IPv6 addresses"), "ANY": N_("addresses")}
    if query_type in words:
        return Said(words[query_type])
    return Said(N_("%(type)s records"), {"type": Wire(query_type or "?")})


def listed(answers: list[str]) -> tuple[object, ...]:
    """Addresses for a sentence: the first few, and how many more."""
    named: tuple[object, ...] = tuple(Wire(answer) for answer in answers[:MANY_ADDRESSES])
    left = len(answers) - MANY_ADDRESSES
    return (*named, Said(N_("and %(n)s more"), {"n": left})) if left > 0 else named


def _tcp(row: Row) -> Step:
    tried = Said(N_("a connection to %(where)s"), {"where": where(row)})
    return _step(Layer.TCP, row, tried, *_ended(row["success"], row, N_("it connected")))


def _tls(row: Row) -> Step:
    tried = Said(
        N_("a handshake with %(where)s for the name %(name)s"),
        {"where": where(row), "name": Wire(row["server_name"] or "?")},
    )
    unchecked = N_("it was completed; the probe did not check the certificate")
    checked = N_("it was completed, and the probe accepted the certificate for the name")
    done = unchecked if row["no_tls_verify"] else checked
    return _step(Layer.TLS, row, tried, *_ended(row["failure"] is None, row, done))


def _http(row: Row) -> Step:
    tried = Said(
        N_("the request %(method)s %(url)s"),
        {"method": Wire(row["method"] or "GET"), "url": Wire(row["url"] or "?")},
    )
    if not row["status"]:
        if row["failure"]:
            return _step(Layer.HTTP, row, tried, failed(row["failure"]), False)
        return _step(Layer.HTTP, row, tried, Said(N_("the record shows no response")), None)
    happened = Said(
        N_("a response came: %(what)s"),
        {"what": response(row["status"], row["body_length"], row["title"])},
    )
    if row["failure"]:
        happened = Said(
            N_("%(first)s; then %(second)s"), {"first": happened, "second": failed(row["failure"])}
        )
    return _step(Layer.HTTP, row, tried, happened, row["failure"] is None)


def response(status: int, length: int | None, title: str | None) -> tuple[object, ...]:
    """A response in words: its status, the length of what was kept of its body, its title."""
    said: list[object] = [Said(N_("status %(status)s"), {"status": Wire(status)})]
    if length is not None:
        said.append(Said(N_("%(n)s bytes of the page"), {"n": length}))
    if title:
        said.append(Said(N_("titled %(title)s"), {"title": title}))
    return tuple(said)


def _ended(succeeded: bool | None, row: Row, done: str) -> tuple[Said, bool | None]:
    if succeeded:
        return Said(done), True
    if row["failure"]:
        return failed(row["failure"]), False
    return Said(N_("it failed, and the record does not say how")), False


def where(row: Row) -> Wire:
    """Address and port; IPv6 in brackets."""
    ip, port = row["ip"] or "?", row["port"]
    shown = f"[{ip}]" if ":" in ip else ip
    return Wire(shown if port is None else f"{shown}:{port}")


def _seconds(value: float | None) -> float | None:
    """A time that can be drawn: finite and not before the start."""
    return value if value is not None and 0 <= value < float("inf") else None


_MAKERS: dict[Layer, Callable[[Row], Step]] = {
    Layer.DNS: _dns,
    Layer.TCP: _tcp,
    Layer.TLS: _tls,
    Layer.HTTP: _http,
}
