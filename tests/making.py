"""Small builders of raw data, by hand: names under `.example`, documentation addresses only.

A record is a plain dict in the wire's own shape (OONI df-000, ts-017), so that a test shows the
bytes it is about. Nothing here is copied from anybody's measurement.
"""

from __future__ import annotations

import copy
import gzip
import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import zstandard
from hypothesis import HealthCheck, settings

from fanous.model.reject import Reject
from fanous.model.tables import TABLES
from fanous.reference.load import Reference, load_reference
from fanous.sources.base import Context, Parsed
from fanous.sources.lines import source_digest
from fanous.sources.parse import parse_source

Record = dict[str, Any]
Row = dict[str, object]

HOST = "shop.example"
ADDRESS = "192.0.2.10"
ADDRESS6 = "2001:db8:10::10"
PROBE_ADDRESS = "203.0.113.77"  # what a careless probe writes of itself
DAY = "2026-03-04"
START = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
NOW = datetime(2026, 4, 1, tzinfo=UTC).timestamp()
LATEST = round(NOW * 1_000_000)

# The same examples each time: a failure here is a failure everywhere.
FUZZ = settings(
    max_examples=100,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

NETWORKS_CSV = """prefix,asn,name,cc,global
192.0.2.0/24,64500,Shops,XA,true
198.51.100.0/24,64501,Resolvers,XA,true
203.0.113.0/24,64502,Homes,XB,true
2001:db8::/32,64500,Shops,XA,true
"""


@lru_cache
def certificate(name: str = HOST) -> bytes:
    """A self-signed certificate in DER; the same bytes each time."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = [x509.DNSName(name), x509.DNSName(f"*.{name}"), x509.IPAddress(IPv4Address(ADDRESS))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test Issuer")]))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2026, 12, 31, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, None)
    )
    return made.public_bytes(Encoding.DER)


def encoded(data: bytes) -> dict[str, str]:
    """Bytes as the wire writes those that are not text."""
    from base64 import b64encode

    return {"format": "base64", "data": b64encode(data).decode()}


def uid(number: int, *, start: datetime = START) -> str:
    """A published measurement_uid."""
    return f"{start:%Y%m%d%H%M%S}.000000_XA_webconnectivity_{number:016x}"


def measurement(number: int = 0, *, host: str = HOST, start: datetime = START) -> Record:
    """A web_connectivity 0.5 measurement of a site that works, and whose control agrees."""
    url, address = f"https://{host}/", f"{ADDRESS}:443"
    page = "<html><head><title>Shop</title></head><body>Open all day.</body></html>"
    headers = {"Content-Type": "text/html", "Server": "example"}
    tags = ["classic", "tcptls_experiment", "depth=0"]
    body_tags = [*tags, "fetch_body=true"]
    return {
        "annotations": {"network_type": "wifi", "platform": "linux", "engine_version": "3.26.0"},
        "data_format_version": "0.2.0",
        "input": url,
        "measurement_start_time": f"{start:%Y-%m-%d %H:%M:%S}",
        "measurement_uid": uid(number, start=start),
        "probe_asn": "AS64502",
        "probe_cc": "XA",
        "probe_ip": "127.0.0.1",
        "probe_network_name": "Home Net",
        "report_id": f"{start:%Y%m%dT%H%M%SZ}_webconnectivity_XA_64502_n1_{number:016x}",
        "resolver_asn": "AS64501",
        "resolver_ip": "198.51.100.53",
        "software_name": "ooniprobe-cli",
        "software_version": "3.26.0",
        "test_helpers": {"backend": {"address": "https://helper.example", "type": "https"}},
        "test_name": "web_connectivity",
        "test_runtime": 1.5,
        "test_start_time": f"{start:%Y-%m-%d %H:%M:%S}",
        "test_version": "0.5.28",
        "test_keys": {
            "queries": [
                {
                    "answers": [
                        {"answer_type": "A", "asn": 64500, "ipv4": ADDRESS},
                        {"answer_type": "CNAME", "hostname": f"www.{host}"},
                    ],
                    "engine": "getaddrinfo",
                    "failure": None,
                    "hostname": host,
                    "query_type": "ANY",
                    "rcode": 0,
                    "resolver_address": "",
                    "t0": 0.1,
                    "t": 0.2,
                    "tags": ["classic", "depth=0"],
                    "transaction_id": 10001,
                }
            ],
            "tcp_connect": [
                {
                    "ip": ADDRESS,
                    "port": 443,
                    "status": {"failure": None, "success": True},
                    "t0": 0.2,
                    "t": 0.3,
                    "tags": body_tags,
                    "transaction_id": 50001,
                }
            ],
            "tls_handshakes": [
                {
                    "address": address,
                    "cipher_suite": "TLS_AES_128_GCM_SHA256",
                    "failure": None,
                    "negotiated_protocol": "h2",
                    "network": "tcp",
                    "no_tls_verify": False,
                    "peer_certificates": [encoded(certificate())],
                    "server_name": host,
                    "t0": 0.3,
                    "t": 0.5,
                    "tags": body_tags,
                    "tls_version": "TLSv1.3",
                    "transaction_id": 50001,
                }
            ],
            "network_events": [
                {"operation": "connect", "t": 0.3, "transaction_id": 50001},
                {"operation": "write", "num_bytes": 500, "t": 0.35, "transaction_id": 50001},
                {"operation": "read", "num_bytes": 3000, "t": 0.4, "transaction_id": 50001},
                {"operation": "read", "num_bytes": 900, "t": 0.7, "transaction_id": 50001},
            ],
            "requests": [
                {
                    "address": address,
                    "failure": None,
                    "network": "tcp",
                    "request": {"method": "GET", "url": url},
                    "response": {
                        "body": page,
                        "body_is_truncated": False,
                        "code": 200,
                        "headers": dict(headers),
                    },
                    "t0": 0.5,
                    "t": 0.8,
                    "tags": body_tags,
                    "transaction_id": 50001,
                }
            ],
            "control": {
                "dns": {"addrs": [ADDRESS], "failure": None},
                "http_request": {
                    "body_length": len(page),
                    "failure": None,
                    "headers": dict(headers),
                    "status_code": 200,
                    "title": "Shop",
                },
                "ip_info": {ADDRESS: {"asn": 64500, "flags": 11}},
                "tcp_connect": {address: {"failure": None, "status": True}},
                "tls_handshake": {address: {"failure": None, "server_name": host, "status": True}},
            },
            "control_failure": None,
            "blocking": False,
            "accessible": True,
        },
    }


def reset_measurement(number: int = 0, *, host: str = HOST, start: datetime = START) -> Record:
    """The same site, but the handshake is reset while the helper's is not."""
    record = measurement(number, host=host, start=start)
    keys = record["test_keys"]
    keys["tls_handshakes"][0] |= {
        "failure": "connection_reset",
        "peer_certificates": [],
        "tls_version": "",
        "cipher_suite": "",
        "negotiated_protocol": "",
    }
    keys["requests"][0] |= {"failure": "connection_reset"}
    keys["requests"][0]["response"] = {"body": "", "code": 0, "headers": {}}
    keys |= {"blocking": "http-failure", "accessible": False}
    return record


def other_measurement(number: int = 0, test_name: str = "ndt") -> Record:
    """A measurement of a test that has no verdict."""
    record = measurement(number)
    return record | {"test_name": test_name, "input": None, "test_keys": {"summary": {"ping": 9}}}


def changed(record: Record, path: str, value: object) -> Record:
    """A copy with the value at a dotted path (`test_keys.queries.0.t`) replaced."""
    made = copy.deepcopy(record)
    *parents, last = path.split(".")
    place: Any = made
    for step in parents:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[int(last) if isinstance(place, list) else last] = value
    return made


def without(record: Record, *names: str) -> Record:
    """A copy without some top-level keys."""
    return {name: value for name, value in copy.deepcopy(record).items() if name not in names}


def paths_of(value: object, prefix: str = "") -> Iterator[str]:
    """Every dotted path into a JSON value that `changed` can replace."""
    items: Iterable[tuple[object, object]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        if "." in str(key):
            continue  # names of endpoints hold dots; their parent is replaced as a whole
        path = f"{prefix}.{key}" if prefix else str(key)
        yield path
        yield from paths_of(item, path)


def to_line(record: object) -> bytes:
    """A record as the bytes of one line, without its end."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def pack(data: bytes, name: str) -> bytes:
    """Bytes compressed as a file's name says."""
    if name.endswith((".gz", ".tgz")):
        return gzip.compress(data, compresslevel=1, mtime=0)
    return zstandard.compress(data, 1) if name.endswith(".zst") else data


def write_source(path: Path, records: Iterable[object]) -> Path:
    """A source of JSON Lines; a record that is bytes is a line as it is."""
    lines = (item if isinstance(item, bytes) else to_line(item) for item in records)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pack(b"".join(line + b"\n" for line in lines), path.name))
    return path


def tar_bytes(members: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of members with the given names, however odd."""
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return sink.getvalue()


def postcan(record: object) -> bytes:
    """A member as the backend wraps it."""
    return b'{"format":"json","content":' + to_line(record) + b"}"


@dataclass(frozen=True)
class Read:
    """What a source gave."""

    parsed: list[Parsed]
    rejects: list[Reject]

    @property
    def measurements(self) -> list[Row]:
        return self.rows("measurements")

    def rows(self, table: str) -> list[Row]:
        """Every row of a table as a dict."""
        names = TABLES[table].names
        return [
            dict(zip(names, row, strict=True))
            for parsed in self.parsed
            for row in parsed.rows.get(table, ())
        ]

    def row(self, table: str = "measurements") -> Row:
        """The only row of a table."""
        (row,) = self.rows(table)
        return row

    def reject(self) -> Reject:
        """The only reject."""
        (reject,) = self.rejects
        return reject


def read_source(
    path: Path, *, reference: Reference | None = None, source_id: str = "", latest: int = LATEST
) -> Read:
    """Parse a source to its end."""
    context = Context(reference or load_reference())
    found = list(parse_source(path, source_id or source_digest(path), context, latest=latest))
    return Read(
        [item for item in found if isinstance(item, Parsed)],
        [item for item in found if isinstance(item, Reject)],
    )


def read_records(folder: Path, *records: object, reference: Reference | None = None) -> Read:
    """Parse some records (or lines, as bytes) of a source in `folder`."""
    return read_source(write_source(folder / "source.jsonl", records), reference=reference)


def write_reference(folder: Path, **tables: str) -> Path:
    """A reference folder: networks.csv of the documentation world, and the named tables."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ({"networks": NETWORKS_CSV} | tables).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def fingerprints(*rows: tuple[str, str, str, str, str, str]) -> str:
    """A fingerprint table: name, scope, location, pattern type, pattern, countries."""
    import csv

    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow("name scope location_found pattern_type pattern expected_countries".split())
    writer.writerows(rows)
    return sink.getvalue()


def many(count: int, *, first: int = 0, hours: int = 7) -> list[Record]:
    """Measurements of several sites over some days, a third of them reset."""
    return [
        (reset_measurement if number % 3 == 0 else measurement)(
            number, host=f"site{number % 4}.example", start=START + timedelta(hours=hours * number)
        )
        for number in range(first, first + count)
    ]


def tree_bytes(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def mmdb(rows: dict[str, object], *, ip_version: int = 4) -> bytes:
    """A MaxMind-format file by its public specification (2.0): prefixes to maps."""
    import ipaddress
    import struct

    data, offsets = b"", {}
    for prefix, value in rows.items():
        offsets[prefix] = len(data)
        data += _mmdb_value(value)
    nodes: list[list[int | str | None]] = [[None, None]]
    for prefix in rows:
        network = ipaddress.ip_network(prefix)
        bits = f"{int(network.network_address):0{network.max_prefixlen}b}"[: network.prefixlen]
        if ip_version == 6 and network.version == 4:
            bits = "0" * 96 + bits
        at = 0
        for bit in map(int, bits[:-1]):
            below = nodes[at][bit]
            if not isinstance(below, int):
                below = nodes[at][bit] = len(nodes)
                nodes.append([None, None])
            at = below
        nodes[at][int(bits[-1])] = prefix
    count = len(nodes)

    def pointer(record: int | str | None) -> bytes:
        number = count if record is None else record
        if isinstance(number, str):
            number = count + 16 + offsets[number]
        return struct.pack(">I", number)[1:]

    tree = b"".join(pointer(left) + pointer(right) for left, right in nodes)
    short = b"\xa2"  # the control byte of a 16-bit number; the next but one is of a 64-bit number
    about = {
        "binary_format_major_version": short + bytes([0, 2]),
        "binary_format_minor_version": short + bytes(2),
        "build_epoch": b"\x08\x02" + bytes([0] * 7 + [1]),
        "database_type": "Test",
        "description": {"en": "test"},
        "ip_version": short + bytes([0, ip_version]),
        "languages": b"\x01\x04" + _mmdb_value("en"),  # an array of one
        "node_count": count,
        "record_size": short + bytes([0, 24]),
    }
    return tree + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + _mmdb_value(about)


def _mmdb_value(value: object) -> bytes:
    """A map, text or unsigned 32-bit number in MaxMind's encoding; bytes are encoded already."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, dict):
        items = (_mmdb_value(key) + _mmdb_value(item) for key, item in value.items())
        return bytes([0xE0 | len(value)]) + b"".join(items)
    if isinstance(value, int):
        return b"\xc4" + value.to_bytes(4, "big")
    text = str(value).encode()
    if len(text) < 29:
        return bytes([0x40 | len(text)]) + text
    return bytes([0x40 | 29, len(text) - 29]) + text
