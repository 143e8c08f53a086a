"""Certificate chains re-validated once each, as the relation that the judge joins.

Decides which questions are asked (each distinct chain, name and day of the handshakes at hand) and
that one connection asks each once. What the answers are is `fanous.certificates`'.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fanous.certificates.trust import TrustStore, load_trust
from fanous.certificates.validate import validate_chains
from fanous.model.tables import DAY

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["register_validations", "trust_store"]

_TRUST_LENGTH = 12  # of the digest of the roots
_ASKED = f"""
    SELECT DISTINCT t.certificates, t.server_name, epoch_us(m.start_time) // {DAY} AS day
    FROM tls t JOIN measurements m ON m.record = t.record
    WHERE len(t.certificates) > 0 AND t.server_name IS NOT NULL
"""


def register_validations(
    connection: duckdb.DuckDBPyConnection,
    own_roots: tuple[Path, ...] = (),
    *,
    known: str | None = None,
) -> None:
    """Make `validations` from the relations `tls`, `measurements` and `certificates_der`.

    `known` names a relation of validations that were made before: those against the same roots
    are taken over.
    """
    trust = trust_store(own_roots).digest[:_TRUST_LENGTH]
    answered = f"SELECT * FROM {known} WHERE trust = '{trust}'" if known else None
    asked = connection.execute(
        _ASKED
        + (f" EXCEPT SELECT chain, server_name, day FROM ({answered})" if answered else "")
        + " ORDER BY 1, 2, 3"
    ).fetchall()
    connection.register("new_validations", _answers(connection, asked, own_roots, trust))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE validations AS SELECT * FROM new_validations"
        + (f" UNION ALL {answered}" if answered else "")
    )
    connection.unregister("new_validations")


@lru_cache(4)
def trust_store(own_roots: tuple[Path, ...]) -> TrustStore:
    """The bundled roots, and those that a reference folder adds."""
    return load_trust(own_roots)


def _answers(
    connection: duckdb.DuckDBPyConnection,
    asked: list[tuple[list[str], str, int]],
    own_roots: tuple[Path, ...],
    trust: str,
) -> pa.Table:
    import pyarrow as pa

    chains = [(tuple(chain), name, _date(day)) for chain, name, day in asked]
    results: list[str] = []
    if chains:
        ders = dict(
            connection.execute("SELECT DISTINCT sha256, der FROM certificates_der").fetchall()
        )
        answered = validate_chains(chains, ders, trust_store(own_roots))
        results = [result for _, _, _, result in answered]
    return pa.table(
        {
            "chain": pa.array([chain for chain, _, _ in asked], pa.list_(pa.string())),
            "server_name": pa.array([name for _, name, _ in asked], pa.string()),
            "day": pa.array([day for _, _, day in asked], pa.int64()),
            "result": pa.array(results, pa.string()),
            "trust": pa.array([trust] * len(asked), pa.string()),
        }
    )


def _date(day: int) -> date:
    return datetime.fromtimestamp(day * 86_400, UTC).date()
