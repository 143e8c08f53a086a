from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from fanous.cli.output import LineProgress, TerminalProgress, printable, progress, say, table, warn
from fanous.i18n import Phrase


def test_a_table_is_as_wide_as_its_widest_cell_with_numbers_to_the_right() -> None:
    assert table(("name", "n"), [("a", 5), ("long name", 1234), (None, 7)]) == (
        "name          n\na             5\nlong name  1234\n              7"
    )
    assert table(("a", "b"), [(["x", "y"], "1,234"), ([], "5")]) == (
        "a         b\nx, y  1,234\n          5"
    )
    assert table(("a", "b"), []) == "a  b"


@pytest.mark.parametrize("text", ["\x1b[2J", "a\rb", "a\nb", "\x07", "\x9b31m", "\u202eabc", "\0"])
def test_a_cell_cannot_steer_the_terminal(text: str) -> None:
    shown = table(("a",), [(text,)]).splitlines()
    assert len(shown) == 2
    assert all(character.isprintable() for character in shown[1])
    assert "\ufffd" in shown[1]


def test_words_of_ours_keep_their_joiners_in_a_cell() -> None:
    """Persian is spelt with U+200C, which is not printable."""
    assert table(("a",), [(Phrase("می\u200cشود"),)]).splitlines()[1] == "می\u200cشود"
    assert "\ufffd" in table(("a",), [("می\u200cشود",)]), "from data it could deceive"


def test_printable_keeps_lines_tabs_and_other_scripts() -> None:
    assert printable("فانوس\té\n\u200cx") == "فانوس\té\n\u200cx"
    assert printable("\x1b]0;x\x07\r\x7f\x85\x9b") == "\ufffd]0;x" + "\ufffd" * 5


def test_warnings_go_to_standard_error_without_control(capsys: pytest.CaptureFixture[str]) -> None:
    warn("careful\x1b[31m\n  do this")
    assert capsys.readouterr() == ("", "careful\ufffd[31m\n  do this\n")


def test_messages_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FANOUS_LANGUAGE", raising=False)
    assert say("Open {url}", url="file:///x") == "Open file:///x"
    monkeypatch.setenv("FANOUS_LANGUAGE", "fa")
    assert say("The numbers add up.") != ""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    moment = [100.0]
    monkeypatch.setattr("fanous.cli.output.time.monotonic", lambda: moment[0])
    yield moment


def test_plain_lines_now_and_then_and_at_the_end(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = LineProgress()
    shown.begin("ingest", files=4, total_bytes=0)
    clock[0] += 5
    shown.advance(byte_count=1, measurements=50, rejects=1)
    assert capsys.readouterr().err == ""
    clock[0] += 5.1
    shown.advance(byte_count=1, measurements=51, rejects=0)
    told = capsys.readouterr().err
    assert told == "ingest: 2 of 4, 101 measurements, 1 rejects, 10 a second, 10 s left\n"
    shown.end()
    assert capsys.readouterr().err == told


def test_nothing_done_is_no_division_by_zero(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = LineProgress()
    shown.begin("build", files=0, total_bytes=0)
    shown.end()
    assert capsys.readouterr().err.startswith("build: 0 of 0, 0 measurements")


@pytest.mark.parametrize("total", [0, 100])
def test_a_bar_on_a_terminal(total: int, capsys: pytest.CaptureFixture[str]) -> None:
    shown = TerminalProgress()
    shown.begin("ingest", files=2, total_bytes=total)
    shown.advance(byte_count=100, measurements=7, rejects=3)
    shown.advance(byte_count=0, measurements=1, rejects=0)
    shown.end()
    told = capsys.readouterr()
    assert told.out == ""
    assert "ingest" in told.err and "2/2, 8 measurements, 3 rejects" in told.err


@pytest.mark.parametrize(("terminal", "kind"), [(True, TerminalProgress), (False, LineProgress)])
def test_which_of_the_two(monkeypatch: pytest.MonkeyPatch, terminal: bool, kind: type) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    assert type(progress()) is kind
