"""How a visit is written down in OONI's raw format: one module for each array or summary.

Decides spelling only (keys, order, dialects); what happened comes from `visit`.
"""

from __future__ import annotations

__all__ = ["Json", "seconds"]

Json = dict[str, object]


def seconds(moment: float) -> float:
    """Seconds since the measurement began, to the microsecond."""
    return round(moment, 6)
