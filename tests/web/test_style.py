"""The style sheet: nothing from elsewhere, right to left by itself, and colours one can read."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

STYLE = (files("fanous.web") / "static" / "style.css").read_text("utf-8")
AA_TEXT, AA_GRAPHICS = 4.5, 3.0


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{3,6})\b", block))


def _blocks() -> dict[str, dict[str, str]]:
    light, dark, printed = (found[1] for found in re.finditer(r":root \{(.*?)\}", STYLE, re.DOTALL))
    return {
        "light": _colours(light),
        "dark": {**_colours(light), **_colours(dark)},
        "print": {**_colours(light), **_colours(printed)},
    }


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [("ink", "paper"), ("quiet", "paper"), ("link", "paper"), ("banner-ink", "banner"),
     ("ink", "raised"), ("quiet", "raised"), ("ink", "note"), ("link", "note")],
)  # fmt: skip
def test_text_is_readable(scheme: str, text: str, ground: str) -> None:
    colours = _blocks()[scheme]
    assert contrast(colours[text], colours[ground]) >= AA_TEXT


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize("state", ["blocked", "impaired", "down", "insufficient", "ok"])
def test_edges_and_patterns_are_visible(scheme: str, state: str) -> None:
    colours = _blocks()[scheme]
    assert contrast(colours[state], colours["paper"]) >= AA_GRAPHICS
    assert contrast(colours[state], colours[f"{state}-pale"]) >= AA_GRAPHICS
    assert contrast(colours["focus"], colours["paper"]) >= AA_GRAPHICS


def test_nothing_is_loaded() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert "@font-face" not in STYLE


def test_directions_are_logical() -> None:
    # Charts alone run left to right in every language.
    plain = re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL)
    physical = re.findall(
        r"(?:margin|padding|border)-(?:left|right)[^;]*;|text-align: (?:left|right)", plain
    )
    assert physical == ["padding-left: 2.4rem;", "padding-left: 0;"]


def test_light_dark_phone_and_paper_are_served() -> None:
    for needed in ("prefers-color-scheme: dark", "@media print", "max-width", ":focus-visible"):
        assert needed in STYLE
