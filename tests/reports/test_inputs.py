"""The key of a site: equal for equal inputs, another for every input that changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from fanous.explain.explanation import NO_REVIEWS
from fanous.explain.reviews import Review, Reviews
from fanous.reference.load import Reference
from fanous.reference.test_lists import ListedUrl
from fanous.reports.inputs import program_digest, site_key
from fanous.store.store import Store

REVIEW = Review("ab" * 32, "a reader", date(2026, 5, 1), "ok", "down", "So.", (), "a.toml", 0)


def key(
    store: Store,
    reference: Reference,
    *,
    reviews: Reviews = NO_REVIEWS,
    languages: tuple[str, ...] = ("en", "fa"),
    pages: int = 200,
) -> str:
    return site_key(
        store, reference=reference, reviews=reviews, languages=languages, pages_per_target=pages
    )


def test_every_input_counts(store: Store, reference: Reference, tmp_path: Path) -> None:
    first = key(store, reference)
    assert first == key(Store(store.folder), reference, reviews=Reviews())
    host, listed = next(iter(reference.listed.items()))
    others = [
        key(store, reference, languages=("en",)),
        key(store, reference, languages=("fa", "en")),
        key(store, reference, pages=199),
        key(store, reference, reviews=Reviews([REVIEW])),
        key(store, reference, reviews=Reviews([replace(REVIEW, reason="Or so.")])),
        key(store, replace(reference, digest="0" * 64)),
        key(store, replace(reference, listed={})),
        key(store, replace(reference, listed={host: replace(listed, category="GAME")})),
        key(Store(tmp_path, create=True), reference),
    ]
    assert len({first, *others}) == 1 + len(others)
    assert isinstance(listed, ListedUrl)


def test_manifests_and_builds_count(store: Store, reference: Reference, tmp_path: Path) -> None:
    copy = Store(tmp_path / "store", create=True)
    for manifest in store.manifests():
        copy.commit(manifest)
    ingested = key(copy, reference)
    for build in store.builds():
        copy.commit_build(build)
    assert key(copy, reference) == key(store, reference) != ingested
    build = next(store.builds())
    copy.commit_build(replace(build, key="0" * 64))
    assert key(copy, reference) != key(store, reference)
    copy.commit_build(build)
    copy.commit(replace(next(store.manifests()), names=("another name",)))
    assert key(copy, reference) != key(store, reference)


def test_the_program_counts(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = 1")
    (tmp_path / "page.html").write_text("<p>")
    digests = [program_digest(tmp_path)]
    for name, text in (("a.py", "a = 2"), ("page.html", "<b>"), ("b.css", ""), ("notes.txt", "x")):
        (tmp_path / name).write_text(text)
        program_digest.cache_clear()
        digests.append(program_digest(tmp_path))
    program_digest.cache_clear()
    assert len(set(digests)) == 4
    assert digests[-1] == digests[-2]  # nothing of the program
