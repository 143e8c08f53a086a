"""The JSON: exactly the fields that the reference page names, and the same as the text says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from fanous.explain.document import FIELDS, document
from fanous.explain.explanation import explain
from fanous.explain.reviews import Review, Reviews
from fanous.i18n import messages
from tests.explain.conftest import MakeCase, defective
from tests.making import changed, reset_measurement, uid

REVIEW = Review(uid(0), "a reader", date(2026, 5, 1), "ok", "down", "Off.", (), "a", 0)
NAMED = {"facts": "Fact", "would_drop": "Change", "would_rise": "Change"}


def paths(value: Any, prefix: str = "") -> Iterator[str]:
    """Every path of a document, in the spelling of FIELDS."""
    if prefix.rpartition(".")[2] == "layers":
        yield prefix
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, f"{prefix}.{key}" if prefix else key)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        name = NAMED.get(prefix.rpartition(".")[2])
        if name:
            yield prefix
        for item in value:
            yield from paths(item, name or f"{prefix}[]")
    else:
        yield "control[]" if prefix == "control" else prefix


def test_the_fields_are_a_contract(case_of: MakeCase) -> None:
    record = changed(reset_measurement(), "test_keys.control.tls_handshake", {})
    found: set[str] = set()
    for item in (reset_measurement(), record):
        it = explain(defective(case_of(item)), Reviews([REVIEW]))
        found |= set(paths(document(it, messages("en"), names=("a",))))
    assert found == {path for path, _, _ in FIELDS}


def test_what_it_says(case_of: MakeCase) -> None:
    it = explain(case_of(reset_measurement()))
    found = json.loads(json.dumps(document(it, messages("en"))))
    assert found["verdict"]["deciding_rule"] == "tls.reset_control_ok"
    assert found["verdict"]["layers"]["tls"] == "blocked"
    (deciding,) = [step for step in found["judged"] if step["decides"]]
    assert deciding["place"] == 3 and found["steps"][2]["failure"] == "connection_reset"
    (drop,) = deciding["would_drop"]
    assert drop["rule"] == "tls.failed" and drop["outcome"] == "unknown"
    assert {fact["name"] for fact in drop["facts"]} >= {"HANDSHAKE_RESET"}
    genuine = [fact for fact in deciding["facts"] if fact["name"] == "ADDRESS_GENUINE"]
    assert genuine[0]["meaning"].startswith("The control resolved the name to this address. The ")
    assert found["defects"] == []
    assert found["measurement"]["start_time"] == "2026-03-04T05:06:07+00:00"


def test_known_defects_with_their_source(case_of: MakeCase) -> None:
    found = document(explain(defective(case_of(reset_measurement()))), messages("en"))["defects"]
    assert [(one["id"], one["of_opinion"]) for one in found] == [
        ("signal_directory_retired", False), ("whatsapp_stale_addresses", True),
    ]  # fmt: skip
    assert all(one["sentence"] and one["source"].startswith("https://") for one in found)
