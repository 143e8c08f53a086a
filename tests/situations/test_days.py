"""Days: what comes out for the first record, by the whole golden file, and what may not move it.

All days are judged in one run, each on a date of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from fanous import pipeline
from fanous.sources.base import Parsed
from fanous.store.query import open_store, rows
from fanous.store.store import Store
from tests.situations.chain import LATEST, parse_lines, parse_records, verdicts_of
from tests.situations.days import DAYS, apart
from tests.situations.pieces import Json
from tests.situations.regenerate import POOLED, day_verdicts, raw_text
from tests.situations.test_situations import deletions, without

NAMES = list(DAYS)


@pytest.fixture(scope="module")
def found() -> dict[str, Json]:
    return dict(zip(DAYS, day_verdicts(), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_raw_is_what_is_named(name: str) -> None:
    assert (POOLED / name / "raw.jsonl").read_text("utf-8") == raw_text(DAYS[name].records)
    assert DAYS[name].sentence in (POOLED / name / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_verdicts(name: str, found: dict[str, Json]) -> None:
    assert found[name] == json.loads((POOLED / name / "verdicts.json").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_the_state_is_what_it_must_be(name: str, found: dict[str, Json]) -> None:
    day, verdict = DAYS[name], found[name]["verdict"]
    assert verdict["state"] == day.state
    assert tuple(verdict["mechanisms"]) == day.mechanisms
    assert tuple(found[name]["validity"]) == day.validity


def test_every_folder_is_named() -> None:
    assert {path.name for path in POOLED.iterdir()} == set(DAYS)


@pytest.mark.parametrize("name", ["tcp_timeout_elsewhere", "telegram_blocked"])
def test_a_day_alone_comes_out_as_among_others(name: str, found: dict[str, Json]) -> None:
    parsed = parse_lines(POOLED / name / "raw.jsonl")
    assert verdicts_of([parsed[0].record], parsed) == [found[name]]


def bent_days(days: list[str], most: int) -> Iterator[tuple[str, str, list[Json]]]:
    """Days from which one key or element of one record was taken, some at random."""
    random = Random(7)
    for name in days:
        records = [json.loads(json.dumps(raw)) for raw in DAYS[name].records]
        yield name, "", records
        for place, raw in enumerate(records):
            paths = list(deletions(raw))
            for path in random.sample(paths, min(len(paths), most if place == 0 else most // 3)):
                bent = [*records[:place], without(raw, path), *records[place + 1 :]]
                yield name, f"{place}: {'.'.join(map(str, path))}", bent


def newly_blamed(days: list[str], most: int) -> list[str]:
    """Deletions, from the first record or from another, that make the first more blamed."""
    origins: list[tuple[str, str, int]] = []
    everything: list[Parsed] = []
    for number, (name, path, records) in enumerate(bent_days(days, most)):
        parsed = parse_records(f"{name} {path}", apart(number, records))
        if parsed[0] is not None:
            origins.append((name, path, parsed[0].record))
            everything += [item for item in parsed if item is not None]
    judged = verdicts_of([record for _, _, record in origins], everything)
    blamed = [
        Counter(row["layer"] for row in item["endpoints"] if row["outcome"] == "blocked")
        for item in judged
    ]
    whole = {
        name: found for (name, path, _), found in zip(origins, blamed, strict=True) if not path
    }
    return [
        f"{name}: without {path} {dict(more)} more is blocked"
        for (name, path, _), found in zip(origins, blamed, strict=True)
        if (more := found - whole[name])
    ]


def test_less_evidence_never_accuses() -> None:
    assert newly_blamed(NAMES, 12) == []


@pytest.mark.parametrize(
    "name", ["tcp_timeout_two_networks", "tls_reset_two_networks", "signal_old_root_new_works"]
)
def test_less_evidence_never_accuses_where_it_nearly_does(name: str) -> None:
    assert newly_blamed([name], 150) == []


def test_a_day_comes_out_of_the_store_as_in_memory(tmp_path: Path, found: dict[str, Json]) -> None:
    names = ["tcp_timeout_elsewhere", "signal_old_root_new_works", "whatsapp_blocked"]
    records = [raw for n, name in enumerate(names) for raw in apart(n, DAYS[name].records)]
    source = tmp_path / "a.jsonl"
    source.write_text(raw_text(records), encoding="utf-8")
    pipeline.ingest([source], tmp_path / "store", now=lambda: LATEST / 1e6)
    pipeline.build(tmp_path / "store")
    stored = rows(
        open_store(Store(tmp_path / "store"), threads=1),
        "SELECT state, mechanisms, validity, deciding_rule FROM verdicts ORDER BY line",
    )
    firsts = [sum(len(DAYS[name].records) for name in names[:n]) for n in range(len(names))]
    for name, line in zip(names, firsts, strict=True):
        assert stored[line] == {
            "validity": found[name]["validity"],
            **{
                key: found[name]["verdict"][key] for key in ("state", "mechanisms", "deciding_rule")
            },
        }
