"""What a store has judged, as the register's tests want it: days of verdicts on some targets.

Decides how verdicts become days: outcomes by target, network and UTC day, distinct observers (a
probe's id, else its session), and the mechanisms among them. What a simulator made is left out.
What follows from the counts is the business of `fanous.register.grading`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from fanous.register.grading.evidence import CellCount
from fanous.store.query import open_store, rows
from fanous.store.store import Store

__all__ = ["StoreVerdicts"]

_DAYS = """
SELECT target, probe_cc, probe_asn, test_name, date_trunc('day', start_time) AS day,
    count(*) AS measurements,
    count(*) FILTER (outcome = 'ok') AS ok,
    count(*) FILTER (outcome = 'blocked') AS blocked,
    count(*) FILTER (outcome = 'down') AS down,
    count(DISTINCT observer) AS observers,
    list_sort(list_distinct(flatten(list(coalesce(mechanisms, []))))) AS mechanisms
FROM verdicts
WHERE start_time >= ? AND start_time < ? AND NOT synthetic {chosen}
GROUP BY ALL ORDER BY ALL
"""


class StoreVerdicts:
    """Days of verdicts in a store, fetched when a test asks."""

    def __init__(self, store: Store) -> None:
        self._connection = open_store(store)
        self._builds = [asdict(build) for build in store.builds()]

    def __call__(
        self, targets: Sequence[str], first: datetime, last: datetime, cc: str = ""
    ) -> Sequence[CellCount]:
        """Days of verdicts on the targets (all, if none is named), in a country or in all."""
        chosen = f"AND target IN ({', '.join('?' * len(targets))}) " if targets else ""
        chosen += "AND probe_cc = ?" if cc else ""
        wanted = [first, last, *targets, *([cc] if cc else [])]
        found = rows(self._connection, _DAYS.format(chosen=chosen), wanted)
        return [
            CellCount(
                target=row["target"],
                cc=row["probe_cc"],
                asn=row["probe_asn"],
                day=row["day"],
                measurements=row["measurements"],
                ok=row["ok"],
                blocked=row["blocked"],
                down=row["down"],
                observers=row["observers"],
                mechanisms=tuple(row["mechanisms"] or ()),
                method=row["test_name"],
            )
            for row in found
        ]

    def digests(self) -> Mapping[str, str]:
        """The built days as one input: an equal digest means equal verdicts."""
        text = json.dumps(self._builds, sort_keys=True)
        return {"store": hashlib.sha256(text.encode()).hexdigest()}
