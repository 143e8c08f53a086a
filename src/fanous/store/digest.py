"""Content digests: equal for equal rows, whatever their order, shards, processes or engine.

Decides the hash: SHA-256 of each row's JSON (all columns in order), folded by addition, so that
order does not matter and repetition does.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from fanous.model.tables import TABLES

if TYPE_CHECKING:
    import duckdb

__all__ = ["table_digest"]


def table_digest(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The digest of a table or view that has the columns of its contract, in hex."""
    columns = ", ".join(
        f"{column.name} := " + (f"hex({column.name})" if column.type == "binary" else column.name)
        for column in TABLES[table].columns
    )
    (row,) = connection.execute(
        f"""
        WITH hashed AS (
            SELECT sha256(to_json(struct_pack({columns}))::VARCHAR) AS h FROM {table}
        )
        SELECT count(*),
            coalesce(sum(('0x' || substr(h, 1, 15))::BIGINT::HUGEINT), 0),
            coalesce(sum(('0x' || substr(h, 17, 15))::BIGINT::HUGEINT), 0),
            coalesce(sum(('0x' || substr(h, 33, 15))::BIGINT::HUGEINT), 0),
            coalesce(sum(('0x' || substr(h, 49, 15))::BIGINT::HUGEINT), 0)
        FROM hashed
        """
    ).fetchall()
    return hashlib.sha256(":".join(str(value) for value in row).encode()).hexdigest()
