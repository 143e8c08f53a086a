from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.i18n import Phrase, messages
from fanous.register.load import load_register
from fanous.reports.register_dates import date_words

ENGLISH, PERSIAN = messages("en"), messages("fa")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2019", "2019"),
        ("2019-11", "November 2019"),
        ("2019-11-16", "16 November 2019"),
        ("2022-10~", "about October 2022"),
        ("2022?", "perhaps 2022"),
        ("2022%", "perhaps about 2022"),
        ("2010/..", "from 2010 on"),
        ("../2010-05", "until May 2010"),
        ("2019-11-16/2019-11-24", "from 16 November 2019 to 24 November 2019"),
        ("{2016,2020}", "2016; 2020"),
        ("2021-11-26~/", "from about 26 November 2021 on"),
    ],
)
def test_dates_in_words(written: str, said: str) -> None:
    assert date_words(ENGLISH, written) == said
    assert isinstance(date_words(ENGLISH, written), Phrase)


@pytest.mark.parametrize(
    "written",
    ["2019-21", "201X", "[2019,2020]", "2019-02-30", "0000", "../..", "", "x/2019", "{2016..2020}"],
)
def test_what_has_no_words_stays_as_it_is_written(written: str) -> None:
    said = date_words(ENGLISH, written)
    assert said == written
    assert not isinstance(said, Phrase)


def test_persian_digits_and_months() -> None:
    said = date_words(PERSIAN, "2019-11-16")
    assert "۲۰۱۹" in said
    assert "۱۶" in said
    assert "٬" not in said
    assert not any(character in "0123456789" for character in said)


def test_every_date_of_ours_has_words() -> None:
    register = load_register()
    dates = {claim.date for claim in register.claims.values()} - {""}
    dates |= {source.published for source in register.sources.values()} - {""}
    assert all(isinstance(date_words(ENGLISH, written), Phrase) for written in dates)


@given(st.text(max_size=24))
def test_no_string_breaks_it(written: str) -> None:
    assert date_words(PERSIAN, written)[:0] == ""
