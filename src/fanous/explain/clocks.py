"""Requests whose times tell nothing, since a request cannot end before what it needs.

Some engines wrote requests with a clock of their own, which starts with each request, beside
look-ups and connects counted from the measurement's start. Decides when a measurement is of that
kind (one of its requests ended before its name was found, its address connected to or its handshake
made), and where such requests stand in order. No time is corrected: nobody knows what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fanous.explain.case import Row

__all__ = ["requests_without_clock", "seconds"]

Observations = Mapping[str, Sequence[Row]]


def requests_without_clock(observations: Observations) -> dict[int, float | None]:
    """Requests (by `sequence`) whose times tell nothing, with the time when what each needs was
    done: seconds since the measurement's start, None if unknown. Empty where all times can be."""
    requests = observations.get("http", ())
    ready = {row["sequence"]: _ready(row, observations) for row in requests}
    return ready if any(_too_early(row, ready[row["sequence"]]) for row in requests) else {}


def seconds(value: float | None) -> float | None:
    """A time that can be drawn: finite and not before the start."""
    return value if value is not None and 0 <= value < float("inf") else None


def _too_early(row: Row, ready: float | None) -> bool:
    end = seconds(row["t"])
    return end is not None and ready is not None and end < ready


def _ready(request: Row, observations: Observations) -> float | None:
    """When the last step that a request needs was done, by the first of each kind that fits."""
    host = request["hostname"]
    asked = [row for row in observations.get("dns", ()) if host and row["hostname"] == host]
    addresses = {request["ip"]} if request["ip"] else {host, *_answers(asked)}
    needed = [
        _first_end(asked),
        _first_end(
            row
            for row in observations.get("tcp", ())
            if row["ip"] in addresses and row["port"] == request["port"]
        ),
    ]
    if request["scheme"] == "https":
        handshakes = observations.get("tls", ())
        needed.append(_first_end(row for row in handshakes if host and row["server_name"] == host))
    return max((end for end in needed if end is not None), default=None)


def _answers(asked: Iterable[Row]) -> Iterable[str]:
    return (ip for row in asked for ip in row["answers"] or ())


def _first_end(rows: Iterable[Row]) -> float | None:
    ends = (seconds(row["t"]) for row in rows)
    return min((end for end in ends if end is not None), default=None)
