from __future__ import annotations

from pathlib import Path

from fanous.sources.ooni.traffic import Traffic, by_transaction, traffic_of
from fanous.sources.ooni.wire import NetworkEvent
from tests.making import (
    Row,
    changed,
    measurement,
    read_records,
)


def part(row: Row, *names: str) -> tuple[object, ...]:
    return tuple(row[name] for name in names)


def test_forged_sizes_do_not_overflow(tmp_path: Path) -> None:
    """Each number fits its column; their sum did not, and ended the run."""
    event = {"operation": "read", "num_bytes": 2**62, "t": 0.6, "transaction_id": 50001}
    for sign in (1, -1):
        events = [event | {"num_bytes": sign * 2**62}] * 4
        record = changed(measurement(), "test_keys.network_events", events)
        size = read_records(tmp_path, record).row("http")["read_bytes"]
        assert isinstance(size, int) and -(2**63) <= size < 2**63


def event(
    operation: str, t: float | None, size: int | None = 1, of: int | None = 7
) -> NetworkEvent:
    return NetworkEvent(operation=operation, num_bytes=size, transaction_id=of, t=t)


def test_events_of_one_connection_in_one_span() -> None:
    events = by_transaction(
        [
            event("write", 0.1, 10),
            event("read", 0.2, 20),
            event("read", 0.3, 30),
            event("read", 0.4, 40),
            event("connect", 0.05),
            event("read", 0.2, 99, of=8),
            event("read", 0.2, 99, of=None),
        ]
    )
    handshake = traffic_of(events, 7, after=None, until=0.3)
    assert handshake == Traffic(2, 50, 1, 10, "read_2", 0.3)
    assert traffic_of(events, 7, after=0.3, until=None) == Traffic(1, 40, 0, 0, "read_1", 0.4)
    assert traffic_of(events, 9, after=None, until=None) == Traffic()
    assert traffic_of(events, None, after=None, until=None) == Traffic()
    assert by_transaction(None) == {}


def test_events_without_time_or_size() -> None:
    events = by_transaction([event("read", None, None), event("write", None, 5)])
    assert traffic_of(events, 7, after=0.1, until=0.2) == Traffic(1, 0, 1, 5, "write_1", None)
