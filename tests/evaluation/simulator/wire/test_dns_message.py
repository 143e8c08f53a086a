from __future__ import annotations

import struct

from fanous.evaluation.simulator.visit import Answer, Lookup
from fanous.evaluation.simulator.wire.dns_message import reply_bytes


def lookup(*answers: Answer, failure: str | None = None) -> Lookup:
    return Lookup("udp", "a.example", "A", "192.0.2.210:53", answers, failure, 0.0, 0.1, 0, 20001)


def test_an_answer_ends_in_its_address() -> None:
    message = reply_bytes(lookup(Answer("A", "192.0.2.7")))
    assert message.endswith(bytes([0, 4, 192, 0, 2, 7]))
    assert struct.unpack("!HHHH", message[2:10]) == (0x8180, 1, 1, 0)
    assert message[12:23] == b"\x01a\x07example\x00"


def test_an_alias_owns_the_address_behind_it() -> None:
    message = reply_bytes(lookup(Answer("CNAME", "b.example."), Answer("A", "192.0.2.7")))
    assert message.count(b"\x01b\x07example\x00") == 2


def test_a_missing_name_has_its_rcode() -> None:
    message = reply_bytes(lookup(failure="dns_nxdomain_error"))
    flags, _, answers, _ = struct.unpack("!HHHH", message[2:10])
    assert (flags & 0xF, answers) == (3, 0)
