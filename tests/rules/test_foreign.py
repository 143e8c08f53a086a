"""SQL of a file does nothing but select, and a locked connection lets it do nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from fanous.errors import InputError
from fanous.model.outcome import Layer
from fanous.rules.foreign import lock, refuse_unsafe
from fanous.rules.registry import RULES
from fanous.rules.rule_set import RuleSet
from fanous.store.query import connect


def with_query(sql: str, name: str = "tcp") -> RuleSet:
    current = RuleSet.current()
    queries = {group: dict(found) for group, found in current.queries.items()}
    queries["subjects"][name] = sql
    return replace(current, queries=queries)


def with_fact(sql: str) -> RuleSet:
    current, tcp = RuleSet.current(), RULES[Layer.TCP]
    facts = (replace(tcp.facts[0], sql=sql), *tcp.facts[1:])
    return replace(current, layers={**current.layers, Layer.TCP: replace(tcp, facts=facts)})


def test_our_own_rule_set_passes() -> None:
    refuse_unsafe(RuleSet.current(), "current")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1; SELECT 2",
        "COPY (SELECT 1) TO 'x'",
        "DROP TABLE tcp",
        "ATTACH 'x.db'",
        "PRAGMA version",
        "SET threads = 1",
        "WITH gone AS (DELETE FROM tcp RETURNING 1) SELECT * FROM gone",
        "SELECT 1 -- the rest is gone",
        "SELECT 1 /* the rest is gone",
        "SELECT $$ ; $$",
        "SELECT (",
        "",
    ],
)
def test_a_query_that_is_no_select_is_refused(sql: str) -> None:
    with pytest.raises(InputError, match=r"^mine: subjects: tcp: "):
        refuse_unsafe(with_query(sql), "mine")


@pytest.mark.parametrize(
    "sql",
    [
        "true) FROM tcp; DROP TABLE tcp; SELECT (true",
        "true), false) THEN 1 ELSE 0 END AS mask FROM tcp",
        "true)--",
        "success AND",
    ],
)
def test_a_fact_that_is_no_expression_is_refused(sql: str) -> None:
    with pytest.raises(InputError, match=r"^mine: fact CONNECTED: "):
        refuse_unsafe(with_fact(sql), "mine")


def test_a_name_cannot_carry_a_statement() -> None:
    with pytest.raises(InputError, match="no name of a relation"):
        refuse_unsafe(with_query("SELECT 1", "x AS SELECT 1; DROP TABLE tcp; SELECT"), "mine")


def test_words_inside_strings_are_data() -> None:
    refuse_unsafe(with_fact("failure = 'drop; -- it''s a name'"), "mine")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{secret}')",
        "SELECT * FROM '{secret}'",
        "SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM glob('{folder}/*')",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "ATTACH '{folder}/out.db'",
        "EXPORT DATABASE '{folder}/out'",
        "SELECT * FROM query('COPY (SELECT 1) TO ''{folder}/out.csv''')",
        "SELECT * FROM variable_of_ours",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "RESET enable_external_access",
        "SET lock_configuration = false",
        "SET python_enable_replacements = true",
    ],
)
def test_a_locked_connection_reaches_nothing(tmp_path: Path, sql: str) -> None:
    """The second fence holds alone: even statements that the first would never let through."""
    variable_of_ours = pa.table({"secret": [1]})
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    connection = connect()
    lock(connection)
    with pytest.raises(duckdb.Error):
        connection.execute(sql.format(secret=secret, folder=tmp_path)).fetchall()
    assert variable_of_ours.num_rows == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_a_locked_connection_still_computes() -> None:
    connection = connect()
    connection.execute("CREATE TEMP TABLE tcp AS SELECT 7 AS record")
    lock(connection)
    connection.execute("CREATE OR REPLACE TEMP VIEW seen AS SELECT record + 1 AS n FROM tcp")
    assert connection.execute("SELECT n FROM seen").fetchall() == [(8,)]
