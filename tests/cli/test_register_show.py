from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from fanous.register.load import load_register
from tests.cli.conftest import Command
from tests.register.writing import small, write


def test_a_claim_answers_its_questions(fanous: Command) -> None:
    told = fanous("register", "show", "S1-24").out
    for words in (
        "Who says so: Reuters (reported by the source as another's words)",
        "Where: S1, Digital Oppression: China's Playbook For Iran, paragraph 16",
        "independent roots: 1 (reuters-2012-03-22)",
        "How far it goes: contracted",
        "Said the same:\n  R-02  (December 2010)",
        "Do measurements fit: not measurable (with whose equipment)",
        "Network measurements cannot speak to this.",
        "What would change this: Measurements from AS58224 and AS12880.",
    ):
        assert words in told


def test_replies_and_differing_statements_are_in_the_same_block(fanous: Command) -> None:
    told = fanous("register", "show", "S1-15").out
    assert "Said in reply:\n  R-04" in told
    assert "Said otherwise:\n  R-03" in told
    assert "Known error: It says as a fact that Huawei helped Iran to spy" in told
    assert "2021-03-27" in fanous("register", "show", "R-01", "--format", "json").out
    told = fanous("register", "show", "S1-35").out
    assert told.startswith("S1-35  disputed\n")
    assert "Said otherwise:\n  R-01" in told


def test_a_doubted_number_has_its_doubt(fanous: Command) -> None:
    told = fanous("register", "show", "S0-08").out
    assert "15,000,000 cameras [author-doubts]" in told
    assert "itself doubts it" in told


def test_a_source_with_its_errors(fanous: Command) -> None:
    told = fanous("register", "show", "S1").out
    assert (
        "Known error: It dates the signing of the agreement with China to 2022. S1-35, R-01" in told
    )
    assert "S1-75" in told
    assert "It rests on: S3" in fanous("register", "show", "S3-copy").out
    assert "nobody here has read it" in fanous("register", "show", "huawei-denial-2012").out


@pytest.mark.parametrize("key", sorted(load_register().systems))
def test_every_system_is_shown_with_claims(fanous: Command, key: str) -> None:
    found = json.loads(fanous("register", "show", key, "--format", "json").out)
    assert found["kind"] == "system"
    assert found["claims"]


def test_json_of_a_claim_has_its_grades(fanous: Command) -> None:
    found = json.loads(fanous("register", "show", "S2-16", "--format", "json").out)
    assert {item["element"] for item in found["grades"]} >= {"occurrence", "vendor", "order"}


def test_an_unknown_id_offers_near_ones(fanous: Command) -> None:
    ended = fanous("register", "show", "s2-16x")
    assert ended.code == 2
    assert "S2-16" in ended.err


def test_a_tombstone_is_shown(fanous: Command, tmp_path: Path) -> None:
    small(tmp_path)
    stone = "id: c-2\nreason: It named a person.\nremoved: 2026-11-22\n"
    write(tmp_path, {"tombstones/c-2.yaml": stone})
    (tmp_path / "claims/2020/c-2.yaml").unlink()
    told = fanous("register", "show", "c-2", "--register", str(tmp_path)).out
    assert "removed on 2026-11-22: It named a person." in told


@pytest.mark.parametrize("name", ["s2-16", "S2-16", "۲", "ZTE", "zte corporation", "هواوي", "TCI"])
def test_a_record_is_found_by_its_name(fanous: Command, name: str) -> None:
    ended = fanous("register", "show", name)
    assert (ended.code == 0) == (name != "۲")


def test_without_a_store_nothing_is_said_of_what_was_measured(
    fanous: Command, tmp_path: Path
) -> None:
    told = fanous("register", "show", "S2-16", "--store", str(tmp_path)).out
    assert "nothing measured was looked at (that it happened; when; where" in told
    assert "Nobody measured" not in told
    assert "What would change this:" in told


def test_no_claim_is_listed_without_who_says_it_and_how_surely(fanous: Command) -> None:
    for key in ("S1", "SYS-05", "zte"):
        lines = fanous("register", "show", key).out.splitlines()
        claims = [line for line in lines if re.match(r"  [SR]\d?-\d\d", line)]
        assert claims
        assert all(line.endswith("]") for line in claims)
    assert "; disputed]" in fanous("register", "show", "S1").out


def test_persian_words_around_english_records(
    fanous: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANOUS_LANGUAGE", "fa")
    told = fanous("register", "show", "S1-24").out
    assert "چه کسی چنین می‌گوید" in told
    assert "Reuters is cited: ZTE sold TCI a system" in told
