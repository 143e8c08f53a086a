"""TCP rules, from the strongest evidence to none."""

from __future__ import annotations

from fanous.model.outcome import Evidence, Layer, Outcome
from fanous.rules.facts import TCP, TCP_IMPOSSIBLE
from fanous.rules.rule import LayerRules, Rule

__all__ = ["TCP_RULES"]

_GENUINE_AND_REACHED = frozenset({"CONTROL_CONNECTED", "ADDRESS_GENUINE", "FAMILY_WORKS_ON_PROBE"})
_REACHED_ELSEWHERE = frozenset(
    {"HELPER_SILENT", "CONNECTED_ELSEWHERE", "ADDRESS_GENUINE", "FAMILY_WORKS_ON_PROBE"}
)
_STOPPED_AT_HOP = frozenset(
    {"NETWORK_FAILURE_AT_HOP", "CONTROL_COMPLETED_CHAIN", "FAMILY_WORKS_ON_PROBE", "FETCHES_BODY"}
)


def _control_connected(kind: str, word: str, confused_with: str, extra: str | None) -> Rule:
    """A failure on a genuine address that the control reached."""
    when = _GENUINE_AND_REACHED | {f"CONNECT_{word.upper()}"} | ({extra} if extra else set())
    return Rule(
        id=f"tcp.{word}_control_connected",
        when=frozenset(when),
        outcome=Outcome.BLOCKED,
        mechanism=f"tcp.{word}",
        why=f"The connection to a genuine address {kind}, while the control connected to it.",
        confused_with=confused_with,
    )


def _at_hop(kind: str, word: str) -> Rule:
    """A failure that ended a chain of redirects which the control completed."""
    return Rule(
        id=f"tcp.{word}_at_hop",
        when=_STOPPED_AT_HOP | {f"CONNECT_{word.upper()}"},
        outcome=Outcome.BLOCKED,
        mechanism=f"tcp.{word}",
        why=f"The site redirects to an address where the connection {kind}; the control followed "
        "the same chain to its end.",
        confused_with="a site that redirects visitors of this country elsewhere, or a forged "
        "answer for the redirect's name",
    )


def _elsewhere(kind: str, word: str, extra: str | None) -> Rule:
    """A failure on a genuine address that others reached, where the helper was silent."""
    when = _REACHED_ELSEWHERE | {f"CONNECT_{word.upper()}"} | ({extra} if extra else set())
    return Rule(
        id=f"tcp.{word}_reached_elsewhere",
        when=frozenset(when),
        outcome=Outcome.BLOCKED,
        mechanism=f"tcp.{word}",
        why=f"The connection to a genuine address {kind}. The test helper was silent, but several "
        "other networks connected to it on the same day.",
        confused_with="a server that refuses this region, or a route that was broken for a moment",
    )


_RULES = (
    _control_connected("was reset", "reset", "a server that refuses this region", None),
    _control_connected(
        "was refused", "refused", "a server that refuses this region", "FETCHES_BODY"
    ),
    _control_connected(
        "timed out",
        "timeout",
        "a server that drops visitors of this region, or a route that was broken for a moment",
        "FETCHES_BODY",
    ),
    _at_hop("was reset", "reset"),
    _at_hop("was refused", "refused"),
    _at_hop("timed out", "timeout"),
    _elsewhere("was reset", "reset", None),
    _elsewhere("was refused", "refused", "FETCHES_BODY"),
    _elsewhere("timed out", "timeout", "FETCHES_BODY"),
    Rule(
        id="tcp.connected",
        when=frozenset({"CONNECTED"}),
        outcome=Outcome.OK,
        why="The probe connected.",
    ),
    Rule(
        id="tcp.fails_everywhere",
        when=frozenset({"CONNECT_FAILED", "CONTROL_CONNECT_FAILED"}),
        outcome=Outcome.DOWN,
        why="Neither the probe nor the control could connect to this address and port.",
    ),
    Rule(
        id="tcp.local_cause",
        when=frozenset({"CONNECT_FAILED", "LOCAL_CAUSE"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="The failure comes from the probe's own device.",
    ),
    Rule(
        id="tcp.no_route",
        when=frozenset({"CONNECT_FAILED", "NO_ROUTE"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="The probe knew no route to this address, as happens where IPv6 is not set up.",
    ),
    Rule(
        id="tcp.ipv6_unproven",
        when=frozenset({"CONNECT_FAILED", "IPV6"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="The connection over IPv6 failed, and nothing settles whether the network did it: "
        "IPv6 is broken on many networks.",
    ),
    Rule(
        id="tcp.extra_check_failed",
        when=frozenset({"CONNECT_FAILED", "EXTRA_CHECK"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="An extra connection failed that was not needed to reach the site.",
    ),
    Rule(
        id="tcp.failed",
        when=frozenset({"CONNECT_FAILED"}),
        outcome=Outcome.UNKNOWN,
        why="The connection failed, and nothing tells whether the network did it.",
        confused_with="a server that is out of order",
    ),
    Rule(
        id="tcp.no_data",
        when=frozenset(),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.NONE,
        why="The record shows no connection, or not how it ended.",
    ),
)

TCP_RULES = LayerRules(Layer.TCP, TCP, TCP_IMPOSSIBLE, _RULES)
