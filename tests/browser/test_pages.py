"""The pages as a browser lays them out: nothing wider than the screen, everything there, printable.

Needs Chromium; run by `.ci/run`, by hand with `pytest -m browser tests/browser`. A small page of
ours loads each report page in a frame of a phone's, a tablet's and a laptop's width and writes down
what it finds.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest

from fanous import pipeline
from fanous.engine.tasks import ReferencePaths
from fanous.evaluation.simulator import simulate
from fanous.events.stored import detect
from fanous.reference.load import load_reference
from fanous.register.load import load_register
from fanous.reports.register_site import shelf_of
from fanous.reports.site import write_site
from fanous.store.store import Store

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1366)

_PROBE = """<!doctype html><meta charset=utf-8><body><script>
const pages = %s, widths = %s, found = [];
async function look(page, width) {
  const frame = document.createElement('iframe');
  frame.style.cssText = `width:${width}px;height:900px;border:0`;
  frame.src = page;
  const loaded = new Promise(done => frame.onload = done);
  document.body.append(frame);
  await loaded;
  const doc = frame.contentDocument, root = doc.documentElement;
  const small = [...doc.querySelectorAll('a,summary,button')].filter(
    e => e.getClientRects().length && getComputedStyle(e).display !== 'inline'
      && e.getBoundingClientRect().height < 16).length;
  found.push({page, width, overflow: root.scrollWidth - width, title: doc.title, dir: root.dir,
    h1: doc.querySelectorAll('h1').length, text: doc.body.innerText.length, small,
    outside: [...doc.querySelectorAll('[src],link[href]')].map(e => e.src || e.href)
      .filter(u => !u.startsWith('file:') && !u.startsWith('data:')),
    styled: getComputedStyle(doc.body).fontFamily});
  frame.remove();
}
(async () => {
  for (const page of pages) for (const width of widths) await look(page, width);
  const out = document.createElement('pre');
  out.id = 'found';
  out.textContent = JSON.stringify(found);
  document.body.append(out);
})();
</script>"""


def chromium() -> str:
    """The browser, or skip (in CI: fail)."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have Chromium")
        pytest.skip("Chromium is not installed")
    return found


def run_chromium(profile: Path, *arguments: str) -> str:
    """Run the browser once, headless and offline; what it printed."""
    done = subprocess.run(
        [
            chromium(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-web-security",
            "--allow-file-access-from-files",
            f"--user-data-dir={profile}",
            *arguments,
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=180,
    )
    return done.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of three simulated days, their signals, and the register."""
    folder = tmp_path_factory.mktemp("site")
    simulate(folder / "sim", days=3)
    reference = folder / "sim" / "reference"
    sources = [folder / "sim/raw", folder / "sim/signals"]
    pipeline.ingest(sources, folder / "store", reference=ReferencePaths(reference))
    pipeline.build(folder / "store")
    store = Store(folder / "store")
    detect(store)
    shelf = shelf_of(load_register(), [])
    write_site(store, folder / "out", reference=load_reference(reference), register=shelf)
    return folder / "out"


def pages_of(site: Path) -> list[Path]:
    """One page of each kind, in both languages: the longest of its kind."""
    chosen = []
    for root in (site, site / "fa"):
        kinds: dict[str, list[Path]] = {"overview": [root / "index.html"]}
        for path in root.rglob("*.html"):
            below = path.relative_to(root).parts
            if below[0] == "cc":
                kinds.setdefault("country" if path.name == "index.html" else "target", []).append(
                    path
                )
            elif below[0] == "m":
                kinds.setdefault("measurement", []).append(path)
            elif below[0] == "event":
                is_loss = 'class="cut"' in path.read_text()
                kinds.setdefault("loss" if is_loss else "event", []).append(path)
            elif below[0] == "register":
                kinds.setdefault("/".join(below[:-1]), []).append(path)
        assert {"overview", "country", "target", "measurement", "loss", "register"} <= set(kinds)
        kinds["events"] = [root / "events.html"]
        chosen += [max(paths, key=lambda p: p.stat().st_size) for paths in kinds.values()]
    return chosen


def test_pages_fit_and_stand_alone(site: Path, tmp_path: Path) -> None:
    pages = [path.as_uri() for path in pages_of(site)]
    probe = tmp_path / "probe.html"
    probe.write_text(_PROBE % (json.dumps(pages), json.dumps(WIDTHS)), encoding="utf-8")
    dom = run_chromium(
        tmp_path / "profile", "--virtual-time-budget=60000", "--dump-dom", probe.as_uri()
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
        assert "Times New Roman" not in seen["styled"], f"{where}: the style sheet is missing"


@pytest.mark.parametrize("language", ["en", "fa"])
def test_pages_print(site: Path, tmp_path: Path, language: str) -> None:
    page = (site if language == "en" else site / "fa") / "index.html"
    out = tmp_path / "page.pdf"
    run_chromium(tmp_path / "profile", f"--print-to-pdf={out}", escape(page.as_uri()))
    assert out.read_bytes().startswith(b"%PDF")
    assert out.stat().st_size > 5_000
