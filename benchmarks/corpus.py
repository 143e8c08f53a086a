"""A corpus to measure parsers with: web_connectivity measurements of realistic size and variety.

Decides how long lines are (lognormal: median about 17 KB, 99th percentile about 112 KB), how many
certificate chains and hosts there are, and how well bodies compress. Everything is synthetic and
spelt by the simulator's wire builders; truth and situations are the simulator's business, not this
file's. The same arguments give the same bytes.

    python benchmarks/corpus.py OUT --measurements 20000
"""

from __future__ import annotations

import argparse
import gzip
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import msgspec

from fanous.evaluation.simulator.archive import archive_path, write_gzip_lines
from fanous.evaluation.simulator.certificates import CertificateAuthority, Chain
from fanous.evaluation.simulator.pages import page_headers
from fanous.evaluation.simulator.schedule import HOURS_A_BLOCK, report_token
from fanous.evaluation.simulator.visit import (
    Answer,
    Client,
    Connection,
    ControlView,
    Exchange,
    Handshake,
    Lookup,
    ProbeIdentity,
    Session,
    Visit,
    endpoint_text,
)
from fanous.evaluation.simulator.wire.web_connectivity import measurement

__all__ = ["make_corpus"]

MEDIAN_BYTES = 17_000
P99_BYTES = 112_000
_SIGMA = math.log(P99_BYTES / MEDIAN_BYTES) / 2.3263  # 2.3263: the normal's 99th percentile
_LONGEST_BYTES = 1_500_000
_BYTES_A_BODY_BYTE = 1.1  # JSON escapes quotes and line ends, and longer bodies mean more reads

_START = datetime(2026, 1, 5, tzinfo=UTC)
_BLOCKS = 2 * 24 // HOURS_A_BLOCK  # two days
_FILES_IN_TWO_DAYS = math.lcm(26, _BLOCKS)  # after that, a country and block would come again
_GZIP_LEVEL = 6
_HOSTS = 600
_AUTHORITIES = 12
_LEAF_KEYS = 16
_NETWORKS_A_COUNTRY = 6
_MEASUREMENTS_A_SESSION = 40
_RESOLVER = "192.0.2.210"
_DOH_HOST = "dns.resolver.example"

_MODERN = Client("0.5.28", "3.26.0", "android", "arm64")
_LEGACY = Client("0.4.3", "3.25.0", "android", "arm64")


# --- bodies ------------------------------------------------------------------------------------


class PageMill:
    """Makes HTML that compresses about as well as HTML does: markup repeats, words are skewed.

    A pool of blocks far larger than gzip's 32 KB window keeps pages from compressing against each
    other better than real ones do.
    """

    _ALPHABETS = (
        ("bcdfghklmnprstvw", "aeiou"),
        ("bcdfghklmnprstvw", "aeiou"),
        ("بتجدرزسشفقکلمن", "اوی"),
        ("бвгдзклмнпрст", "аеиоу"),
    )
    _WORDS, _POOL = 3_000, 2_400

    def __init__(self, rng: Random) -> None:
        self._vocabularies = [self._vocabulary(rng, letters) for letters in self._ALPHABETS]
        self._weights = [1 / (rank + 3) for rank in range(self._WORDS)]
        self._blocks = [
            [self._block(rng, words) for _ in range(self._POOL)] for words in self._vocabularies
        ]

    def page(self, host: str, size: int, rng: Random) -> str:
        """A page of about `size` bytes; every page has parts of its own."""
        blocks = self._blocks[hash_of(host) % len(self._blocks)]
        parts = [
            f'<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{host}</title>\n'
            f'<link rel="stylesheet" href="/assets/{rng.getrandbits(64):016x}.css">\n</head>\n'
        ]
        length = len(parts[0])
        while length < size:
            block = rng.choice(blocks)
            own = f'<div id="n{rng.getrandbits(48):012x}" class="card card--{rng.randrange(9)}">\n'
            parts += [own, block, "</div>\n"]
            length += len(own) + len(block.encode()) + 7
        parts.append("</body>\n</html>\n")
        return "".join(parts).encode()[: max(size, 64)].decode(errors="ignore")

    @staticmethod
    def _vocabulary(rng: Random, letters: tuple[str, str]) -> list[str]:
        consonants, vowels = letters
        return [
            "".join(rng.choice(consonants) + rng.choice(vowels) for _ in range(rng.randint(1, 4)))
            for _ in range(PageMill._WORDS)
        ]

    def _block(self, rng: Random, words: list[str]) -> str:
        text = " ".join(rng.choices(words, self._weights, k=rng.randint(12, 70)))
        slug = "-".join(rng.choices(words, k=3))
        image = f"{rng.getrandbits(80):020x}"
        return (
            f'<article class="teaser teaser--wide" data-key="{rng.getrandbits(40):010x}">\n'
            f'<a class="teaser__link" href="/{rng.randrange(2020, 2026)}/{slug}/" rel="bookmark">'
            f'<img class="teaser__image" loading="lazy" src="/media/{image}.webp" alt="{slug}">'
            f'</a>\n<p class="teaser__text">{text}</p>\n<script type="application/json">'
            f'{{"id":{rng.randrange(10**6)},"slug":"{slug}"}}</script>\n</article>\n'
        )


