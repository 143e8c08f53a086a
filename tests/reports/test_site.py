"""The whole site: it parses, links resolve, numbers are the store's, and it is safe to open."""

from __future__ import annotations

import csv
import posixpath
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from fanous.errors import UsageError
from fanous.reference.load import Reference
from fanous.reports.folder import MARKER
from fanous.reports.site import write_site
from fanous.rules.registry import rule_named
from fanous.store.query import open_store, rows
from fanous.store.store import Store
from tests.making import Record, changed, measurement, tree_bytes
from tests.reports.conftest import RIGHT_TO_LEFT_OVERRIDE, SCRIPT, Html, Site, make_store

ADDRESS = re.compile(r"(?i)^\s*([a-z][a-z0-9+.-]*:|//)")


def test_every_page_parses(site: Site) -> None:
    problems = {path: page.problems for path, page in site.pages().items() if page.problems}
    assert not problems


def test_every_page_has_a_twin_and_one_heading(site: Site) -> None:
    pages = site.pages()
    assert site.summary.pages == len(pages)
    english = {path for path in pages if not path.startswith("fa/")}
    assert {f"fa/{path}" for path in english} == set(pages) - english
    for path, page in pages.items():
        assert len(page.has("h1")) == 1, path
        assert len(page.has("main")) == 1, path
        assert len(page.ids) == len(set(page.ids)), path


def test_every_link_leads_to_a_written_file(site: Site) -> None:
    pages = site.pages()
    files = set(tree_bytes(site.folder))
    for path, page in pages.items():
        for link in page.links:
            assert not ADDRESS.match(link), (path, link)
            target, _, fragment = link.partition("#")
            found = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
            found = path if not target else found
            assert found in files, (path, link)
            if fragment:
                assert fragment in pages[found].ids, (path, link)


def test_every_csv_file_is_linked(site: Site) -> None:
    linked = {
        posixpath.normpath(posixpath.join(posixpath.dirname(path), link))
        for path, page in site.pages().items()
        for link in page.links
    }
    written = {path for path in tree_bytes(site.folder) if path.endswith(".csv")}
    unlinked = {path for path in written - linked if not path.endswith(("~control.csv",))}
    # Mechanisms and days have no table where there are none.
    assert all(_is_empty(site.folder / path) for path in unlinked), unlinked


def _is_empty(path: Path) -> bool:
    return len(path.read_text("utf-8").splitlines()) == 1


def test_nothing_is_loaded_from_elsewhere(site: Site) -> None:
    for path, page in site.pages().items():
        assert not page.has("script"), path
        for tag, attributes in page.tags:
            assert not any(name.startswith("on") for name in attributes), (path, tag)
            assert "style" not in attributes, (path, tag)
            for name in ("href", "src", "action", "xlink:href", "data"):
                assert not ADDRESS.match(attributes.get(name) or ""), (path, tag, attributes)
            fill = attributes.get("fill") or ""
            assert not fill.startswith("url(") or fill.startswith("url(#"), (path, tag)
        (policy,) = page.has("meta", **{"http-equiv": "Content-Security-Policy"})
        assert (policy["content"] or "").startswith(
            "default-src 'none'; style-src 'self'; img-src 'self' data:"
        )


def test_every_page_says_internal_in_both_languages(site: Site) -> None:
    for path, page in site.pages().items():
        assert "internal — not for publication" in page.text, path
        assert "داخلی — برای انتشار نیست" in page.text, path
        assert "synthetic data" not in page.text, path


def test_persian_pages_run_right_to_left(site: Site) -> None:
    for path, page in site.pages().items():
        persian = path.startswith("fa/")
        assert page.has("html", lang="fa" if persian else "en", dir="rtl" if persian else "ltr")
        if persian:
            assert "آنچه اندازه‌گیری شد" in page.text, path


def test_synthetic_data_are_said_to_be(tmp_path: Path, reference: Reference) -> None:
    records = [_synthetic(n) for n in range(2)]
    for name, extra in (("all", []), ("some", [measurement(9)])):
        store = make_store(tmp_path / name, [*records, *extra])
        write_site(store, tmp_path / name / "out", reference=reference)
        for path in (tmp_path / name / "out").rglob("*.html"):
            page = path.read_text("utf-8")
            assert "made by a simulator, no real country" in page, path
            assert "ساخته‌ی شبیه‌ساز" in page, path
            assert ("2 of 3 measurements and series were made by a simulator" in page) is (
                name == "some"
            )


def _synthetic(number: int) -> Record:
    return changed(measurement(number), "annotations.synthetic", "true")


