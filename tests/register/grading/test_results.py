from __future__ import annotations

import json
import os
from pathlib import Path

from fanous.register.grading import results
from fanous.register.grading.grade import grade_register
from fanous.register.grading.measured import Measured
from fanous.register.grading.results import FOLDER, keep, latest, register_digest
from fanous.register.load import load_register
from tests.register.grading.evidence_of import blackout, covered, measured
from tests.register.writing import changed, small

REGISTER = load_register()


def kept(store: Path, evidence: Measured) -> results.Kept:
    return keep(store, REGISTER, grade_register(REGISTER, evidence), evidence.digests())


def test_the_same_inputs_give_the_same_file(tmp_path: Path) -> None:
    first, again = kept(tmp_path, Measured()), kept(tmp_path, Measured())
    assert first.new
    assert not again.new
    assert first.path == again.path
    about = json.loads(first.path.read_text(encoding="utf-8").splitlines()[0])
    assert about["rules_version"] == "2"
    assert about["register"] == register_digest(REGISTER)


def test_new_evidence_makes_a_new_result_beside_the_old(tmp_path: Path) -> None:
    old = kept(tmp_path, Measured()).path
    before = old.read_bytes()
    os.utime(old, (1, 1))
    new = kept(tmp_path, measured(signals=[blackout()], covered=covered())).path
    assert new != old
    assert old.read_bytes() == before
    assert len(list((tmp_path / FOLDER).iterdir())) == 2
    grades = {item["link"]: item["grade"] for item in latest(tmp_path) if item["claim"] == "S2-16"}
    assert grades["S2-16-occurrence"] == "consistent"


def test_a_store_without_grades(tmp_path: Path) -> None:
    assert latest(tmp_path) == []


def test_the_digest_follows_claims_and_links(tmp_path: Path) -> None:
    one = small(tmp_path / "a")
    other = small(tmp_path / "b", changed("claims/2020/c-1.yaml", "2020-05", "2020-06"))
    assert register_digest(one) == register_digest(small(tmp_path / "a"))
    assert register_digest(one) != register_digest(other)
