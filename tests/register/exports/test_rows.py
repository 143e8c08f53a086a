from __future__ import annotations

from pathlib import Path

from fanous.register.exports.rows import CLAIM_COLUMNS, amount_text, claim_row, subject_name
from fanous.register.load import load_register
from fanous.register.roots import standings
from fanous.register.schema import HEDGES, Amount, Conversion
from tests.register.writing import small


def test_a_row_has_every_column(tmp_path: Path) -> None:
    register = small(tmp_path)
    row = claim_row(register, register.claims["c-1"], standings(register)["c-1"])
    assert tuple(row) == CLAIM_COLUMNS
    assert row["subject_name"] == "Acme"
    assert row["independent_roots"] == 1


def test_a_number_carries_its_doubt() -> None:
    amount = Amount(value="15000000", unit="cameras")
    assert amount_text(amount, "author-doubts") == "15,000,000 cameras [author-doubts]"
    assert amount_text(amount, "asserted") == "15,000,000 cameras"


def test_money_keeps_its_currency_and_shows_the_rate() -> None:
    converted = Conversion(value="4500000000", currency="USD", rate="42000", by="the article")
    money = Amount(value="190000000000000", unit="IRR", bound="about", conversion=converted)
    assert amount_text(money, "asserted") == (
        "about 190,000,000,000,000 IRR (4,500,000,000 USD at 42000, converted by the article)"
    )


def test_no_doubted_number_of_ours_stands_alone() -> None:
    register = load_register()
    stands = standings(register)
    for key, claim in register.claims.items():
        if claim.hedge != HEDGES[0]:
            for text in claim_row(register, claim, stands[key])["amounts"]:
                assert text.endswith(f"[{claim.hedge}]")


def test_a_subject_in_words() -> None:
    register = load_register()
    assert subject_name(register, register.claims["S3-18"]) == "nobody is named"