def test_hostile_names_stay_text(site: Site) -> None:
    inside = site.folder.resolve()
    for path in site.folder.rglob("*"):
        assert path.resolve().is_relative_to(inside)
        assert re.fullmatch(r"[A-Za-z0-9._~-]+", path.name), path
    every = {path: content.decode() for path, content in tree_bytes(site.folder).items()}
    shown = [name for name, content in every.items() if "alert(1)" in content]
    assert any(name.endswith(".html") for name in shown)
    for name in shown:
        if name.endswith(".html"):
            assert SCRIPT not in every[name], name
    assert not any(RIGHT_TO_LEFT_OVERRIDE[0] in content for content in every.values())
    assert any("⟨U+202E⟩gnp.exe" in content for content in every.values())


def test_no_csv_cell_is_a_formula(site: Site) -> None:
    seen: set[str] = set()
    for path in site.folder.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.reader(handle):
                assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row), path
                seen.update(cell for cell in row if "cmd()" in cell)
    assert "'=cmd()|'/C calc'!A0" in seen


def test_the_overview_counts_what_the_store_holds(site: Site) -> None:
    connection = open_store(site.store)
    judged = "FROM verdicts WHERE state <> 'not_handled'"
    (whole,) = rows(
        connection,
        f"SELECT count(*) AS n, count(DISTINCT target) AS targets, "
        f"count(DISTINCT probe_asn) AS networks, count(DISTINCT probe_cc) AS countries {judged}",
    )
    text = site.text("index.html")
    assert f"{whole['n']} judged measurements of {whole['targets']} targets" in text
    assert f"on {whole['networks']} network in {whole['countries']} countries" in text
    assert "not_json" in text
    assert "Check that the file is OONI JSON Lines" in text
    for row in rows(connection, "SELECT reason, count(*) AS n FROM rejects GROUP BY reason"):
        assert re.search(rf"{row['reason']} {row['n']} ", text), row
    with (site.folder / "index~countries.csv").open(encoding="utf-8", newline="") as handle:
        countries = {row["probe_cc"]: row for row in csv.DictReader(handle)}
    query = f"SELECT probe_cc, state, count(*) AS n {judged} GROUP BY ALL"
    for row in rows(connection, query):
        assert countries[row["probe_cc"]][row["state"]] == str(row["n"])
    for name in ("ndt", "dnscheck"):
        assert f"{name} 1" in text


def test_states_follow_from_the_measurements(site: Site) -> None:
    assert "XA (fictional)" in site.text("index.html")
    blocked = site.text("cc/XA/rights.example.html")
    assert "rights.example was blocked on 1 of 1 network: 4 of 4 conclusive measurements" in blocked
    likely = site.text("cc/XA/news.example.html")
    assert "likely blocked on 1 of 1 network: 5 of 6 conclusive measurements met" in likely
    assert "from 4 to 8 March 2026" in likely
    assert "news media" in likely
    assert "The TLS handshake was reset" in likely
    assert "a server that refuses this region" in likely
    fine = site.text("cc/XA/open.example.html")
    assert "open.example was accessible: it worked in 5 of 5 measurements" in fine
    persian = site.text("fa/cc/XA/news.example.html")
    assert "احتمالاً مسدود بود" in persian
    assert "۵ اندازه‌گیری از ۶ اندازه‌گیریِ تعیین‌کننده" in persian


def test_a_measurement_leads_back_to_its_bytes(site: Site) -> None:
    query = "SELECT * FROM verdicts WHERE target = 'domain:rights.example' ORDER BY line LIMIT 1"
    (verdict,) = rows(open_store(site.store), query)
    rule = rule_named(verdict["deciding_rule"])
    assert rule
    key = verdict["line_sha256"][:32]
    text = site.text(f"m/{key[:2]}/{key}.html")
    for shown in (
        verdict["line_sha256"],
        verdict["source_id"],
        verdict["measurement_uid"],
        "source0.jsonl.gz",
        f"Line {verdict['line']}",
        f"https://explorer.ooni.org/m/{verdict['measurement_uid']}",
        rule.why,
        f"It can be confused with: {rule.confused_with}.",
        "The control got a response.",
        rule.id,
    ):
        assert shown in text, shown


def test_the_same_store_gives_the_same_bytes(
    site: Site, tmp_path: Path, reference: Reference
) -> None:
    write_site(site.store, tmp_path / "again", reference=reference)
    assert tree_bytes(tmp_path / "again") == tree_bytes(site.folder)
    again = write_site(site.store, tmp_path / "again", reference=reference)
    assert again.removed == 0
    assert tree_bytes(tmp_path / "again") == tree_bytes(site.folder)


