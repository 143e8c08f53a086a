from __future__ import annotations

import argparse
import json

import pytest

from fanous.cli.register_list import listing, searched
from fanous.errors import UsageError
from fanous.register.load import load_register

OURS = load_register()


def asked(**values: object) -> argparse.Namespace:
    return argparse.Namespace(**{"system": None, "place": None, "format": "json", **values})


def test_each_claim_is_listed_with_date_status_and_hedge(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert listing(asked(kind="claims"), OURS) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == len(OURS.claims)
    (disputed,) = [row for row in rows if row["id"] == "S1-35"]
    assert (disputed["date"], disputed["status"]) == ("2022", "disputed")
    assert all(row["hedge"] for row in rows)


def test_what_has_no_place_is_not_asked_for_one() -> None:
    with pytest.raises(UsageError, match="have no place"):
        listing(asked(kind="links", place="IR"), OURS)


def test_a_province_is_a_part_of_its_country(capsys: pytest.CaptureFixture[str]) -> None:
    listing(asked(kind="entities", place="CN"), OURS)
    assert "xinjiang" in {row["id"] for row in json.loads(capsys.readouterr().out)}


def test_a_search_shows_kinds_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert searched(asked(words=["تیاندی"], format="table"), OURS) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("tiandy") and line.endswith("[company]") for line in lines)
