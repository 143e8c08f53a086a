"""What is counted of a cell: voices have one say each, and the state follows from what they say."""

from __future__ import annotations

from typing import Any

import pytest

from fanous.cells.judged import LAYER_NAMES, STEP_MICROSECONDS, counted_query
from fanous.model.tables import CELLS
from fanous.store.query import rows
from tests.cells.judged_rows import BLOCK_PAGE, FAILED, OK, RESET, UNDECIDED, Judged, connection_of


def counted(*judged: Judged, by: str = "hour", layer: str = "overall") -> list[dict[str, Any]]:
    """Cells of some measurements, in order of time."""
    query = counted_query(layer, by, "v.target")
    return rows(connection_of(list(judged)), f"SELECT * FROM ({query}) ORDER BY {by}")


def voices(*said: tuple[str, str, int]) -> list[Judged]:
    """Measurements by (probe, rule, times) in one hour."""
    return [Judged(probe=probe, rule=rule) for probe, rule, times in said for _ in range(times)]


def test_one_probe_s_forty_repeats_are_one_say() -> None:
    (cell,) = counted(*voices(("loud", RESET, 40), ("a", OK, 1), ("b", OK, 1), ("c", OK, 1)))
    assert (cell["measurements"], cell["blocked"], cell["observers"]) == (43, 40, 4)
    assert (cell["blocked_observers"], cell["ok_observers"]) == (1, 3)
    assert cell["blocked_share"] == 0.25 and cell["consensus"] == 0.75
    assert cell["state"] == "ok"


def test_a_voice_that_saw_both_has_a_divided_say() -> None:
    (cell,) = counted(*voices(("a", RESET, 1), ("a", OK, 2)))
    assert (cell["blocked_observers"], cell["ok_observers"]) == (1, 1)
    assert cell["conclusive_observers"] == 1
    assert cell["blocked_share"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ([("a", RESET, 1)], "likely_blocked"),
        ([("a", BLOCK_PAGE, 2), ("b", RESET, 1)], "blocked"),
        ([("a", BLOCK_PAGE, 1), ("b", RESET, 1)], "likely_blocked"),
        ([("a", RESET, 1), ("b", OK, 1)], "insufficient"),
        ([("a", RESET, 2), ("b", FAILED, 9)], "likely_blocked"),
        ([("a", FAILED, 1)], "impaired"),
        ([("a", UNDECIDED, 1)], "insufficient"),
        ([("a", OK, 1), ("b", OK, 1), ("c", RESET, 1)], "ok"),
    ],
)
def test_the_state_is_of_the_outcome_with_most_say(
    said: list[tuple[str, str, int]], state: str
) -> None:
    (cell,) = counted(*voices(*said))
    assert cell["state"] == state


def test_mechanisms_come_after_and_the_commonest_first() -> None:
    (cell,) = counted(*voices(("a", RESET, 2), ("b", BLOCK_PAGE, 1), ("c", OK, 1)))
    assert cell["mechanisms"][0] == "tls.reset" and len(cell["mechanisms"]) == 2
    (clear,) = counted(*voices(("a", OK, 1)))
    assert clear["mechanisms"] == [] and clear["witness"] is None


def test_ambiguity_is_the_share_that_says_nothing() -> None:
    (cell,) = counted(*voices(("a", FAILED, 3), ("b", OK, 1)))
    assert cell["ambiguity"] == 0.75 and cell["consensus"] == 1.0


def test_the_lag_is_known_only_from_a_published_id() -> None:
    uids = [
        f"2026030400{minute:02d}30.123456_XA_webconnectivity_{minute:016x}" for minute in (1, 5)
    ]
    known = [Judged(minute=0, uid=uid) for uid in uids]
    (cell,) = counted(*known, Judged(), Judged(uid="01201503307dd8855f39"))
    assert cell["arrival_lag_seconds"] == 90
    assert (
        counted(Judged(), Judged(uid="20269999999999.123456_XA"))[0]["arrival_lag_seconds"] is None
    )


def test_the_witness_is_a_blocked_measurement() -> None:
    (cell,) = counted(Judged(uid="b", rule=RESET), Judged(uid="a"), Judged(uid="c", rule=RESET))
    assert cell["witness"] == "b"


def test_a_layer_s_cells_are_its_own_and_dns_is_kept_apart_by_resolver() -> None:
    resolved = [
        Judged(dns_rule="dns.failed", resolver=resolver) for resolver in (64501, 64501, 64510, None)
    ]
    found = counted(*resolved, Judged(resolver=64501), layer="dns")
    assert {cell["resolver_asn"]: cell["measurements"] for cell in found} == {
        64501: 2,
        64510: 1,
        None: 1,
    }
    assert {cell["states"] for cell in found} == {None}
    assert {cell["state"] for cell in found} == {"impaired"}
    assert all(cell["rules"].startswith('{"dns.failed": ') for cell in found)


def test_what_has_no_verdict_is_not_counted() -> None:
    assert counted(Judged(handled=False)) == []
    (cell,) = counted(Judged(handled=False), Judged())
    assert cell["measurements"] == 1


@pytest.mark.parametrize("layer", LAYER_NAMES)
@pytest.mark.parametrize("by", STEP_MICROSECONDS)
def test_every_layer_and_step_gives_the_columns_of_cells(layer: str, by: str) -> None:
    found = connection_of([]).sql(counted_query(layer, by, "v.target")).columns
    assert tuple(found[: len(CELLS.names)]) == tuple(by if n == "hour" else n for n in CELLS.names)
