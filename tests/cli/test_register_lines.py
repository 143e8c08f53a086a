from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from fanous.cli.register_lines import claim_line, claim_lines, resolved, when
from fanous.register.load import load_register
from tests.register.writing import small

OURS = load_register()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("S2-16", "S2-16"),
        ("s2-16", "S2-16"),
        ("sys-۰۴", "SYS-04"),
        ("Huawei", "huawei"),
        ("هواوي", "huawei"),
        ("mokhaberat", "tci"),
        ("telecommunication company  of iran", "tci"),
        ("nobody", "nobody"),
    ],
)
def test_what_a_reader_means(name: str, key: str) -> None:
    assert resolved(OURS, name) == key


def test_a_name_that_two_bear_is_not_guessed(tmp_path: Path) -> None:
    register = small(tmp_path)
    for key in list(register.entities)[:2]:
        register.entities[key] = msgspec.structs.replace(register.entities[key], name="Twin")
    assert resolved(register, "twin") == "twin"


def test_every_claim_goes_with_its_hedge() -> None:
    for claim in OURS.claims.values():
        line = claim_line(claim)
        assert line.startswith(claim.id)
        assert claim.attribution.words in line
        assert line.endswith("]")
    assert "; disputed]" in claim_line(OURS.claims["S1-09"])


def test_nothing_below_a_heading_is_no_heading() -> None:
    assert claim_lines(OURS, "Said", ["none"]) == []
    assert claim_lines(OURS, "Said", ["S2-16"])[0] == "Said:"


def test_dates_are_in_words() -> None:
    assert when("2019-11") == "November 2019"
