"""Evidence made by hand, for tests of grading."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from fanous.register.grading.evidence import CellCount, Coverage, SignalEvent
from fanous.register.grading.finding import Finding
from fanous.register.grading.grade import Grade
from fanous.register.grading.measured import Measured
from fanous.register.schema import Link

SIGNALS = ("ioda.bgp", "ioda.ping-slash24", "ioda.merit-nt")


def at(text: str) -> datetime:
    """A moment in UTC: `2019-11-16T14:00` or a day."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def drop_link(**values: object) -> Link:
    """A link that looks for a loss of connectivity in November 2019."""
    given: dict[str, object] = {
        "id": "c-1-x", "element": "occurrence", "implication": "Signals fall.",
        "test": "connectivity-drop", "entity": "country:IR", "date_from": "2019-11-15",
        "date_to": "2019-11-24", "rivals": ("a cut cable",),
    }  # fmt: skip
    return Link(**(given | values))  # type: ignore[arg-type]


def blocking_link(**values: object) -> Link:
    """A link that looks for a block in March 2020."""
    given: dict[str, object] = {
        "id": "c-1-x", "element": "occurrence", "implication": "It does not work.",
        "test": "im-blocking", "entity": "country:IR", "date_from": "2020-03",
        "targets": ("service:whatsapp",), "control_targets": ("service:telegram",),
        "rivals": ("it is down",),
    }  # fmt: skip
    return Link(**(given | values))  # type: ignore[arg-type]


def blackout(start: str = "2019-11-16T14:00", **values: object) -> SignalEvent:
    """A loss that three signals of one operator saw, still open."""
    onset = at(start)
    given: dict[str, object] = {
        "entity": "country:IR", "kind": "connectivity_loss", "onset_earliest": onset,
        "onset_latest": onset + timedelta(hours=4), "signals": SIGNALS, "id": f"e-{start}",
        "depth": dict.fromkeys(SIGNALS, 0.95), "t90_t10_minutes": {SIGNALS[1]: 90.0},
        "step_minutes": {SIGNALS[1]: 10.0}, "residual": {SIGNALS[1]: 0.043},
    }  # fmt: skip
    return SignalEvent(**(given | values))  # type: ignore[arg-type]


def covered(*signals: str, entity: str = "country:IR", share: float = 1.0, dead: bool = False,
            first: str = "2019-11-01", last: str = "2019-12-31") -> list[Coverage]:  # fmt: skip
    """Coverage of some signals (all three, if none is named)."""
    return [
        Coverage(entity, name, at(first), at(last), round(1000 * share), 1000, dead)
        for name in signals or SIGNALS
    ]


def cells(target: str, *, blocked: int = 0, ok: int = 0, down: int = 0, networks: int = 3,
          days: int = 5, cc: str = "IR", first: str = "2020-03-05", **values: object,
          ) -> list[CellCount]:  # fmt: skip
    """Days of verdicts, alike on each of some networks."""
    given: dict[str, object] = {"observers": 3, "method": target.partition(":")[2]}
    return [
        CellCount(
            target=target, cc=cc, asn=64500 + network, day=at(first) + timedelta(days=day),
            measurements=blocked + ok + down, ok=ok, blocked=blocked, down=down,
            **(given | values),  # type: ignore[arg-type]
        )
        for network in range(networks)
        for day in range(days)
    ]  # fmt: skip


def measured(**lists: object) -> Measured:
    """Evidence of the given lists: signals, covered, events, counted."""
    return Measured(inputs={"hand": "0" * 64}, **lists)  # type: ignore[arg-type]


def events_of(found: Finding | Grade) -> list[dict[str, Any]]:
    """The events among a result's facts."""
    return cast(list[dict[str, Any]], found.facts["events"])


def order_of(found: Finding | Grade) -> list[str]:
    """The networks among a result's facts, in the order in which they fell."""
    listed = cast(list[dict[str, Any]], found.facts["networks_in_order"])
    return [item["entity"] for item in listed]
