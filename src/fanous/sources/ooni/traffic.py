"""Network events (OONI df-008) as sums: how much was read and written in one span of a connection.

Decides which events are counted and to which connection one belongs. Leaves what a stall or a count
means to the rules.
"""

from __future__ import annotations

from msgspec import Struct

from fanous.sources.ooni.wire import NetworkEvent

__all__ = ["Traffic", "by_transaction", "traffic_of"]


class Traffic(Struct, frozen=True, gc=False):
    """Reads and writes of one transaction in one span; null where there were no events."""

    reads: int | None = None
    read_bytes: int | None = None
    writes: int | None = None
    written_bytes: int | None = None
    last_operation: str | None = None
    last_read_t: float | None = None


_NO_TRAFFIC = Traffic()
_NEVER = float("inf")
_LEAST, _MOST = -(2**63), 2**63 - 1


def by_transaction(events: list[NetworkEvent] | None) -> dict[int, list[NetworkEvent]]:
    """Reads and writes by transaction id; events without one can't be told apart."""
    grouped: dict[int, list[NetworkEvent]] = {}
    for event in events or ():
        operation, number = event.operation, event.transaction_id
        if number and (operation == "read" or operation == "write"):
            if number in grouped:
                grouped[number].append(event)
            else:
                grouped[number] = [event]
    return grouped


def traffic_of(
    events: dict[int, list[NetworkEvent]],
    transaction: int | None,
    *,
    after: float | None,
    until: float | None,
) -> Traffic:
    """Sum a transaction's events with `after < t <= until` (seconds since measurement start)."""
    mine = events.get(transaction) if transaction else None
    if not mine:
        return _NO_TRAFFIC
    low, high = after if after is not None else -1.0, until or _NEVER
    reads = read_bytes = writes = written = 0
    last, last_read_t = None, None
    for event in mine:
        t = event.t
        if t is not None and not low < t <= high:
            continue
        last = event.operation
        if last == "read":
            reads += 1
            read_bytes += event.num_bytes or 0
            last_read_t = t
        else:
            writes += 1
            written += event.num_bytes or 0
    operation = f"{last}_{reads if last == 'read' else writes}" if last else None
    return Traffic(reads, _fitting(read_bytes), writes, _fitting(written), operation, last_read_t)


def _fitting(total: int) -> int:
    """A sum that its column can hold: each number of a forged record fits, their sum may not."""
    return total if _LEAST <= total <= _MOST else max(_LEAST, min(total, _MOST))
