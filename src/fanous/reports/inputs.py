"""What decides the bytes of a site: a key, equal only where all of it is equal.

    the store       its manifests, of signals too, and its builds: they name every shard by content
    the reference   its digest, and the test lists, which no digest covers
    the events      those kept in the store, what was refused, and the log
    the reviews     those that ship and the user's own
    the choices     languages, pages a target
    the program     its code, templates, style sheet, catalogues and curated files, and the
                    libraries that write text

Decides what counts as an input. Rather too much than too little: a changed comment has a site made
again, which takes seconds; a stale page would say what is no longer so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from fanous import __version__
from fanous.events.stored import read_events, read_log, read_refused
from fanous.explain.reviews import Reviews
from fanous.paths import data_folder
from fanous.reference.load import Reference
from fanous.store.signals import signal_sources
from fanous.store.store import Store

__all__ = ["program_digest", "site_key"]

_PACKAGE = Path(__file__).resolve().parents[1]
_TEXTS = {".py", ".html", ".css", ".mo", ".json"}
_CURATED = {".toml"}
_LIBRARIES = ("jinja2", "markupsafe", "idna")


def site_key(
    store: Store,
    *,
    reference: Reference,
    reviews: Reviews,
    languages: Sequence[str],
    pages_per_target: int,
) -> str:
    """SHA-256 of all inputs, in hex."""
    whole = hashlib.sha256()
    for part in _parts(store, reference, reviews, languages, pages_per_target):
        whole.update(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest())
    return whole.hexdigest()


def _parts(
    store: Store,
    reference: Reference,
    reviews: Reviews,
    languages: Sequence[str],
    pages_per_target: int,
) -> Iterator[str]:
    """The inputs as texts, in order; each kind is counted, so that none runs into another."""
    yield f"program {program_digest()}"
    yield _text({"languages": list(languages), "pages": pages_per_target})
    yield _text({"reference": reference.digest})
    kinds: dict[str, list[object]] = {
        "listed": [[host, asdict(url)] for host, url in sorted(reference.listed.items())],
        "reviews": [asdict(review) for review in reviews],
        "manifests": [asdict(manifest) for manifest in store.manifests()],
        "builds": [asdict(build) for build in store.builds()],
        "signals": [asdict(source) for source in signal_sources(store)],
        "events": [*read_events(store), *read_refused(store), *read_log(store)],
    }
    for kind, found in kinds.items():
        yield f"{len(found)} {kind}"
        yield from (_text(item) for item in found)


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)


@lru_cache(1)
def program_digest(package: Path = _PACKAGE) -> str:
    """SHA-256 of what the program itself brings to a page, in hex."""
    whole = hashlib.sha256(f"Fanous {__version__}".encode())
    for name in _LIBRARIES:
        whole.update(f" {name} {version(name)}".encode())
    for folder, suffixes in ((package, _TEXTS), (data_folder(), _CURATED)):
        for path in sorted(folder.rglob("*")):
            if path.suffix in suffixes and path.is_file():
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                whole.update(f"\n{path.relative_to(folder).as_posix()} {content}".encode())
    return whole.hexdigest()
