"""Each distinct question about a chain is asked once, and an answer given before is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from fanous.certificates.trust import TrustStore
from fanous.certificates.validate import validate_chains
from fanous.engine import validated
from fanous.engine.validated import register_validations, trust_store
from fanous.model.tables import CERTIFICATES_DER, MEASUREMENTS, TLS
from fanous.store.arrow import arrow_table
from fanous.store.query import connect
from tests.making import certificate

SHOP = sha256(certificate()).hexdigest()
OTHER = sha256(certificate("other.example")).hexdigest()
Asked = list[tuple[tuple[str, ...], str, object]]


def handshakes(*shown: tuple[int, list[str], str | None]):  # type: ignore[no-untyped-def]
    """A connection with handshakes (record, chain, name), one record a day from 2026-03-04."""
    connection = connect(threads=1)
    start = datetime(2026, 3, 4, 5, tzinfo=UTC).timestamp()
    measured = [
        tuple(record if name == "record" else round((start + 86_400 * (record - 1)) * 1_000_000)
              if name == "start_time" else None for name in MEASUREMENTS.names)
        for record in sorted({record for record, _, _ in shown})
    ]  # fmt: skip
    rows = []
    for sequence, (record, chain, server_name) in enumerate(shown):
        known = {
            "record": record,
            "sequence": sequence,
            "certificates": chain,
            "server_name": server_name,
        }
        rows.append(tuple(known.get(name) for name in TLS.names))
    connection.register("measurements", arrow_table(MEASUREMENTS, measured))
    connection.register("tls", arrow_table(TLS, rows))
    ders = [(SHOP, certificate()), (OTHER, certificate("other.example"))]
    connection.register("certificates_der", arrow_table(CERTIFICATES_DER, ders))
    return connection


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Every question that reaches the validator."""
    found: Asked = []

    def spy(chains: Asked, ders: dict[str, bytes], trust: TrustStore) -> object:
        found.extend(chains)
        return validate_chains(chains, ders, trust)  # type: ignore[arg-type]

    monkeypatch.setattr(validated, "validate_chains", spy)
    return found


def test_a_question_is_a_chain_a_name_and_a_day(asked: Asked) -> None:
    connection = handshakes(
        (1, [SHOP], "shop.example"),
        (1, [SHOP], "shop.example"),
        (1, [SHOP], "other.example"),
        (2, [SHOP], "shop.example"),
        (2, [OTHER, SHOP], "shop.example"),
        (2, [], "shop.example"),
        (2, [SHOP], None),
    )
    register_validations(connection)
    assert len(asked) == len(set(asked)) == 4
    rows = connection.execute("SELECT chain, server_name, day, trust FROM validations").fetchall()
    assert len(rows) == 4
    assert {day for _, _, day, _ in rows} == {20516, 20517}
    assert {trust for *_, trust in rows} == {trust_store(()).digest[:12]}


def test_what_was_answered_before_is_not_asked_again(asked: Asked) -> None:
    connection = handshakes((1, [SHOP], "shop.example"), (1, [OTHER], "other.example"))
    register_validations(connection)
    connection.execute(
        "CREATE TABLE before AS SELECT * REPLACE ('kept' AS result) FROM validations "
        "WHERE server_name = 'shop.example'"
    )
    connection.execute("INSERT INTO before SELECT * REPLACE ('old' AS trust) FROM validations")
    asked.clear()
    register_validations(connection, known="before")
    assert [name for _, name, _ in asked] == ["other.example"]  # another store's word counts not
    results = dict(connection.execute("SELECT server_name, result FROM validations").fetchall())
    assert results["shop.example"] == "kept"
    assert len(results) == 2


def test_no_handshake_asks_nothing(asked: Asked) -> None:
    connection = handshakes()
    register_validations(connection)
    assert asked == []
    assert connection.execute("SELECT count(*) FROM validations").fetchone() == (0,)


def test_added_roots_make_another_store(tmp_path: Path) -> None:
    from ssl import DER_cert_to_PEM_cert

    path = tmp_path / "root.pem"
    path.write_text(DER_cert_to_PEM_cert(certificate()), encoding="ascii")
    assert trust_store((path,)).digest != trust_store(()).digest
    assert trust_store(()) is trust_store(())
