"""How a fact is written down, and the facts that several layers share."""

from __future__ import annotations

from fanous.rules.rule import Fact, Impossible

__all__ = ["CHAIN", "HELPER_SILENT", "fact", "kinds"]


def fact(name: str, meaning: str, sql: str, *, fails: bool | str = False) -> Fact:
    """A fact; `fails` says that it is a failure, or names the general failure that it implies."""
    implies = fails if isinstance(fails, str) else None
    return Fact(name, meaning, " ".join(sql.split()), bool(fails), implies)


def kinds(facts: tuple[Fact, ...], names: str, decided_by: str) -> Impossible:
    """Facts that one observation tells apart; names are checked against the layer's facts."""
    chosen = frozenset(names.split())
    assert chosen <= {fact.name for fact in facts}, chosen
    return Impossible(chosen, decided_by)


CHAIN = (
    fact(
        "NETWORK_FAILURE_AT_HOP",
        "The chain of redirects stopped at this hop because a step it needs failed there.",
        "depth > 0 AND stopped_here",
    ),
    fact(
        "CONTROL_COMPLETED_CHAIN",
        "The control followed the whole chain to a final response.",
        "completed_chain",
    ),
)

HELPER_SILENT = fact(
    "HELPER_SILENT",
    "The measurement says that its test helper could not be used, its test has none, or the table "
    "that it was read from leaves out what it saw.",
    "helper_silent",
)
