"""The register's pages as a browser lays them out, one of each kind, in both languages.

Needs Chromium; run as `test_pages` is. Widths are a small phone's, a phone's, a tablet's and a
laptop's.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from html import escape, unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from fanous.i18n import Messages
from fanous.reports.register_measured import Beside, MeasuredEvent
from fanous.reports.register_pages import register_pages
from fanous.reports.render import Renderer
from tests.browser.test_pages import _PROBE, run_chromium
from tests.reports.register_making import COMMON, shelf

pytestmark = pytest.mark.browser

WIDTHS = (320, 375, 768, 1280)
KINDS = (
    "index",
    "claims",
    "differences",
    "claims/S2-16",
    "claims/S1-29",
    "sources/S1",
    "sources/S3-copy",
    "entities/SYS-04",
    "entities/tiandy",
    "cc/IR",
    "cc/GB",
)


def _told(cc: str, spoken: Messages) -> list[MeasuredEvent]:
    """Twenty events of a country, some of which go on."""
    start = datetime(2021, 1, 1, tzinfo=UTC)
    return [
        MeasuredEvent(
            start + timedelta(days=70 * n),
            start + timedelta(days=75 * n + 3) if n % 3 else None,
            f"{cc} {n}: averyveryverylongnameofasitethatnobodywouldchoose.example",
            f"event/{n}.html",
        )
        for n in range(20)
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register's pages within a report."""
    out = tmp_path_factory.mktemp("register")
    days = {"IR": [date(2021, 1, 1) + timedelta(days=40 * n) for n in range(30)]}
    beside = Beside(home=True, events=_told, days=days, pages={"IR": "cc/IR/index.html"})
    renderers = [Renderer(language, COMMON) for language in ("en", "fa")]
    for path, content in register_pages(shelf(), renderers, ("en", "fa"), beside):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)
    style = files("fanous.web") / "static" / "style.css"
    (out / "static").mkdir()
    (out / "static" / "style.css").write_bytes(style.read_bytes())
    return out


def test_pages_fit_and_stand_alone(folder: Path, tmp_path: Path) -> None:
    pages = [
        (folder / language / f"register/{kind}.html").as_uri()
        for language in ("", "fa")
        for kind in KINDS
    ]
    probe = tmp_path / "probe.html"
    probe.write_text(_PROBE % (json.dumps(pages), json.dumps(WIDTHS)), encoding="utf-8")
    dom = run_chromium(
        tmp_path / "profile", "--virtual-time-budget=90000", "--dump-dom", probe.as_uri()
    )
    match = re.search(r'<pre id="found">(.*?)</pre>', dom, re.DOTALL)
    assert match, dom[-2000:]
    found: list[dict[str, Any]] = json.loads(unescape(match[1]))
    assert len(found) == len(pages) * len(WIDTHS)
    for seen in found:
        where = f"{seen['page']} at {seen['width']}"
        assert seen["overflow"] <= 0, f"{where} is {seen['overflow']} px too wide"
        assert seen["h1"] == 1, where
        assert seen["text"] > 200, where
        assert seen["outside"] == [], where
        assert seen["dir"] == ("rtl" if "/fa/" in seen["page"] else "ltr"), where


@pytest.mark.parametrize("language", ["", "fa"])
def test_a_country_prints(folder: Path, tmp_path: Path, language: str) -> None:
    out = tmp_path / "page.pdf"
    page = folder / language / "register/cc/IR.html"
    run_chromium(tmp_path / "profile", f"--print-to-pdf={out}", escape(page.as_uri()))
    assert out.read_bytes().startswith(b"%PDF")
    assert out.stat().st_size > 20_000