def test_measurements_beyond_the_cap_are_said_to_be_left_out(
    site: Site, tmp_path: Path, reference: Reference
) -> None:
    out = tmp_path / "out"
    write_site(site.store, out, reference=reference)
    summary = write_site(site.store, out, reference=reference, pages_per_target=2)
    assert summary.left_out > 0
    assert summary.removed == site.summary.pages - summary.pages
    capped = Site(site.store, out, summary)
    assert set(capped.pages()) < set(site.pages())
    text = capped.text("cc/XA/news.example.html")
    assert "2 of 6 measurements have a page" in text
    assert "4 were left out; the CSV file has them all" in text
    listed = (out / "cc/XA/news.example~verdicts.csv").read_text("utf-8").splitlines()
    assert len(listed) == 1 + 6
    # What was not fine comes first.
    page = _read(out / "cc/XA/news.example.html")
    assert page.text.count("tls.reset_control_ok") >= 2


def _read(path: Path) -> Html:
    from tests.reports.conftest import read_html

    return read_html(path.read_text("utf-8"))


def test_an_empty_store_says_that_there_is_no_data(tmp_path: Path, reference: Reference) -> None:
    store = Store(tmp_path / "store", create=True)
    summary = write_site(store, tmp_path / "out", reference=reference)
    empty = Site(store, tmp_path / "out", summary)
    assert summary.pages == 2
    assert "There is no data to report on" in empty.text("index.html")
    assert "داده‌ای برای گزارش نیست" in empty.text("fa/index.html")
    assert "accessible:" not in empty.text("index.html")


def test_days_that_are_not_built_are_said(tmp_path: Path, reference: Reference) -> None:
    store = make_store(tmp_path, [measurement(1), measurement(2)])
    for path in (store.folder / "builds").iterdir():
        path.unlink()
    write_site(store, tmp_path / "out", reference=reference)
    site = Site(store, tmp_path / "out", write_site(store, tmp_path / "out", reference=reference))
    assert "1 day of measurements has no verdicts yet" in site.text("index.html")


def test_a_folder_of_others_is_left_alone(
    tmp_path: Path, store: Store, reference: Reference
) -> None:
    (tmp_path / "letter.txt").write_text("dear friend")
    with pytest.raises(UsageError, match="not a Fanous report"):
        write_site(store, tmp_path, reference=reference)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_cut_leaves_whole_pages_and_the_next_run_mends(
    site: Site, tmp_path: Path, reference: Reference
) -> None:
    class Cut(Exception):
        pass

    def cut(_stage: str, done: int, total: int) -> None:
        if done > total // 2:
            raise Cut

    out = tmp_path / "out"
    write_site(site.store, out, reference=reference)
    (out / "cc" / "XA" / "gone.example.html").write_text("of an earlier run")
    with pytest.raises(Cut):
        write_site(site.store, out, reference=reference, progress=cut)
    assert not any(
        page.problems for page in Site(site.store, out, site.summary).pages().values() if page.tags
    )
    assert (out / "index.html").exists()
    assert write_site(site.store, out, reference=reference).removed == 1
    assert tree_bytes(out) == tree_bytes(site.folder)


def test_progress_counts_every_page(store: Store, tmp_path: Path, reference: Reference) -> None:
    told: list[tuple[str, int, int]] = []
    summary = write_site(
        store,
        tmp_path,
        reference=reference,
        progress=lambda stage, done, total: told.append((stage, done, total)),
    )
    assert told[-1] == ("report", summary.pages, summary.pages)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


def test_one_language_alone(store: Store, tmp_path: Path, reference: Reference) -> None:
    summary = write_site(store, tmp_path, reference=reference, languages=("fa",))
    assert summary.index == {"fa": tmp_path / "fa" / "index.html"}
    assert not list(tmp_path.glob("*.html"))


def test_an_unchanged_site_is_not_written_again(
    site: Site, store: Store, tmp_path: Path, reference: Reference
) -> None:
    out = tmp_path / "out"
    first = write_site(store, out, reference=reference)
    assert not first.unchanged
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    again = write_site(Store(store.folder), out, reference=reference)
    assert again == replace(first, unchanged=True)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == times
    assert tree_bytes(out) == tree_bytes(site.folder)


@pytest.mark.parametrize("damage", ["removed", "shorter", "added", "torn", "marker"])
def test_what_is_not_whole_is_made_again(
    site: Site, tmp_path: Path, reference: Reference, damage: str
) -> None:
    out = tmp_path / "out"
    write_site(site.store, out, reference=reference)
    page = out / "fa" / "cc" / "XA" / "news.example.html"
    if damage == "removed":
        page.unlink()
    elif damage == "shorter":
        page.write_bytes(page.read_bytes()[:-1])
    elif damage == "added":
        page.with_name("gone.example.html").write_text("of an earlier run")
    elif damage == "torn":
        page.with_name(".1.news.tmp").write_text("torn")
    else:
        (out / MARKER).write_text("{}")
    assert not write_site(site.store, out, reference=reference).unchanged
    assert tree_bytes(out) == tree_bytes(site.folder)
