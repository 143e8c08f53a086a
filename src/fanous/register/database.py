"""The register as one SQLite file that is only read, with full text search.

Decides its tables, and that search folds diacritics, Arabic letters and digits on both sides, so
that English and Persian are found however they are typed. The file is made anew each time, renamed
into place, and never written again. This is the register's own file; the store's tables are not in
it.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from fanous.register.exports.rows import claim_row
from fanous.register.fold import fold, words
from fanous.register.load import Register
from fanous.register.roots import standings

__all__ = ["FORMAT", "Hit", "fill", "in_memory", "search", "write_database"]

FORMAT = 1  # PRAGMA user_version
_READ_ONLY = 0o444
_TABLES = """
CREATE TABLE sources (id TEXT PRIMARY KEY, kind TEXT, title TEXT, publisher TEXT, published TEXT,
  seen TEXT, standing TEXT, status TEXT, record TEXT NOT NULL);
CREATE TABLE entities (id TEXT PRIMARY KEY, kind TEXT, name TEXT, name_fa TEXT, trace TEXT,
  summary TEXT, status TEXT, record TEXT NOT NULL);
CREATE TABLE claims (id TEXT PRIMARY KEY, status TEXT, source TEXT REFERENCES sources,
  locator TEXT, kind TEXT, subject TEXT, predicate TEXT, step TEXT, date TEXT, text TEXT,
  hedge TEXT, weakest_hedge TEXT, attribution TEXT, independent_roots INTEGER, measurable TEXT,
  record TEXT NOT NULL);
CREATE TABLE claim_refers (claim TEXT REFERENCES claims, how TEXT, to_id TEXT,
  PRIMARY KEY (claim, how, to_id)) WITHOUT ROWID;
CREATE TABLE source_roots (source TEXT REFERENCES sources, rests_on TEXT,
  PRIMARY KEY (source, rests_on)) WITHOUT ROWID;
CREATE TABLE links (id TEXT PRIMARY KEY, claim TEXT REFERENCES claims, element TEXT, test TEXT,
  implication TEXT, record TEXT NOT NULL);
CREATE VIRTUAL TABLE search USING fts5 (id UNINDEXED, kind UNINDEXED, shown UNINDEXED, title, body,
  tokenize = 'unicode61');
"""
_REFERS = (
    "objects",
    "systems",
    "places",
    "rests_on",
    "roots",
    "same",
    "replies",
    "contradicted_by",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that a search found. `shown` holds the hedge, where it is a claim."""

    id: str
    kind: str
    shown: str


def write_database(register: Register, path: Path) -> None:
    """Make the file, whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(partial)) as connection:
        fill(connection, register)
        connection.execute("VACUUM")
    partial.chmod(_READ_ONLY)
    partial.replace(path)


def in_memory(register: Register) -> sqlite3.Connection:
    """The same, for one question."""
    connection = sqlite3.connect(":memory:")
    fill(connection, register)
    return connection


def fill(connection: sqlite3.Connection, register: Register) -> None:
    """Make the tables and fill them, in the order of ids: same register, same rows."""
    connection.executescript(_TABLES)
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    with connection:
        _sources(connection, register)
        _entities(connection, register)
        _claims(connection, register)
        connection.executemany("INSERT INTO search VALUES (?,?,?,?,?)", _texts(register))


def _record(item: msgspec.Struct) -> str:
    return msgspec.json.encode(item, order="deterministic").decode()


def _sources(connection: sqlite3.Connection, register: Register) -> None:
    for key, item in sorted(register.sources.items()):
        values = (key, item.kind, item.title, item.publisher, item.published, item.seen)
        connection.execute(
            "INSERT INTO sources VALUES (?,?,?,?,?,?,?,?,?)",
            (*values, item.standing, item.status, _record(item)),
        )
        below = sorted({*item.derived_from, *filter(None, [item.copy_of])})
        connection.executemany(
            "INSERT INTO source_roots VALUES (?,?)", [(key, name) for name in below]
        )


def _entities(connection: sqlite3.Connection, register: Register) -> None:
    connection.executemany(
        "INSERT INTO entities VALUES (?,?,?,?,?,?,?,?)",
        [
            (key, i.kind, i.name, i.name_fa, i.trace, i.summary, i.status, _record(i))
            for key, i in sorted(register.entities.items())
        ],
    )


def _claims(connection: sqlite3.Connection, register: Register) -> None:
    stand = standings(register)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(claims)")][:-1]
    for key, claim in sorted(register.claims.items()):
        row = claim_row(register, claim, stand[key])
        marks = ",".join("?" * (len(columns) + 1))
        record = json.dumps(row, ensure_ascii=False, sort_keys=True)
        values = (*(row[name] for name in columns), record)
        connection.execute(f"INSERT INTO claims VALUES ({marks})", values)
        refers = sorted({(key, how, name) for how in _REFERS for name in row[how]})
        connection.executemany("INSERT INTO claim_refers VALUES (?,?,?)", refers)
    connection.executemany(
        "INSERT INTO links VALUES (?,?,?,?,?,?)",
        [
            (link.id, key, link.element, link.test, link.implication, _record(link))
            for key, record in sorted(register.links.items())
            for link in record.links
        ],
    )


def _texts(register: Register) -> Iterator[tuple[str, str, str, str, str]]:
    """What is searched, folded, and what is shown of it."""
    for key, entity in sorted(register.entities.items()):
        names = " ".join((key, entity.name, entity.name_fa, *entity.aliases))
        shown = f"{entity.name} – {entity.name_fa}" if entity.name_fa else entity.name
        yield key, entity.kind, shown, _searched(names), _searched(entity.summary, entity.note)
    for key, source in sorted(register.sources.items()):
        publisher = register.entities.get(source.publisher or "")
        title = _searched(key, source.title, publisher.name if publisher else "")
        yield key, "source", source.title, title, _searched(source.standing)
    for key, claim in sorted(register.claims.items()):
        about = [claim.subject or "", *claim.objects, *claim.systems, claim.attribution.by or ""]
        named = [register.entities[name] for name in about if name in register.entities]
        parts = [part for item in named for part in (item.name, item.name_fa, *item.aliases)]
        body = _searched(claim.text, claim.subject_words, claim.attribution.words, claim.note)
        shown = f"{claim.text} [{claim.hedge}; {claim.attribution.words}]"
        yield key, "claim", shown, _searched(key, *parts), body


def _searched(*texts: str) -> str:
    return fold(" ".join(texts))


def search(connection: sqlite3.Connection, text: str, *, limit: int = 50) -> list[Hit]:
    """Records with every word of `text` (or a word that begins so), best first."""
    terms = " ".join(f'"{word}"*' for word in words(text))
    if not terms:
        return []
    found = connection.execute(
        "SELECT id, kind, shown FROM search WHERE search MATCH ? "
        "ORDER BY bm25(search, 0, 0, 0, 4, 1), id LIMIT ?",
        (terms, limit),
    )
    return [Hit(*row) for row in found]
