from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from fanous.errors import CuratedFileError
from fanous.reference.defects import (
    COLUMNS,
    Defect,
    applies_sql,
    defect_rows,
    defects,
    load_defects,
)
from fanous.reference.versions import HIGHEST_VERSION, version_number, version_text

ENTRY = """[[defect]]
id = "some_defect"
test = "signal"
from = 2022-10-19
source = "https://issues.example/1"
sentence = "Something moved."
"""


def load(folder: Path, text: str) -> tuple[Defect, ...]:
    (folder / "a.toml").write_text(text, encoding="utf-8")
    return load_defects(folder)


def test_the_least_that_a_defect_says(tmp_path: Path) -> None:
    (found,) = load(tmp_path, ENTRY)
    assert found.versions == found.engines == (0, HIGHEST_VERSION)
    assert (found.since, found.until) == (datetime(2022, 10, 19, tzinfo=UTC), None)
    assert found.failures == found.endpoints == found.opinions == ()


def test_all_that_a_defect_says(tmp_path: Path) -> None:
    more = """until = 2022-10-20T02:00:00+01:00
versions = ">=0.2, <0.2.2"
engines = ">3.16.5"
failures = ["ssl_unknown_authority"]
endpoints = ["*.signal.example", "chat.example:443"]
opinions = ["signal_backend_status=blocked"]
"""
    (found,) = load(tmp_path, ENTRY + more)
    assert not found.is_of_opinion
    assert found.until == datetime(2022, 10, 20, 1, tzinfo=UTC)
    assert found.versions == (version_number("0.2"), version_number("0.2.1.99") or 0)
    assert found.engines == ((version_number("3.16.6")), HIGHEST_VERSION)
    assert [row[8:] for row in defect_rows([found])] == [
        ("ssl_unknown_authority", "*.signal.example", None, None),
        ("ssl_unknown_authority", "chat.example", 443, None),
        (None, None, None, "signal_backend_status=blocked"),
    ]


@pytest.mark.parametrize(
    ("versions", "low", "high"),
    [
        ("=0.2.4", "0.2.4", "0.2.4"),
        ("<=0.2.1", "0", "0.2.1"),
        (">0.2.3, <=0.2.4", "0.2.4", "0.2.4"),
    ],
)
def test_bounds_of_versions(tmp_path: Path, versions: str, low: str, high: str) -> None:
    (found,) = load(tmp_path, f'{ENTRY}versions = "{versions}"\n')
    assert found.versions == (version_number(low), version_number(high))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('id = "some_defect"\n', "", 1, "'id' is missing"),
        ("sentence", "colour", 1, "'sentence' is missing"),
        ('"Something moved."', '"Something moved."\ncolour = 1', 7, "'colour' is unknown"),
        ('"some_defect"', '"Some defect"', 2, "is not lower-case words"),
        ('"signal"', '"Signal test"', 3, "is not the name of an OONI test"),
        ("2022-10-19", '"2022-10-19"', 4, "no day and no time in UTC"),
        ("2022-10-19", "2022-10-19T00:00:00", 4, "no day and no time in UTC"),
        ("https://issues.example/1", "somebody said", 5, "is no address"),
        ("Something moved.", "something", 6, "is no sentence"),
        ('moved."', 'moved."\nuntil = 2022-10-19', 7, "ends before it begins"),
        ('moved."', 'moved."\nversions = "0.2"', 7, "is no bound of versions"),
        ('moved."', 'moved."\nversions = ">2, <1"', 7, "leaves no version"),
        ('moved."', 'moved."\nengines = 3', 7, "is no bound of versions"),
        ('moved."', 'moved."\nfailures = "eof_error"', 7, "is no list of failures"),
        ('moved."', 'moved."\nendpoints = ["A b"]', 7, "is no list of endpoints"),
        ("[[defect]]", "[[flaw]]", 1, "something other than [[defect]] tables"),
        ("2022-10-19", "2022-19-19", 4, "not TOML"),
    ],
)
def test_a_wrong_file_is_named_by_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    with pytest.raises(CuratedFileError) as caught:
        load(tmp_path, ENTRY.replace(old, new))
    assert str(caught.value).startswith(f"{tmp_path / 'a.toml'}:{line}: ")
    assert words in str(caught.value) and caught.value.remedy


def test_ids_are_unique_over_all_files(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(ENTRY)
    with pytest.raises(CuratedFileError, match="occurs twice") as caught:
        load(tmp_path, ENTRY)
    assert caught.value.path.endswith("b.toml")


def covered(found: list[Defect], **measurement: object) -> set[str]:
    """The ids of defects that speak of a measurement."""
    connection = duckdb.connect()
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS)
    connection.execute(f"CREATE TABLE d ({columns})")
    places = ", ".join("?" * len(COLUMNS))
    connection.executemany(f"INSERT INTO d VALUES ({places})", defect_rows(found))
    query = f"""
        SELECT DISTINCT d.id FROM d, (SELECT ?::VARCHAR AS test_name, ?::VARCHAR AS test_version,
            ?::VARCHAR AS engine_version, ?::TIMESTAMPTZ AS start_time) AS m
        WHERE {applies_sql("m", "d")}"""
    keys = ("test_name", "test_version", "engine_version", "start_time")
    return {
        str(row[0])
        for row in connection.execute(query, [measurement.get(k) for k in keys]).fetchall()
    }


def test_when_a_defect_speaks_of_a_measurement(tmp_path: Path) -> None:
    found = list(load(tmp_path, f'{ENTRY}versions = "<=0.2.1"\nuntil = 2023-01-01\n'))
    inside = datetime(2022, 10, 19, tzinfo=UTC)
    both = {"test_name": "signal", "test_version": "0.2.1", "start_time": inside}
    assert covered(found, **both) == {"some_defect"}
    for other in (
        {"test_name": "telegram"},
        {"test_version": "0.2.10"},
        {"start_time": datetime(2022, 10, 18, 23, 59, tzinfo=UTC)},
        {"start_time": datetime(2023, 1, 1, tzinfo=UTC)},
    ):
        assert covered(found, **{**both, **other}) == set()


@pytest.mark.parametrize("missing", ["test_version", "engine_version", "start_time"])
def test_a_field_left_out_takes_no_excuse_away(missing: str) -> None:
    for defect in defects():
        whole = {
            "test_name": defect.test,
            "test_version": version_text(defect.versions[1]),
            "engine_version": "3.16.6",
            "start_time": defect.since,
        }
        assert defect.id in covered(defects(), **whole)
        assert defect.id in covered(defects(), **{**whole, missing: None})


def test_the_defects_that_ship() -> None:
    by_id = {defect.id: defect for defect in defects()}
    root = by_id["signal_root_change"]
    assert root.versions == (0, version_number("0.2.1"))
    assert root.since == datetime(2022, 10, 19, tzinfo=UTC)
    assert "ssl_invalid_certificate" in root.failures
    assert by_id["signal_textsecure_retired"].versions[1] == version_number("0.2.3")
    assert by_id["whatsapp_stale_addresses"].opinions == ("whatsapp_endpoints_dns_inconsistent",)
    outage = by_id["whatsapp_outage_2026"]
    assert outage.until is not None and outage.until > outage.since
