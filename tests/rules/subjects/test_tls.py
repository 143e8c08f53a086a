"""TLS subjects: handshakes over TCP, on addresses that are genuine or not."""

from __future__ import annotations

from tests.rules.subjects.test_relations import endpoints


def test_a_handshake_meets_the_controls_on_the_same_address() -> None:
    rows = [row for row in endpoints("works") if row["layer"] == "tls"]
    assert rows and all("CONTROL_HANDSHAKE_OK" in row["facts"] for row in rows)


def test_what_happens_on_a_forged_address_does_not_count() -> None:
    counts = {row["counts"] for row in endpoints("forged_address_refuted") if row["layer"] == "tls"}
    assert False in counts