def hash_of(text: str) -> int:
    """A small number that depends on the text alone; hash() differs between processes."""
    return sum(text.encode()) * 31 + len(text)


# --- what a visit looks like -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recipe:
    """A kind of visit. `failing` names the layer it stops at; those have no body to fill.

    `doh_record` keeps how the DoH resolver was reached, a third of a short 0.5 measurement.
    """

    weight: float
    endpoints: int
    legacy: bool = False
    failing: str = ""
    doh_record: bool = True


_RECIPES = (
    Recipe(0.5, 1, legacy=True),
    Recipe(0.5, 3, legacy=True),
    Recipe(6.0, 1, doh_record=False),
    Recipe(6.0, 1),
    Recipe(4.0, 2),
    Recipe(3.0, 4),
    Recipe(2.0, 8),
    Recipe(1.0, 1, legacy=True, failing="dns"),
    Recipe(1.0, 2, legacy=True, failing="tcp"),
    Recipe(3.0, 1, failing="dns", doh_record=False),
    Recipe(3.0, 1, failing="tcp", doh_record=False),
    Recipe(3.0, 2, failing="tls", doh_record=False),
    Recipe(2.0, 1, failing="tcp"),
    Recipe(2.0, 4, failing="tls"),
)


@dataclass(frozen=True, slots=True)
class _Site:
    host: str
    addresses: tuple[str, ...]
    asn: int
    chain: Chain


@dataclass(frozen=True, slots=True)
class _Scene:
    session: Session
    site: _Site
    recipe: Recipe
    started: datetime
    doh_chain: Chain


def _lookups(scene: _Scene, rng: Random) -> tuple[Lookup, ...]:
    """Every engine's answers; when DNS fails, only DoH is told the truth."""
    site, recipe = scene.site, scene.recipe
    records = tuple(
        Answer("AAAA" if ":" in address else "A", address, site.asn, f"Host Network {site.asn}")
        for address in site.addresses
    )
    fails = recipe.failing == "dns"

    def ask(engine: str, kind: str, number: int, resolver: str = "") -> Lookup:
        mine = tuple(record for record in records if kind in ("ANY", record.kind))
        lied_to = fails and engine != "doh"
        failure = "dns_nxdomain_error" if lied_to else None if mine else "dns_no_answer"
        ended = round(rng.uniform(0.01, 0.2), 6)
        answers = () if lied_to else mine
        return Lookup(engine, site.host, kind, resolver, answers, failure, 0.001, ended, 0, number)

    if recipe.legacy:
        return tuple(ask("system", kind, 10001) for kind in ("A", "AAAA"))
    doh = f"https://{_DOH_HOST}/dns-query"
    return (
        ask("getaddrinfo", "ANY", 10001),
        *(ask("udp", kind, 20001, f"{_RESOLVER}:53") for kind in ("A", "AAAA")),
        *(ask("doh", kind, 30001, doh) for kind in ("A", "AAAA")),
    )


def _connections(scene: _Scene, body: str, rng: Random) -> tuple[Connection, ...]:
    """One TLS endpoint an address; the first that works carries the request."""
    site, recipe = scene.site, scene.recipe
    if recipe.failing == "dns" and recipe.legacy:
        return ()
    made = []
    for number, address in enumerate(site.addresses):
        failed = "generic_timeout_error" if recipe.failing == "tcp" else None
        ended = round(rng.uniform(0.25, 0.4), 6)
        shaken = round(ended + rng.uniform(0.05, 0.3), 6)
        reset = "connection_reset" if recipe.failing == "tls" else None
        handshake = Handshake(site.host, reset, () if reset else site.chain, ended, shaken)
        works = not (failed or reset)
        exchange = _exchange(scene, body, shaken) if works and number == 0 else None
        made.append(
            Connection(
                address=address,
                port=443,
                failure=failed,
                began=0.21,
                ended=ended + (10.0 if failed else 0.0),
                depth=0,
                number=50001 + number,
                classic=recipe.failing != "dns",
                fetch_body=True,
                handshake=None if failed else handshake,
                exchange=exchange,
            )
        )
    return tuple(made)


