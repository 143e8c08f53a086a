from __future__ import annotations

from collections.abc import Callable

from fanous.evaluation.simulator.encounter import encounter
from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.wire import Json
from fanous.evaluation.simulator.wire.network_events import legacy_network_events, network_events


def of_connection(rows: list[Json], number: int) -> list[Json]:
    return [row for row in rows if row["transaction_id"] == number]


def test_reads_add_up_to_the_cumulative_count(scene_of: Callable[..., Scene]) -> None:
    visit = encounter(scene_of("weather.example")).visit
    carrier = next(item for item in visit.connections if item.exchange)
    rows = of_connection(network_events(visit), carrier.number)
    reads = [row["num_bytes"] for row in rows if row["operation"] == "read"]
    (total,) = [row["num_bytes"] for row in rows if row["operation"] == "bytes_received_cumulative"]
    assert sum(size for size in reads if isinstance(size, int)) == total
    assert rows[0]["operation"] == "connect"


def test_events_come_in_order_of_time(scene_of: Callable[..., Scene]) -> None:
    rows = network_events(encounter(scene_of("library.example")).visit)
    times = [row["t"] for row in rows]
    assert times == sorted(times, key=lambda moment: float(str(moment)))
    assert all(float(str(row["t0"])) <= float(str(row["t"])) for row in rows)


def test_a_reset_is_a_failed_read_after_the_client_hello(scene_of: Callable[..., Scene]) -> None:
    visit = encounter(scene_of("news.example", mechanism="tls.reset")).visit
    rows = of_connection(network_events(visit), visit.connections[0].number)
    assert [(row["operation"], row["failure"]) for row in rows] == [
        ("connect", None),
        ("tls_handshake_start", None),
        ("write", None),
        ("read", "connection_reset"),
        ("tls_handshake_done", "connection_reset"),
    ]


def test_the_old_shape_names_the_address_on_connects_only(scene_of: Callable[..., Scene]) -> None:
    rows = legacy_network_events(encounter(scene_of("news.example", legacy=True)).visit)
    assert {row["operation"] for row in rows if "address" in row} == {"connect"}
    assert all("transaction_id" not in row for row in rows)
