from __future__ import annotations

from pathlib import Path

from fanous.register.grading.grade import GRADES
from fanous.register.load import load_register
from fanous.register.summary import system_counts
from tests.register.writing import small


def test_counts(tmp_path: Path) -> None:
    grades = [{"claim": "c-1", "grade": "no_coverage"}, {"claim": "c-2", "grade": "consistent"}]
    (found,) = system_counts(small(tmp_path), grades)
    assert (found.system.id, found.claims, found.roots, found.replies) == ("SYS-90", 1, 1, 1)
    assert found.measurable == 0
    assert found.grades == {"no_coverage": 1}


def test_every_system_of_ours_has_claims() -> None:
    found = system_counts(load_register(), [])
    assert len(found) == 21
    assert all(counts.claims and counts.roots for counts in found)
    assert all(set(counts.grades) <= set(GRADES) for counts in found)
