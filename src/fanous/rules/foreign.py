"""SQL text that came from a file: what it must be, and what a connection may do that runs it.

A rule set is SQL. One that a user was sent could hold other SQL. Two fences, either enough:

1. each text must be one SELECT, or one expression, and nothing that ends it early;
2. it runs in a connection of its own that is locked: no files, no network, no extensions, no
   variables of this process, and no setting that could undo this.

Decides both. Leaves loading the observations, which must come before the lock, to the caller. What
remains possible is to take long, or to fail.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fanous.errors import InputError
from fanous.rules.rule_set import RuleSet

if TYPE_CHECKING:
    import duckdb

__all__ = ["lock", "refuse_unsafe"]

# The order matters: nothing can be set after the last.
_LOCK = (
    "SET enable_external_access = false",
    "SET python_enable_replacements = false",
    "SET allow_community_extensions = false",
    "SET lock_configuration = true",
)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_WRITES = re.compile(r"\b(insert|update|delete|merge|copy|attach|create|alter|drop)\b", re.I)
_STRING = re.compile(r"'(?:[^']|'')*'")
_ENDS_EARLY = re.compile(r";|--|/\*|\$")  # a dollar quotes text in ways `_STRING` does not know


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """Shut a connection off from everything but its own tables, for good."""
    for statement in _LOCK:
        connection.execute(statement)


def refuse_unsafe(rules: RuleSet, name: str) -> None:
    """Raise InputError, saying where, unless every text is one SELECT or one expression."""
    for layer in rules.layers.values():
        for fact in layer.facts:
            _check(fact.sql, f"SELECT (\n{fact.sql}\n)", f"{name}: fact {fact.name}")
    for group, queries in rules.queries.items():
        for query, sql in queries.items():
            if not _NAME.fullmatch(query):
                raise _refused(f"{name}: {group}: {query!r} is no name of a relation")
            _check(sql, sql, f"{name}: {group}: {query}")


def _check(text: str, statement: str, where: str) -> None:
    import duckdb

    bare = _STRING.sub("''", text)
    if found := (_ENDS_EARLY.search(bare) or _WRITES.search(bare)):
        raise _refused(f"{where}: {found[0]!r} has no place here")
    try:
        statements = duckdb.extract_statements(statement)
    except duckdb.Error as error:
        raise _refused(f"{where}: {str(error).splitlines()[0]}") from error
    if [found.type for found in statements] != [duckdb.StatementType.SELECT]:
        raise _refused(f"{where}: not one SELECT")


def _refused(what: str) -> InputError:
    return InputError(what, remedy="Only run rule sets from people you trust; this one was not.")