def _exchange(scene: _Scene, body: str, began: float) -> Exchange:
    headers = page_headers(body, moment=scene.started, server="example-server")
    return Exchange(f"https://{scene.site.host}/", "", 200, headers, body, began, began + 0.3)


def _control(scene: _Scene, body: str) -> ControlView:
    site = scene.site
    endpoints: dict[str, str | None] = {
        endpoint_text(address, 443): None for address in site.addresses
    }
    return ControlView(
        addresses=site.addresses,
        connects=endpoints,
        handshakes=endpoints,
        server_name=site.host,
        status=200,
        title=site.host,
        headers=page_headers(body, moment=scene.started, server="example-server"),
        body_length=len(body.encode()),
        http_failure=None,
        address_info=dict.fromkeys(site.addresses, (site.asn, 11)),
    )


def _doh_connection(scene: _Scene) -> Connection | None:
    if scene.recipe.legacy or not scene.recipe.doh_record:
        return None
    handshake = Handshake(_DOH_HOST, None, scene.doh_chain, 0.03, 0.06)
    return Connection(_RESOLVER, 443, None, 0.002, 0.03, 0, 30001, False, False, handshake)


def _visit(scene: _Scene, body: str, rng: Random) -> Visit:
    connections = _connections(scene, body, rng)
    runtime = round(max((item.ready_at for item in connections), default=1.0) + 1.0, 6)
    received = scene.started + timedelta(seconds=runtime, microseconds=rng.randrange(10**6))
    cc, url = scene.session.probe.cc, f"https://{scene.site.host}/"
    return Visit(
        session=scene.session,
        url=url,
        wire_url=url,
        hostname=scene.site.host,
        started=scene.started,
        runtime=runtime,
        lookups=_lookups(scene, rng),
        late_answers=(),
        connections=connections,
        control=_control(scene, body),
        control_failure=None,
        helper_url="https://0.th.helper.example",
        uid=f"{received:%Y%m%d%H%M%S.%f}_{cc}_webconnectivity_{rng.getrandbits(64):016x}",
        doh_connection=_doh_connection(scene),
    )


# --- the corpus --------------------------------------------------------------------------------


class _Corpus:
    """What all files share: pages, chains, and how long each recipe is without a body."""

    def __init__(self, *, chains: int, seed: int) -> None:
        rng = Random(f"corpus:{seed}")
        self._mill = PageMill(rng)
        self._chains = _issue_chains(chains, seed=seed)
        self._turn = 0
        self._encoder = msgspec.json.Encoder()
        session = _session(rng, cc="XA", moment=_START)
        self._floor = {
            recipe: len(self._line(session, recipe, _START, size=0, rng=rng)) for recipe in _RECIPES
        }

    def lines(self, *, cc: str, block_start: datetime, count: int, rng: Random) -> Iterator[bytes]:
        """The measurements of one file, session after session, evenly spread over its block."""
        step = timedelta(hours=HOURS_A_BLOCK) / max(count, 1)
        session = _session(rng, cc=cc, moment=block_start)
        for number in range(count):
            started = (block_start + step * number).replace(microsecond=0)
            if number % _MEASUREMENTS_A_SESSION == 0:
                session = _session(rng, cc=cc, moment=started)
            wanted = _wanted_length(rng)
            recipe = self._recipe(wanted, rng)
            size = max(0, round((wanted - self._floor[recipe]) / _BYTES_A_BODY_BYTE))
            yield self._line(session, recipe, started, size=size, rng=rng)

    def _line(
        self, session: Session, recipe: Recipe, started: datetime, *, size: int, rng: Random
    ) -> bytes:
        names, chain = self._chains[self._turn % len(self._chains)]
        self._turn += not recipe.failing
        client = _LEGACY if recipe.legacy else _MODERN
        scene = _Scene(
            session=replace(session, client=client),
            site=_site(names[0], chain, recipe.endpoints, rng),
            recipe=recipe,
            started=started,
            doh_chain=self._chains[0][1],
        )
        body = "" if recipe.failing else self._mill.page(names[0], size, rng)
        return self._encoder.encode(measurement(_visit(scene, body, rng)))

    def _recipe(self, wanted: int, rng: Random) -> Recipe:
        """A recipe that can reach the length: with a body to fill, or by itself."""
        fitting = [
            recipe
            for recipe, floor in self._floor.items()
            if floor <= wanted and (not recipe.failing or wanted < floor * 1.25)
        ]
        if not fitting:
            return min(self._floor, key=self._floor.__getitem__)
        return rng.choices(fitting, [recipe.weight for recipe in fitting])[0]


def _wanted_length(rng: Random) -> int:
    drawn = rng.lognormvariate(math.log(MEDIAN_BYTES), _SIGMA)
    return min(_LONGEST_BYTES, round(drawn))


