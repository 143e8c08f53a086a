from __future__ import annotations

from pathlib import Path

import pytest

from fanous.sources.ooni.transport import connected, only_address
from fanous.sources.ooni.wire import TcpConnect, TcpStatus
from tests.making import ADDRESS, ADDRESS6, Record, changed, measurement, read_records
from tests.making_services import signal

FAILED = {"failure": "connection_reset", "negotiated_protocol": ""}


def with_handshake(**changes: object) -> Record:
    """The one handshake changed; a value of None takes the key out."""
    record = measurement()
    handshake = record["test_keys"]["tls_handshakes"][0] | changes
    kept = {name: value for name, value in handshake.items() if name not in changes}
    given = {name: value for name, value in changes.items() if value is not None}
    record["test_keys"]["tls_handshakes"] = [kept | given]
    return record


@pytest.mark.parametrize("written", [None, ""])
@pytest.mark.parametrize(
    ("changes", "network"),
    [
        ({"negotiated_protocol": "h2"}, "tcp"),
        ({"negotiated_protocol": "http/1.1"}, "tcp"),
        ({"negotiated_protocol": "h3"}, ""),
        ({"negotiated_protocol": "h3-29"}, ""),
        (FAILED, "tcp"),  # its connect is in the record
        (FAILED | {"transaction_id": 99}, ""),  # that connect was another's
        (FAILED | {"address": "192.0.2.11:443"}, ""),
        (FAILED | {"address": "nonsense"}, ""),
        (FAILED | {"address": None}, "tcp"),  # older than QUIC
        ({"negotiated_protocol": "h3", "address": None}, ""),
    ],
)
def test_a_handshake_that_names_no_network(
    tmp_path: Path, written: str | None, changes: dict[str, object], network: str
) -> None:
    record = with_handshake(**(changes | {"network": written}))
    assert read_records(tmp_path, record).row("tls")["network"] == network


@pytest.mark.parametrize("network", ["tcp", "udp"])
def test_what_is_written_stays(tmp_path: Path, network: str) -> None:
    record = with_handshake(network=network, **FAILED)
    assert read_records(tmp_path, record).row("tls")["network"] == network


def test_quic_without_its_network_is_not_taken_for_tcp(tmp_path: Path) -> None:
    """Its failure would be TCP's, beside a connect that worked: less evidence must not accuse."""
    record = with_handshake(network=None, transaction_id=None, **FAILED)
    assert read_records(tmp_path, record).row("tls")["network"] == ""


@pytest.mark.parametrize("written", [None, ""])
def test_a_service_whose_handshakes_name_neither_network_nor_address(
    tmp_path: Path, written: str | None
) -> None:
    """As signal wrote them until 2022; the address is filled in from look-up and connect."""
    record = signal()
    for handshake in record["test_keys"]["tls_handshakes"]:
        handshake.pop("address", None)
        handshake.pop("network", None)
        if written is not None:
            handshake["network"] = written
    rows = read_records(tmp_path, record).rows("tls")
    assert rows and {row["network"] for row in rows} == {"tcp"}
    assert any(row["ip"] for row in rows)


def connect(ip: str | None, port: int = 443, *, success: bool | None = True) -> TcpConnect:
    return TcpConnect(ip=ip, port=port, status=TcpStatus(success=success), transaction_id=7)


def test_the_only_address_that_was_connected_to() -> None:
    assert only_address([connect(ADDRESS), connect(ADDRESS), connect("x", 80)]) == f"{ADDRESS}:443"
    assert only_address([connect(ADDRESS6)]) == f"[{ADDRESS6}]:443"
    assert only_address([connect(ADDRESS), connect(ADDRESS6)]) is None
    assert only_address([connect(ADDRESS, success=False), TcpConnect(ip=ADDRESS, port=443)]) is None


def test_only_connects_that_succeeded_are_signs() -> None:
    found = connected([connect(ADDRESS), connect("192.0.2.11", success=None), connect(None)])
    assert found == {(ADDRESS, 443, 7)}


def test_a_record_without_connects_has_no_sign(tmp_path: Path) -> None:
    record = changed(with_handshake(network=None, **FAILED), "test_keys.tcp_connect", [])
    assert read_records(tmp_path, record).row("tls")["network"] == ""
