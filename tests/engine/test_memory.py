"""What is judged in memory lies in the same tables as what is stored."""

from __future__ import annotations

from pathlib import Path

from fanous.engine.memory import in_memory
from fanous.model.tables import INGESTED_TABLES
from fanous.reference.load import load_reference
from fanous.sources.base import Context, Parsed
from fanous.sources.lines import source_digest
from fanous.sources.parse import parse_source
from tests.making import LATEST, measurement, reset_measurement, write_source


def parsed(path: Path, context: Context) -> list[Parsed]:
    found = parse_source(path, source_digest(path), context, latest=LATEST)
    return [item for item in found if isinstance(item, Parsed)]


def test_every_ingested_table_is_there_with_its_columns(tmp_path: Path) -> None:
    context = Context(load_reference())
    records = [measurement(1), reset_measurement(2)]
    path = write_source(tmp_path / "a.jsonl", records)
    connection = in_memory(parsed(path, context), context, threads=1)
    for table in INGESTED_TABLES:
        columns = connection.execute(f"SELECT * FROM {table.name} LIMIT 0").description
        assert columns is not None and tuple(item[0] for item in columns) == table.names
    assert connection.execute("SELECT count(*) FROM measurements").fetchone() == (2,)
    assert connection.execute("SELECT count(*) FROM tls").fetchone() == (2,)


def test_each_shown_certificate_is_there_once_and_validated(tmp_path: Path) -> None:
    context = Context(load_reference())
    path = write_source(tmp_path / "a.jsonl", [measurement(1), measurement(2)])
    connection = in_memory(parsed(path, context), context, threads=1)
    assert connection.execute("SELECT count(*) FROM certificates_der").fetchone() == (1,)
    validations = connection.execute("SELECT chain, server_name, result FROM validations")
    ((chain, name, result),) = validations.fetchall()
    assert (len(chain), name) == (1, "shop.example")
    assert result != "valid"  # it is signed by nobody we trust


def test_nothing_in_is_every_table_empty() -> None:
    connection = in_memory([], Context(load_reference()), threads=1)
    for name in (*(table.name for table in INGESTED_TABLES), "validations"):
        assert connection.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,)
