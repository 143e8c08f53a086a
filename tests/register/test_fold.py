from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.register.fold import fold, words


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("شبكه ملي", "شبکه ملی"),
        ("می‌خواهد", "می خواهد"),
        ("۱۳۹۸", "1398"),
        ("١٣٩٨", "1398"),
        ("آبان", "ابان"),
        ("Türkiye", "turkiye"),
        ("Côte d'Ivoire", "cote d'ivoire"),
        ("فِیلتِر", "فیلتر"),
    ],
)
def test_spellings_that_are_one(typed: str, other: str) -> None:
    assert fold(typed) == fold(other)


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words() -> None:
    assert words("Deep-packet inspection, 2010!") == ["deep", "packet", "inspection", "2010"]
