"""Lines fit, whatever the script; words are never cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fanous.explain.layout import NARROWEST, WIDEST, Layout, cells
from tests.making import FUZZ


def test_cells_of_scripts() -> None:
    assert cells("abc") == 3
    assert cells("می\u200cشود") == 5, "a joiner takes no cell"
    assert cells("a\u0301") == 1
    assert cells("漢字") == 4


@FUZZ
@given(st.text(max_size=300), st.integers(1, 200), st.integers(0, 8))
def test_lines_fit_and_words_stay_whole(text: str, width: int, indent: int) -> None:
    layout = Layout(width)
    assert NARROWEST <= layout.width <= WIDEST
    layout.item("-", text, indent=indent)
    assert " ".join(layout.text().split()) == " ".join(["-", *text.split()])
    for line in layout.lines:
        words = line.split()
        assert cells(line) <= layout.width or len(words) <= 2


def test_headings_stand_apart() -> None:
    layout = Layout(80)
    layout.heading("One")
    layout.paragraph("")
    layout.heading("Two")
    assert layout.lines == ["One", "---", "", "Two", "---"]
