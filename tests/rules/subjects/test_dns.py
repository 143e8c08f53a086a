"""DNS subjects: who is judged, who is a witness."""

from __future__ import annotations

from fanous.model.outcome import Layer
from tests.rules.facts.rows import columns
from tests.rules.subjects.test_relations import endpoints


def test_encrypted_lookups_are_witnesses_not_subjects() -> None:
    names = [row["endpoint"] for row in endpoints("bogon_answer") if row["layer"] == "dns"]
    assert names == ["getaddrinfo ANY news.example", "udp A news.example @9.9.9.9:53"]


def test_a_unicode_input_meets_its_punycode_queries() -> None:
    facts = {row["endpoint"]: row["facts"] for row in endpoints("unicode_name")}
    assert "CONTROL_RESOLVED" in facts["getaddrinfo ANY xn--mgba3a4f16a.example"]


def test_a_subject_has_a_place_and_says_whether_it_counts() -> None:
    assert {"record", "sequence", "depth", "counts", "content"} <= columns(Layer.DNS).keys()
