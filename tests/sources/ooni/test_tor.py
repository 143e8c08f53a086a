"""Targets of Tor become rows, and a private bridge is never given away."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import FUZZ, Record, certificate, encoded, read_records
from tests.making_services import PRIVATE_BRIDGE, VARIANTS, tor

BRIDGE_IP, _, BRIDGE_PORT = PRIVATE_BRIDGE.rpartition(":")
KEY = "f" * 64


@pytest.mark.parametrize("era", [2019, 2020, 2022, 2025])
def test_targets(tmp_path: Path, era: int) -> None:
    found = read_records(tmp_path, tor(era=era))
    private = [("[scrubbed]", None)] if era >= 2022 else []
    assert [(row["ip"], row["port"]) for row in found.rows("tcp")] == [
        ("128.31.0.39", 9131),
        ("204.13.164.118", 80),
        ("128.31.0.39", 9101),
        ("204.13.164.118", 443),
        ("193.11.166.194", 27015),
        *private,
    ]
    assert [(row["ip"], row["port"], row["network"]) for row in found.rows("tls")] == [
        ("128.31.0.39", 9101, "tcp"),
        ("204.13.164.118", 443, "tcp"),
        ("193.11.166.194", 27015, "obfs4"),
        *((None, None, "obfs4") for _ in private),
    ]
    assert [(row["ip"], row["port"], row["status"]) for row in found.rows("http")] == [
        ("128.31.0.39", 9131, 200),
        ("204.13.164.118", 80, 200),
    ]


@pytest.mark.parametrize("era", [2019, 2020, 2025])
def test_steps_of_one_target_are_tied_together(tmp_path: Path, era: int) -> None:
    """The probe's own ids begin anew with each target: joining by them mixed targets up."""
    found = read_records(tmp_path, tor(era=era))
    numbers = [row["transaction_id"] for row in found.rows("tcp")]
    assert numbers == list(range(1, len(numbers) + 1))
    tied = {row["transaction_id"]: row["ip"] for row in found.rows("tcp")}
    for row in found.rows("tls") + found.rows("http"):
        assert row["ip"] in (tied[row["transaction_id"]], None)


def test_traffic_belongs_to_its_target(tmp_path: Path) -> None:
    record = tor(era=2020)
    target = record["test_keys"]["targets"]["128.31.0.39:9101"]
    t = target["tls_handshakes"][0]["t"]
    target["network_events"] = [
        {"operation": "write", "num_bytes": 243, "t": t - 0.02, "conn_id": 6},
        {"operation": "read", "num_bytes": 517, "t": t - 0.01, "conn_id": 6},
    ]
    first, second, *_ = read_records(tmp_path, record).rows("tls")
    assert (first["writes"], first["read_bytes"], first["last_operation"]) == (1, 517, "read_1")
    assert second["reads"] is None


def test_relays_are_not_asked_for_a_name_or_a_certificate(tmp_path: Path) -> None:
    first, *_ = read_records(tmp_path, tor()).rows("tls")
    assert (first["server_name"], first["no_tls_verify"]) == ("", True)


def test_bridges_that_do_not_shake_hands(tmp_path: Path) -> None:
    found = read_records(tmp_path, VARIANTS["tor_bridges"])
    bridges = [row for row in found.rows("tls") if row["network"] == "obfs4"]
    assert [row["failure"] for row in bridges] == ["generic_timeout_error", "eof_error"]
    assert found.row()["probe_blocking"] == (
        "or_port_dirauth_accessible=2 or_port_dirauth_total=2 dir_port_accessible=2"
        " dir_port_total=2 or_port_accessible=0 or_port_total=0 obfs4_accessible=0 obfs4_total=2"
    )


def test_a_bridge_that_was_not_connected_to_has_no_handshake(tmp_path: Path) -> None:
    """The summary calls the failed connect the failure of the handshake, too."""
    record = tor(trouble={"193.11.166.194:27015": ("tcp", "connection_refused")}, era=2020)
    found = read_records(tmp_path, record)
    assert [row["network"] for row in found.rows("tls")] == ["tcp", "tcp"]
    assert found.rows("tcp")[-1]["failure"] == "connection_refused"


