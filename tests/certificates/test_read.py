from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from fanous.certificates.read import read_certificates
from fanous.model.tables import CERTIFICATES
from fanous.store.arrow import arrow_table
from tests.making import ADDRESS, FUZZ, HOST, certificate


def read(der: bytes) -> dict[str, object]:
    (row,) = read_certificates([("hash", der)])
    return dict(zip(CERTIFICATES.names, row, strict=True))


def test_what_a_certificate_says() -> None:
    assert read(certificate()) == {
        "sha256": "hash",
        "subject": f"CN={HOST}",
        "issuer": "CN=Test Issuer",
        "names": [HOST, f"*.{HOST}", ADDRESS],
        "not_before": round(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1_000_000),
        "not_after": round(datetime(2026, 12, 31, tzinfo=UTC).timestamp() * 1_000_000),
        "unreadable": None,
    }


def test_a_broken_certificate_is_kept_with_its_reason() -> None:
    row = read(certificate()[:-20])
    assert row["sha256"] == "hash"
    assert row["subject"] is None and row["names"] is None and row["not_after"] is None
    assert "ValueError" in str(row["unreadable"])


def test_an_empty_certificate() -> None:
    assert read(b"")["unreadable"]


def test_a_certificate_without_names() -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding

    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(x509.Name([]))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(1999, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .sign(key, None)
    )
    row = read(made.public_bytes(Encoding.DER))
    assert (row["names"], row["subject"], row["unreadable"]) == ([], "", None)


def test_order_is_kept_and_nothing_gives_nothing() -> None:
    rows = read_certificates([("b", b""), ("a", certificate())])
    assert [row[0] for row in rows] == ["b", "a"]
    assert read_certificates([]) == []


@FUZZ
@given(at=st.integers(0, len(certificate()) - 1), value=st.integers(0, 255))
def test_no_damage_raises_and_every_row_is_a_row_of_the_table(at: int, value: int) -> None:
    der = bytearray(certificate())
    der[at] = value
    rows = read_certificates([("hash", bytes(der))])
    assert arrow_table(CERTIFICATES, rows).num_rows == 1
    assert (rows[0][1] is None) == (rows[0][6] is not None)
