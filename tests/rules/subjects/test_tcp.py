"""TCP subjects: what happens on forged addresses, and whose family works."""

from __future__ import annotations

from tests.rules.subjects.test_relations import endpoints


def test_what_happens_on_a_forged_address_does_not_count() -> None:
    counts = {
        row["endpoint"]: row["counts"]
        for row in endpoints("forged_address_refuted")
        if row["layer"] == "tcp"
    }
    assert counts == {"1.2.3.4:443": True, "5.6.7.9:443": False}


def test_a_family_works_when_something_of_it_did() -> None:
    rows = [row for row in endpoints("works") if row["layer"] == "tcp"]
    assert rows and all("FAMILY_WORKS_ON_PROBE" in row["facts"] for row in rows)
