"""A small world by hand, hostile names among it, and its site read back as a browser would."""

from __future__ import annotations

import html.parser
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from fanous.engine.tasks import ReferencePaths
from fanous.pipeline import build, ingest
from fanous.reference.load import Reference, load_reference
from fanous.reports.site import SiteSummary, write_site
from fanous.store.store import Store
from tests import making
from tests.making import Record, changed, measurement, reset_measurement

BLOCKS = set("caption dd dt h1 h2 h3 li p td th".split())
VOID = set("area base br col embed hr img input link meta source track wbr".split())
SCRIPT = "<script>alert(1)</script>"
RIGHT_TO_LEFT_OVERRIDE = "\u202egnp.exe"
FORMULA = "=cmd()|'/C calc'!A0"
TEST_LIST = """url,category_code,category_description,date_added,source,notes
https://news.example/,NEWS,News Media,2025-12-06,test,
"""
BLOCK_PAGE = "Withheld by order 7"


@dataclass
class Html(html.parser.HTMLParser):
    """What a page holds: its tags in balance, its links, its ids and its text."""

    text: str = ""
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}> at {self.getpos()}")

        if tag in BLOCKS:
            self.text += " "

    def handle_data(self, data: str) -> None:
        self.text += data

    def _note(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if len(found) != len(attrs):
            self.problems.append(f"an attribute twice on <{tag}> at {self.getpos()}")
        if name := found.get("id"):
            self.ids.append(name)
        if (href := found.get("href")) is not None:
            self.links.append(href)

    def finish(self) -> Html:
        self.close()
        if self._open:
            self.problems.append(f"left open: {self._open}")
        return self

    def has(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        return [
            found
            for name, found in self.tags
            if name == tag and all(found.get(key) == value for key, value in attributes.items())
        ]


def read_html(content: str) -> Html:
    page = Html()
    page.feed(content)
    return page.finish()


@dataclass(frozen=True)
class Site:
    """A written site and the store behind it."""

    store: Store
    folder: Path
    summary: SiteSummary

    def pages(self) -> dict[str, Html]:
        return {
            path.relative_to(self.folder).as_posix(): read_html(path.read_text("utf-8"))
            for path in sorted(self.folder.rglob("*.html"))
        }

    def text(self, path: str) -> str:
        return " ".join(read_html((self.folder / path).read_text("utf-8")).text.split())


def at(hours: int) -> datetime:
    """A time some hours into the window."""
    return making.START + timedelta(hours=hours)


def make_store(
    folder: Path, records: Iterable[object], *, reference: Path | None = None, split: bool = False
) -> Store:
    """A built store of some records, in one source or one each."""
    every = list(records)
    parts = [[item] for item in every] if split else [every]
    for number, part in enumerate(parts):
        making.write_source(folder / "raw" / f"source{number}.jsonl.gz", part)
    if every:
        ingest(
            [folder / "raw"],
            folder / "store",
            reference=ReferencePaths(reference),
            now=lambda: making.NOW,
        )
        build(folder / "store")
    return Store(folder / "store", create=True)


def small_world() -> list[object]:
    """Two countries: a site reset for days, a block page, a site that works, hostile names."""
    records: list[object] = [measurement(n, host="open.example", start=at(9 * n)) for n in range(5)]
    for number in range(6):
        make = reset_measurement if number != 3 else measurement
        records.append(make(20 + number, host="news.example", start=at(20 * number)))
    records += [_block_page(40 + number, hours=5 * number) for number in range(4)]
    records += [changed(measurement(60 + n, start=at(n)), "probe_cc", "XB") for n in range(3)]
    records += hostile_records()
    records += [making.other_measurement(90), making.other_measurement(91, "dnscheck")]
    records += [b"{not json", b'{"test_keys": {}}', measurement(0, host="open.example")]
    return records


def _block_page(number: int, *, hours: int) -> Record:
    """The block page of the country in place of an http:// site."""
    record = measurement(number, host="rights.example", start=at(hours))
    record["input"] = "http://rights.example/"
    keys = record["test_keys"]
    keys["tls_handshakes"] = []
    request = keys["requests"][0]
    request["request"]["url"] = "http://rights.example/"
    request["response"]["body"] = f"<html><title>No</title>{BLOCK_PAGE}</html>"
    return record


def hostile_records() -> list[Record]:
    """Names that a stranger would choose."""
    spoken = [SCRIPT, RIGHT_TO_LEFT_OVERRIDE, FORMULA, "../../x"]
    records = [
        changed(measurement(70 + n, host="named.example", start=at(n)), "probe_network_name", name)
        for n, name in enumerate(spoken)
    ]
    records += [
        changed(changed(measurement(80 + n), "input", address), "probe_cc", "XB")
        for n, address in enumerate(
            ["https://../../x", f"https://{SCRIPT}/", FORMULA, "https://index/", "https://con.txt/"]
        )
    ]
    titled = measurement(89, host="named.example")
    titled["test_keys"]["control"]["http_request"]["title"] = SCRIPT + RIGHT_TO_LEFT_OVERRIDE
    return [*records, titled]


@pytest.fixture(scope="session")
def reference_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return making.write_reference(
        tmp_path_factory.mktemp("reference"),
        testlist_xa=TEST_LIST,
        fingerprints_http=making.fingerprints(
            ("order7", "nat", "body", "contains", BLOCK_PAGE, "XA")
        ),
    )


@pytest.fixture(scope="session")
def reference(reference_folder: Path) -> Reference:
    return load_reference(reference_folder)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, reference_folder: Path) -> Store:
    folder = tmp_path_factory.mktemp("world")
    return make_store(folder, small_world(), reference=reference_folder)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, store: Store, reference: Reference) -> Site:
    out = tmp_path_factory.mktemp("site") / "out"
    return Site(store, out, write_site(store, out, reference=reference))