def careless(**changes: Any) -> Record:
    """A probe that says everything of its private bridge in every field it has."""
    record = tor()
    text = json.dumps(record["test_keys"]["targets"][KEY]).replace("[scrubbed]", BRIDGE_IP)
    said = f"dial tcp {PRIVATE_BRIDGE}: broken"
    target = json.loads(text) | {"target_address": PRIVATE_BRIDGE, "failure": said}
    target["target_name"] = "secret-bridge"
    target["summary"] = {"connect": {"failure": None}, "handshake": {"failure": said}}
    target["queries"] = [
        {"hostname": "secret-bridge.example", "query_type": "A", "failure": said,
         "answers": [{"answer_type": "A", "ipv4": BRIDGE_IP}]}
    ]  # fmt: skip
    target["tls_handshakes"] = [
        {"address": PRIVATE_BRIDGE, "server_name": "secret-bridge.example", "failure": said,
         "peer_certificates": [encoded(certificate("secret-bridge.example"))]}
    ]  # fmt: skip
    target["requests"] = [
        {"address": PRIVATE_BRIDGE, "failure": said,
         "request": {"url": f"http://{PRIVATE_BRIDGE}/", "method": "GET"},
         "response": {"code": 200, "body": BRIDGE_IP, "headers": {"Host": PRIVATE_BRIDGE}}}
    ]  # fmt: skip
    target["network_events"] = [{"operation": "connect", "address": PRIVATE_BRIDGE, "t": 0.1}]
    record["test_keys"]["targets"] = {KEY: target | changes}
    return record


def test_of_a_private_bridge_only_the_results_are_kept(tmp_path: Path) -> None:
    found = read_records(tmp_path, careless())
    (parsed,) = found.parsed
    told = repr(parsed)
    secret = hashlib.sha256(certificate("secret-bridge.example")).hexdigest()
    for part in (BRIDGE_IP, BRIDGE_PORT, "secret-bridge", secret, KEY):
        assert part not in told
    (tcp,), (http,) = found.rows("tcp"), found.rows("http")
    assert (tcp["ip"], tcp["success"]) == ("[scrubbed]", True)
    assert [row["failure"] for row in found.rows("tls")] == ["unknown_failure"] * 2
    assert (http["status"], http["failure"], http["url"]) == (200, "unknown_failure", None)
    assert found.rows("dns") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"target_address": "[scrubbed]", "target_source": None},
        {"target_address": None, "target_source": ""},
        {"target_address": BRIDGE_IP, "target_source": None},
        {"target_address": 7, "target_source": None},
        {"target_protocol": "or_port"},
        {"target_protocol": None, "summary": None},
    ],
)
def test_a_target_that_does_not_say_its_address_is_private(tmp_path: Path, changes: Record) -> None:
    (parsed,) = read_records(tmp_path, careless(**changes)).parsed
    assert BRIDGE_IP not in repr(parsed)


@FUZZ
@given(
    st.sampled_from(["tcp_connect", "tls_handshakes", "requests", "queries", "summary", "failure"]),
    st.sampled_from([PRIVATE_BRIDGE, [PRIVATE_BRIDGE], {PRIVATE_BRIDGE: PRIVATE_BRIDGE}, [[1]]]),
)
def test_a_wrong_type_gives_no_bridge_away(
    tmp_path_factory: pytest.TempPathFactory, field: str, value: object
) -> None:
    """What was bent is noted with its value and its place: not inside a target."""
    folder = tmp_path_factory.getbasetemp()
    found = read_records(folder, careless(**{field: value}))
    (parsed,) = found.parsed
    assert BRIDGE_IP not in repr(parsed)
    notes = found.row()["coerced"]
    assert notes in ([], ["test_keys.targets: fields of a wrong type"])


def test_a_map_of_too_many_targets_is_cut(tmp_path: Path) -> None:
    record = tor()
    (first, *_) = record["test_keys"]["targets"].values()
    record["test_keys"]["targets"] = {f"{number:x}": first for number in range(2_001)}
    found = read_records(tmp_path, record)
    assert len(found.rows("tcp")) == 2_000
    assert found.row()["coerced"] == ["test_keys.targets: 2001 entries, the first 2000 were read"]


@pytest.mark.parametrize("targets", [None, {}, [], {"a": None}, [None], 7, "x"])
def test_no_targets(tmp_path: Path, targets: object) -> None:
    record = tor() | {"test_keys": {"targets": targets}}
    found = read_records(tmp_path, record)
    assert len(found.measurements) == 1
    assert [found.rows(table) for table in ("dns", "tcp", "tls", "http")] == [[]] * 4
