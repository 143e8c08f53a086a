from __future__ import annotations

from pathlib import Path

import numpy as np

from fanous.cells.volume import STORED_VOLUME, volumes
from fanous.store.query import open_store
from fanous.store.store import Store
from tests.making_events import blocked_source, built


def store(folder: Path) -> Store:
    return built(folder, blocked_source(folder / "a.jsonl.gz", range(6)))


def test_a_country_and_its_networks_by_day(tmp_path: Path) -> None:
    whole, *networks = volumes(open_store(store(tmp_path)), "XA")
    assert (whole.entity, whole.signal, whole.operator) == (
        "country:XA",
        STORED_VOLUME,
        "OONI",
    )
    assert whole.step == 86_400 and whole.scale == "count" and whole.synthetic is False
    np.testing.assert_array_equal(whole.values, [2.0] * 6)
    assert networks and all(item.country == "country:XA" for item in networks)
    assert sum(float(np.nansum(item.values)) for item in networks) == 12.0
    assert volumes(open_store(store(tmp_path)), "XB") == []


def test_a_test_that_was_fetched_for_a_part_of_the_time_is_not_counted(tmp_path: Path) -> None:
    connection = open_store(store(tmp_path))
    connection.execute(
        """CREATE OR REPLACE TEMP VIEW verdicts AS
        SELECT 'XA' AS probe_cc, 'a' AS test_name, 1 AS probe_asn, false AS synthetic,
            TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_days(d::INT) AS start_time
        FROM range(20) AS days(d)
        UNION ALL BY NAME
        SELECT 'XA' AS probe_cc, 'b' AS test_name, 1 AS probe_asn, true AS synthetic,
            TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_days((d % 10)::INT) AS start_time
        FROM range(90) AS days(d)"""
    )
    whole, *_ = volumes(connection, "XA")
    np.testing.assert_array_equal(whole.values, [1.0] * 20)