def _issue_chains(count: int, *, seed: int) -> list[tuple[tuple[str, ...], Chain]]:
    """Distinct chains of two or three certificates, and the names each is for.

    Hosts take turns, so that one host's chains are far apart as they are in an archive.
    """
    rng = Random(f"chains:{seed}")
    hosts = [f"site-{rng.getrandbits(32):08x}.example" for _ in range(min(_HOSTS, count))]
    valid_from = _START.replace(tzinfo=None) - timedelta(days=60)
    authorities = [
        CertificateAuthority(seed * 1000 + number, valid_from=valid_from, leaf_keys=_LEAF_KEYS)
        for number in range(_AUTHORITIES)
    ]
    issued = []
    for number in range(count):
        host = hosts[number % len(hosts)]
        more = (f"edge{number}-{other}.{host}" for other in range(rng.choice((1, 1, 2, 4, 12))))
        names = (host, f"www.{host}", *more)
        authority = authorities[number % _AUTHORITIES]
        issued.append((names, authority.chain(names=names, with_root=number % 3 == 0)))
    return issued


def _site(host: str, chain: Chain, endpoints: int, rng: Random) -> _Site:
    """Addresses of the host, some of them IPv6, all in one network."""
    asn = 65000 + hash_of(host) % 500
    addresses = []
    for number in range(endpoints):
        if number % 3 == 2:
            addresses.append(f"2001:db8:{asn:x}::{rng.randrange(1, 65535):x}")
        else:
            prefix = rng.choice(("198.51.100", "203.0.113"))
            addresses.append(f"{prefix}.{rng.randrange(1, 255)}")
    return _Site(host, tuple(dict.fromkeys(addresses)), asn, chain)


def _session(rng: Random, *, cc: str, moment: datetime) -> Session:
    network = rng.randrange(_NETWORKS_A_COUNTRY)
    asn = 64512 + (ord(cc[1]) - ord("A")) * _NETWORKS_A_COUNTRY + network
    resolver = f"192.0.2.{1 + asn % 180}"
    name = f"{cc} Network {network}"
    kind = rng.choice(("mobile", "wifi"))
    probe = ProbeIdentity(cc, asn, name, kind, asn, resolver, name)
    return Session(probe, _MODERN, moment, report_token(rng))


def make_corpus(
    out: Path,
    *,
    measurements: int = 20_000,
    files: int = 4,
    chains: int = 5_000,
    seed: int = 1,
) -> None:
    """Write `files` archive files with `measurements` lines in all, under OONI's path layout.

    One file is one country (XA, XB ... in turn) and one six-hour block of two days. Every third
    chain brings its root. All chains occur once there are about 1.5 times as many measurements.
    """
    corpus = _Corpus(chains=chains, seed=seed)
    for number in range(files):
        cc = f"X{chr(ord('A') + number % 26)}"
        hours = HOURS_A_BLOCK * (number % _BLOCKS) + 48 * (number // _FILES_IN_TWO_DAYS)
        block_start = _START + timedelta(hours=hours)
        path = archive_path(cc=cc, test_name="web_connectivity", session_started=block_start)
        count = measurements // files + (number < measurements % files)
        rng = Random(f"file:{seed}:{number}")
        lines = corpus.lines(cc=cc, block_start=block_start, count=count, rng=rng)
        write_gzip_lines(out / path, lines, level=_GZIP_LEVEL)


def line_lengths(out: Path) -> list[int]:
    """Lengths in bytes of every line below `out`, in order of size."""
    lengths = []
    for path in sorted(out.glob("raw/**/*.jsonl.gz")):
        with gzip.open(path) as lines:
            lengths += [len(line) for line in lines]
    return sorted(lengths)


def main() -> None:
    """Write a corpus and say what came out."""
    parser = argparse.ArgumentParser(description="Write a synthetic corpus to measure with.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--measurements", type=int, default=20_000)
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--chains", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    make_corpus(
        asked.out,
        measurements=asked.measurements,
        files=asked.files,
        chains=asked.chains,
        seed=asked.seed,
    )
    lengths = line_lengths(asked.out)
    packed = sum(path.stat().st_size for path in asked.out.glob("raw/**/*.jsonl.gz"))
    print(f"{len(lengths)} measurements, {sum(lengths):,} bytes, {packed:,} compressed")
    print(f"median {lengths[len(lengths) // 2]:,} bytes (wanted {MEDIAN_BYTES:,})")
    print(f"p99 {lengths[len(lengths) * 99 // 100]:,} bytes (wanted {P99_BYTES:,})")
    print(f"compresses {sum(lengths) / packed:.1f} times")


if __name__ == "__main__":
    main()
