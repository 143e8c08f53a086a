"""A nettest of your own: from a raw line to rows of the table `tcp`.

    python examples/a_source.py

OONI's urlgetter (ts-027) writes down its connects as df-005 says, as web_connectivity does. So the
wire structs that exist can read it, and the parser below has only rows to make.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from fanous.model.names import address_family, host
from fanous.model.tables import TCP
from fanous.reference.load import Reference
from fanous.sources.base import NO_OPINION, Context, Nettest, Opinion, Parsed, Row
from fanous.sources.ooni.failures import normalise
from fanous.sources.ooni.places import place_of
from fanous.sources.ooni.scrub import Scrubber
from fanous.sources.ooni.service import COMMON_IGNORED, ServiceMessage
from fanous.sources.ooni.wire import TcpConnect
from fanous.sources.parse import parse_source
from fanous.sources.registry import NETTESTS

MEASUREMENT = {
    "test_name": "urlgetter",
    "test_version": "0.2.0",
    "measurement_start_time": "2026-01-05 08:00:00",
    "input": "https://notice.example/",
    "probe_cc": "XA",
    "probe_asn": "AS64500",
    "test_keys": {
        "tcp_connect": [
            {"ip": "198.51.100.7", "port": 443, "status": {"success": True}, "t": 0.08},
            {"ip": "2001:db8::7", "port": 443, "status": {"failure": "timed_out"}, "t": 10.1},
        ]
    },
}


class Urlgetter:
    """The parser: it says what was tried and what happened, and concludes nothing."""

    test_name = "urlgetter"
    struct = ServiceMessage  # the envelope, and the arrays that tests share
    ignored = COMMON_IGNORED

    def observe(
        self,
        message: ServiceMessage,
        parsed: Parsed,
        context: Context,  # noqa: ARG002 (reference data and certificates: not needed for connects)
        scrubber: Scrubber,  # noqa: ARG002 (for text that was base64: there is none)
    ) -> None:
        """Append observation rows."""
        connects = (message.test_keys.tcp_connect if message.test_keys else None) or []
        parsed.rows["tcp"] = [
            _row(parsed.record, number, item) for number, item in enumerate(connects)
        ]

    def opinion(self, message: ServiceMessage) -> Opinion:  # noqa: ARG002
        """It concludes nothing."""
        return NO_OPINION


def _row(record: int, sequence: int, item: TcpConnect) -> Row:
    """One connect, in the order of the table's columns."""
    written = item.status.failure if item.status else None
    failure, ip = normalise(written), host(item.ip or "")
    success = item.status.success if item.status and failure is None else False
    original = str(written) if written and written != failure else None
    tags = place_of(item.tags, True)
    where, times = (ip, item.port, address_family(ip)), (item.transaction_id, item.t0, item.t)
    purpose = (tags.fetch_body, tags.classic, tags.depth)
    return (record, sequence, *where, success, failure, original, *purpose, *times)


@contextmanager
def registered(nettest: Nettest[Any]) -> Iterator[None]:
    """What a line in `sources/registry.py` does for good."""
    with patch.dict(NETTESTS, {nettest.test_name: nettest}):
        yield


def read(path: Path) -> list[dict[str, object]]:
    """The rows of `tcp` that a file gives."""
    records = parse_source(path, "example", Context(Reference("none")), latest=2**62)
    parsed = [item for item in records if isinstance(item, Parsed)]
    return [dict(zip(TCP.names, row, strict=True)) for item in parsed for row in item.rows["tcp"]]


def main() -> None:
    """Write a file, read it, and show what became of it."""
    with TemporaryDirectory() as folder, registered(Urlgetter()):
        path = Path(folder) / "urlgetter.jsonl.gz"
        path.write_bytes(gzip.compress(json.dumps(MEASUREMENT).encode() + b"\n"))
        for row in read(path):
            print(row["ip"], row["port"], row["success"], row["failure"], row["failure_original"])


if __name__ == "__main__":
    main()
