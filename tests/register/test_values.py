from __future__ import annotations

from pathlib import Path

import pytest

from tests.register.writing import FILES, changed, problems

C1 = "claims/2020/c-1.yaml"
ACME = "entities/acme.yaml"
MONEY = """amounts:
  - value: 190000000000000
    unit: IRR
    conversion:
      value: {value}
      currency: USD
      rate: 42000
"""


def with_lines(text: str) -> dict[str, str | None]:
    return {C1: FILES[C1] + text}


@pytest.mark.parametrize(
    ("changes", "code", "line", "says"),
    [
        (changed(C1, "date: 2020-05", "date: 2020-13"), "date", 9, "no month 13"),
        (changed(C1, "date: 2020-05", "date: May 2020"), "date", 9, "not a date"),
        (changed(C1, "date: 2020-05", "date: ۲۰۲۰-۰۵"), "date", 9, "digits 0-9"),
        (changed(C1, "[NO]", "[XX]"), "place", 10, "no ISO 3166"),
        (changed(C1, "[NO]", "[no]"), "place", 10, "capitals"),
        (changed(C1, "status: reviewed", "status: disputed"), "no-reason", 2, "no status_reason"),
        (changed(C1, "subject: acme\n", ""), "subject", 1, "one subject"),
        (with_lines("subject_words: someone\n"), "subject", 6, "one subject"),
        (with_lines("amounts:\n  - value: 1,000\n    unit: cameras\n"), "amount", 19, "plain"),
        (with_lines("amounts:\n  - value: ۱۵\n    unit: cameras\n"), "amount", 19, "plain"),
        (with_lines(MONEY.format(value=452000000)), "amount", 19, "4.52e+09"),
        (changed(C1, "date: 2020-05", "date: 1399-02"), "date", 9, "Persian calendar"),
        (changed(ACME, "آکمه", "آكمه"), "arabic-letter", 4, "U+0643"),
        (changed(ACME, "آکمه", "آکمي"), "arabic-letter", 4, "U+064A"),
    ],
)
def test_wrong(
    tmp_path: Path, changes: dict[str, str | None], code: str, line: int, says: str
) -> None:
    (found,) = problems(tmp_path, changes)
    assert (found.code, found.line) == (code, line)
    assert says in found.what
    assert found.remedy


def test_persian_digits_are_written_out_in_the_remedy(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, changed(C1, "date: 2020-05", "date: ۲۰۲۰-۰۵"))
    assert "write 2020-05" in found.remedy


def test_a_sum_that_fits_its_rate(tmp_path: Path) -> None:
    assert problems(tmp_path, with_lines(MONEY.format(value=4520000000))) == []


def test_a_slip_that_is_the_sources_is_kept_if_it_is_said(tmp_path: Path) -> None:
    text = FILES[C1].replace("status: reviewed", "status: disputed\nstatus_reason: A slip.")
    assert problems(tmp_path, {C1: text + MONEY.format(value=452000000)}) == []


def test_norway_is_a_country(tmp_path: Path) -> None:
    assert problems(tmp_path, changed(C1, "[NO]", '["NO"]')) == []


@pytest.mark.parametrize(("status", "codes"), [("reviewed", ["unread-source"]), ("draft", [])])
def test_what_nobody_has_read_is_not_reviewed(
    tmp_path: Path, status: str, codes: list[str]
) -> None:
    text = FILES[C1].replace("source: paper", "source: agency").replace("rests_on: [agency]\n", "")
    text = text.replace("status: reviewed", f"status: {status}")
    assert [item.code for item in problems(tmp_path, {C1: text})] == codes


def test_arabic_letters_in_a_persian_title(tmp_path: Path) -> None:
    text = FILES["sources/agency.yaml"].replace("First report", "گزارش يك")
    assert problems(tmp_path, {"sources/agency.yaml": text}) == []
    (found,) = problems(tmp_path, {"sources/agency.yaml": f"{text}language: fa\n"})
    assert (found.code, found.line) == ("arabic-letter", 3)
