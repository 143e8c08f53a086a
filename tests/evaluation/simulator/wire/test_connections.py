from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable

from cryptography import x509

from fanous.evaluation.simulator.encounter import encounter
from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.wire.connections import (
    legacy_tcp_connect,
    legacy_tls_handshakes,
    tcp_connect,
    tls_handshakes,
)


def test_rows_of_one_endpoint_share_number_and_tags(scene_of: Callable[..., Scene]) -> None:
    visit = encounter(scene_of("news.example")).visit
    connects = {row["transaction_id"]: row for row in tcp_connect(visit)}
    for row in tls_handshakes(visit):
        connect = connects[row["transaction_id"]]
        assert row["tags"] == connect["tags"]
        assert row["address"] == f"{connect['ip']}:{connect['port']}"
        assert row["tags"] == ["classic", "tcptls_experiment", "depth=0", "fetch_body=true"]


def test_certificates_are_der_in_base64_for_the_name(scene_of: Callable[..., Scene]) -> None:
    (row, *_) = tls_handshakes(encounter(scene_of("news.example")).visit)
    chain = row["peer_certificates"]
    assert isinstance(chain, tuple) and len(chain) == 2
    leaf = x509.load_der_x509_certificate(b64decode(chain[0]["data"]))
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "news.example" in names.get_values_for_type(x509.DNSName)


def test_a_reset_shows_no_certificate(scene_of: Callable[..., Scene]) -> None:
    rows = tls_handshakes(encounter(scene_of("news.example", mechanism="tls.reset")).visit)
    assert {row["failure"] for row in rows} == {"connection_reset"}
    assert {row["peer_certificates"] for row in rows} == {None}
    assert {row["tls_version"] for row in rows} == {""}


def test_the_hop_is_tagged_with_its_depth(scene_of: Callable[..., Scene]) -> None:
    rows = tcp_connect(encounter(scene_of("mail.example")).visit)
    hop = [row for row in rows if "depth=1" in str(row["tags"])]
    assert hop and all("tcptls_experiment" not in str(row["tags"]) for row in hop)
    checks = [row for row in rows if "fetch_body=false" in str(row["tags"])]
    assert {row["port"] for row in checks} == {443}


def test_the_old_shape_judges_and_hides_the_endpoint(scene_of: Callable[..., Scene]) -> None:
    scene = scene_of("weather.example", legacy=True, ipv6_failure="host_unreachable")
    visit = encounter(scene).visit
    status = {str(row["ip"]): row["status"] for row in legacy_tcp_connect(visit)}
    assert status["2001:db8:100::50"] == {
        "blocked": True,
        "failure": "host_unreachable",
        "success": False,
    }
    rows = legacy_tls_handshakes(visit)
    assert rows is not None
    assert not {"address", "transaction_id"} & set(rows[0])


def test_no_handshake_is_null_in_the_old_shape(scene_of: Callable[..., Scene]) -> None:
    assert legacy_tls_handshakes(encounter(scene_of("mail.example", legacy=True)).visit) is None
