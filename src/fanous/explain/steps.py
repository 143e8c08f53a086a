"""What was tried, in order of time, and what happened: one step a query, connect, handshake, fetch.

Decides the sentences of a step and the order of steps: by start, those without a time last; where
no times were recorded (old data, some simulators), by redirect and layer; requests with another
clock than the measurement's (`clocks`), after their handshake. Says what happened, never what it
means: that is the rules'. What the record does not name is told as not named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fanous.explain.case import Case, Row
from fanous.explain.clocks import requests_without_clock, seconds
from fanous.explain.failures import failed
from fanous.explain.pieces import listed, response, where
from fanous.explain.said import Said, Wire
from fanous.i18n import N_
from fanous.model.outcome import LAYERS, Layer

__all__ = ["Step", "steps_of"]

_NO_ENGINE = "unknown"  # what the parser writes where the record has none
_OBFS4 = "obfs4"


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
    ready = requests_without_clock(case.observations)
    found = []
    for layer in LAYERS:
        for row in case.observations.get(layer.value, ()):
            if layer is Layer.HTTP and row["sequence"] in ready:
                row = {**row, "t0": None, "t": None}
            found.append(_MAKERS[layer](row))
    if not any(step.start or step.end for step in found):  # all zero says as little as none
        return tuple(sorted(found, key=_untimed))
    return tuple(
        sorted(
            found,
            key=lambda step: _in_time(
                step, ready.get(step.sequence) if step.layer is Layer.HTTP else None
            ),
        )
    )


def _in_time(step: Step, ready: float | None) -> tuple[bool, float, tuple[int, int, int]]:
    """By start; many old records hold the end only, which then tells the order as well. A request
    without a time comes when it was `ready` to be made."""
    times = (step.start, step.end, ready)
    when = next((time for time in times if time is not None), None)
    return (when is None, when or 0.0, _untimed(step))


def _untimed(step: Step) -> tuple[int, int, int]:
    return (step.depth, LAYERS.index(step.layer), step.sequence)


def _step(layer: Layer, row: Row, tried: Said, happened: Said, succeeded: bool | None) -> Step:
    start, end = seconds(row["t0"]), seconds(row["t"])
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
    if row["answers"]:
        happened, succeeded = (
            Said(N_("it answered %(what)s"), {"what": listed(row["answers"])}),
            True,
        )
    elif row["failure"]:
        happened, succeeded = failed(row["failure"]), False
    else:
        happened, succeeded = Said(N_("the record shows neither an address nor a failure")), None
    return _step(Layer.DNS, row, _asked(row), happened, succeeded)


# By whether the record names the resolver's address, and how it was asked.
_ASKED = {
    (True, True): N_("the resolver %(resolver)s (%(engine)s) was asked for %(kind)s of %(name)s"),
    (True, False): N_("the resolver %(resolver)s was asked for %(kind)s of %(name)s"),
    (False, True): N_("the device's own resolver (%(engine)s) was asked for %(kind)s of %(name)s"),
    (False, False): N_(
        "a resolver that the record does not name (the device's own, as this test does) was asked "
        "for %(kind)s of %(name)s"
    ),
}


def _asked(row: Row) -> Said:
    resolver = row["resolver_address"]
    engine = None if row["engine"] == _NO_ENGINE else row["engine"]
    named = {"resolver": resolver, "engine": engine}
    values: dict[str, object] = {key: Wire(value) for key, value in named.items() if value}
    values |= {"name": Wire(row["hostname"] or "?"), "kind": _kind(row["query_type"])}
    return Said(_ASKED[bool(resolver), bool(engine)], values)


def _kind(query_type: str | None) -> Said:
    words = {"A": N_("IPv4 addresses"), "AAAA": N_("IPv6 addresses"), "ANY": N_("addresses")}
    if query_type in words:
        return Said(words[query_type])
    return Said(N_("%(type)s records"), {"type": Wire(query_type or "?")})


def _tcp(row: Row) -> Step:
    tried = Said(N_("a connection to %(where)s"), {"where": where(row)})
    return _step(Layer.TCP, row, tried, *_ended(row["success"], row, N_("it connected")))


def _tls(row: Row) -> Step:
    if row["network"] == _OBFS4:  # not TLS: no name is sent, and there is no certificate
        tried = Said(N_("an obfs4 handshake with %(where)s"), {"where": where(row)})
        done = N_("it was completed")
    elif row["server_name"]:
        tried = Said(
            N_("a handshake with %(where)s for the name %(name)s"),
            {"where": where(row), "name": Wire(row["server_name"])},
        )
        done = _CHECKED[row["no_tls_verify"]]
    else:
        tried = Said(N_("a handshake with %(where)s"), {"where": where(row)})
        done = _CHECKED_WITHOUT_NAME[row["no_tls_verify"]]
    return _step(Layer.TLS, row, tried, *_ended(row["success"], row, done))


# By `no_tls_verify`; where the record lacks it, nobody knows.
_CHECKED: dict[bool | None, str] = {
    False: N_("it was completed, and the probe accepted the certificate for the name"),
    True: N_("it was completed; the probe did not check the certificate"),
    None: N_("it was completed; whether the certificate was checked is unknown"),
}
_CHECKED_WITHOUT_NAME: dict[bool | None, str] = {
    **_CHECKED,
    False: N_("it was completed, and the probe accepted the certificate"),
}


def _http(row: Row) -> Step:
    tried = _request(row)
    if not row["status"] and not row["has_headers"]:
        if row["failure"]:
            return _step(Layer.HTTP, row, tried, failed(row["failure"]), False)
        if row["success"] and row["status"] is None:  # as tables of observations have it
            ended = Said(N_("it ended without failure; the status of the response is not kept"))
            return _step(Layer.HTTP, row, tried, ended, True)
        return _step(Layer.HTTP, row, tried, Said(N_("the record shows no response")), None)
    happened = _came(row)
    if row["failure"]:
        happened = Said(
            N_("%(first)s; then %(second)s"), {"first": happened, "second": failed(row["failure"])}
        )
    return _step(Layer.HTTP, row, tried, happened, row["success"])


def _request(row: Row) -> Said:
    """What was asked for. Measurement Kit's records may hold neither method nor address."""
    named = {"method": row["method"], "url": row["url"]}
    values = {key: Wire(value) for key, value in named.items() if value}
    if not row["url"]:
        return Said(N_("a request that the record does not describe"))
    if not row["method"]:
        return Said(N_("the request for %(url)s"), values)
    return Said(N_("the request %(method)s %(url)s"), values)


def _came(row: Row) -> Said:
    """A response came. Measurement Kit's records may hold its headers and not its status."""
    if row["status"]:
        seen = response(row["status"], row["body_length"], row["title"])
        return Said(N_("a response came: %(what)s"), {"what": seen})
    if seen := response(None, row["body_length"] or None, row["title"]):
        return Said(
            N_("a response came whose status the record does not hold: %(what)s"), {"what": seen}
        )
    return Said(N_("a response came whose status the record does not hold"))


def _ended(succeeded: bool | None, row: Row, done: str) -> tuple[Said, bool | None]:
    if succeeded:
        return Said(done), True
    if row["failure"]:
        return failed(row["failure"]), False
    if succeeded is None:
        return Said(N_("the record does not say how it ended")), None
    return Said(N_("it failed, and the record does not say how")), False


_MAKERS: dict[Layer, Callable[[Row], Step]] = {
    Layer.DNS: _dns,
    Layer.TCP: _tcp,
    Layer.TLS: _tls,
    Layer.HTTP: _http,
}
