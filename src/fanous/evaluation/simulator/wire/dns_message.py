"""DNS replies as bytes (RFC 1035), for the `raw_response` that UDP and DoH queries carry.

Decides the few fields a reader may look at: id, rcode, question and answers. No compression beyond
pointing at the question, no additional records.
"""

from __future__ import annotations

import struct
import zlib
from ipaddress import ip_address

from fanous.evaluation.simulator.visit import Lookup

__all__ = ["reply_bytes"]

_TYPES = {"A": 1, "CNAME": 5, "AAAA": 28}
_RCODES = {None: 0, "dns_no_answer": 0, "dns_nxdomain_error": 3}
_CLASS_INTERNET = 1
_RESPONSE_RECURSION_AVAILABLE = 0x8180
_QUESTION_POINTER = 0xC00C
_TIME_TO_LIVE_SECONDS = 300


def _name_bytes(name: str) -> bytes:
    labels = [label.encode("ascii") for label in name.rstrip(".").split(".")]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\x00"


def _record(owner: bytes, kind: str, value: str) -> bytes:
    data = _name_bytes(value) if kind == "CNAME" else ip_address(value).packed
    head = struct.pack("!HHIH", _TYPES[kind], _CLASS_INTERNET, _TIME_TO_LIVE_SECONDS, len(data))
    return owner + head + data


def reply_bytes(lookup: Lookup) -> bytes:
    """The reply message that yields this look-up's answers or failure."""
    identifier = zlib.crc32(f"{lookup.hostname}{lookup.ended}".encode()) & 0xFFFF
    flags = _RESPONSE_RECURSION_AVAILABLE | _RCODES[lookup.failure]
    header = struct.pack("!HHHHHH", identifier, flags, 1, len(lookup.answers), 0, 0)
    question = _name_bytes(lookup.hostname) + struct.pack(
        "!HH", _TYPES[lookup.query_type], _CLASS_INTERNET
    )
    owner = struct.pack("!H", _QUESTION_POINTER)
    records = []
    for answer in lookup.answers:
        records.append(_record(owner, answer.kind, answer.value))
        if answer.kind == "CNAME":
            owner = _name_bytes(answer.value)
    return header + question + b"".join(records)
