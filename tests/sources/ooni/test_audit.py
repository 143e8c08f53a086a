"""The audit of leftover keys."""

from __future__ import annotations

import json

from fanous.sources.ooni.audit import is_audited, leftovers
from fanous.sources.ooni.wire import Envelope, WebConnectivity
from fanous.sources.registry import NETTESTS
from tests.situations.named import SITUATIONS


def test_a_known_record_has_no_leftovers() -> None:
    raw = json.dumps(SITUATIONS["works"][1]).encode()
    assert leftovers(raw, WebConnectivity) == []


def test_a_new_key_shows_by_its_name_alone() -> None:
    raw = {**SITUATIONS["works"][1], "brand_new": "secret"}
    raw["test_keys"] = {**raw["test_keys"], "also_new": "secret", "x_experimental": 1}
    assert leftovers(json.dumps(raw).encode(), WebConnectivity) == [
        "brand_new",
        "test_keys.also_new",
    ]


def test_keys_of_tests_not_yet_read_are_not_leftovers() -> None:
    assert leftovers(b'{"test_name": "ndt", "test_keys": {"simple": {}}}', Envelope) == []


def test_what_is_no_record_has_none() -> None:
    for data in (b"[1]", b"{", b"\xff"):
        assert leftovers(data, Envelope) == []


def test_the_sample_is_the_first_line_and_one_in_256() -> None:
    assert is_audited(1, "ff" * 32)
    assert is_audited(9, "00" + "ff" * 31)
    assert not is_audited(9, "ff" * 32)


def test_a_new_key_of_any_test_shows() -> None:
    for name, nettest in NETTESTS.items():
        keys = {"brand_new": 1, "x_tried": 1, "queries": []}
        prefix = "test_keys."
        ignored = (name for name in nettest.ignored if name.startswith(prefix))
        keys |= {name.removeprefix(prefix): 1 for name in ignored}
        raw = json.dumps({"test_name": name, "test_keys": keys}).encode()
        wanted = ["test_keys.brand_new"] + ["test_keys.queries"] * (name == "tor")
        assert leftovers(raw, nettest.struct, nettest.ignored) == wanted
