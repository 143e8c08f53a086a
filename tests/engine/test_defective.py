"""Known defects: said of the measurements they cover, and of no other; they move nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanous.engine.alone import Verdict, judge_alone
from fanous.engine.defective import PREFIX, covering, defects_named
from fanous.engine.memory import in_memory
from fanous.reference.load import load_reference
from fanous.rules.judge import judge
from fanous.sources.base import Context, Parsed
from fanous.sources.find import find_sources
from fanous.sources.lines import source_digest
from fanous.sources.parse import parse_source
from tests.making import LATEST, Record, measurement, write_source

RETIRED = "signal_directory_retired"


def signal(version: str, *, start: str = "2023-05-30 10:00:00", host: str = "") -> Record:
    """A signal measurement in which one name is not found."""
    record = measurement(1) | {
        "test_name": "signal", "test_version": version, "input": None,
        "measurement_start_time": start, "test_start_time": start, "measurement_uid": None,
    }  # fmt: skip
    name = host or "api.directory.signal.org"
    record["test_keys"] = {
        "queries": [{"hostname": name, "query_type": "ANY", "engine": "system",
                     "failure": "dns_nxdomain_error", "answers": None}],
        "tcp_connect": [], "tls_handshakes": [], "requests": [],
        "signal_backend_status": "ok",
    }  # fmt: skip
    return record


def covered(folder: Path, record: Record) -> set[str]:
    path = write_source(folder / "a.jsonl", [record])
    context = Context(load_reference())
    found = parse_source(path, source_digest(path), context, latest=LATEST)
    connection = in_memory((p for p in found if isinstance(p, Parsed)), context, threads=1)
    judge(connection)
    return {defect.id for defects in covering(connection).values() for defect in defects}


@pytest.mark.parametrize(
    ("record", "is_covered"),
    [
        (signal("0.2.2"), True),
        (signal("0.2.3"), False),
        (signal("0.2.2", start="2023-05-01 10:00:00"), False),
        (signal("0.2.2", host="chat.signal.org"), False),
        (measurement(1), False),
    ],
)
def test_a_defect_covers_its_versions_time_and_endpoint(
    record: Record, is_covered: bool, tmp_path: Path
) -> None:
    assert (RETIRED in covered(tmp_path, record)) is is_covered


def test_the_sentence_stands_behind_the_rule_s_and_moves_nothing(tmp_path: Path) -> None:
    records = [signal("0.2.2"), signal("0.2.3"), measurement(1)]
    sources = find_sources([write_source(tmp_path / "a.jsonl", records)]).sources
    found = list(judge_alone(sources, Context(load_reference()), latest=LATEST))
    covers, free, other = (item for item in found if isinstance(item, Verdict))
    assert covers.why.startswith(free.why)
    assert "A known defect covers a failure seen here: Signal retired" in covers.why
    assert "defect" not in free.why + other.why
    assert (covers.state, covers.rules) == (free.state, free.rules)


def test_an_opinion_is_covered_only_with_its_value(tmp_path: Path) -> None:
    def facebook(blocking: bool) -> Record:
        record = signal("0.5.0") | {"test_name": "facebook_messenger"}
        record["test_keys"]["facebook_dns_blocking"] = blocking
        return record

    assert covered(tmp_path, facebook(True)) == {"facebook_unmapped_addresses"}
    assert covered(tmp_path / "false", facebook(False)) == set()


def test_defects_by_the_words_of_validity() -> None:
    (found,) = defects_named(["clock", PREFIX + RETIRED, PREFIX + "of_another_version"])
    assert found.id == RETIRED and not found.is_of_opinion
    (opinion,) = defects_named([PREFIX + "facebook_unmapped_addresses"])
    assert opinion.is_of_opinion
