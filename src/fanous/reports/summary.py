"""The state of a target over a window, from counts of its measurements: never an average.

Decides one word from counts, conservatively, and keeps the counts that must be printed beside it.
A *tally* counts measurements of one target on one network (or on all of them together). Its
measurements are

    accusing      blocked or likely blocked
    conclusive    accusing, or ok, or down: something was settled
    informative   conclusive, or impaired: something was seen

and its state is, in this order,

    insufficient        fewer than 3 measurements
    blocked             accusing ones are the majority of the conclusive, from at least 2 sessions,
                        and at least 2 of at least 2 sessions carry what settles blame alone
    likely_blocked      the same majority from at least 2 sessions, without that
    blocked_at_times    no majority, but on one network at least 5 accusing ones follow one another
                        among the conclusive, from at least 2 sessions
    signs_of_blocking   at least 2 accusing ones from at least 2 sessions: one in twenty of the
                        conclusive, or 3 in a row
    insufficient        fewer than 3 informative ones
    ok, down            the majority of the informative
    impaired            anything else: it often did not work, and nothing tells why

Runs keep a site that was blocked last week from reading as ok over a year, while a stray failure in
hundreds (a line that broke, a server that moved) doesn't make it suspect.

So one measurement never moves a state, and missing data is never ok. A country's state is that of
the strongest accusation on any of its networks or on all together (blocking on one network is
blocking, whatever the others see); without one, that of all together. Together they are at most
likely_blocked. Only counts enter, so order cannot matter. When blocking began or ended is not
decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fanous.model.outcome import State

__all__ = ["ACCUSED", "MIN_MEASUREMENTS", "MIN_SESSIONS", "Summary", "Tally", "TargetState",
           "state_of_tally", "summarise"]  # fmt: skip

MIN_MEASUREMENTS = 3  # below it a window says nothing
MIN_ACCUSING = 2
MIN_SESSIONS = 2  # one run, or one forged report, never accuses
SIGNS_ONE_IN = 20  # of the conclusive ones; rarer failures need a run to be a sign
SIGNS_RUN = 3
RUN = 5  # in a row: what fails one time in ten by itself does this once in 100,000


class TargetState(StrEnum):
    """What people are shown of a target over a window, most serious first."""

    BLOCKED = "blocked"
    LIKELY_BLOCKED = "likely_blocked"
    BLOCKED_AT_TIMES = "blocked_at_times"
    SIGNS_OF_BLOCKING = "signs_of_blocking"
    IMPAIRED = "impaired"
    DOWN = "down"
    INSUFFICIENT = "insufficient"
    OK = "ok"


# States that say that somebody interfered; signs of it don't.
ACCUSED = frozenset({TargetState.BLOCKED, TargetState.LIKELY_BLOCKED, TargetState.BLOCKED_AT_TIMES})


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of judged measurements by state, and of sessions (all unknown ones count as one).

    `accusing_sessions` and `settled_sessions` are the sessions of the accusing measurements and of
    those in state `blocked`; `longest_run` is the most accusing ones that follow one another in
    time among the conclusive ones of one network, from `run_sessions` sessions (0 in a tally of
    several networks: each has its own).
    """

    states: Mapping[str, int]
    sessions: int
    accusing_sessions: int
    settled_sessions: int
    longest_run: int = 0
    run_sessions: int = 0

    def of(self, *states: State) -> int:
        """How many measurements are in any of the states."""
        return sum(self.states.get(state.value, 0) for state in states)

    @property
    def measurements(self) -> int:
        """All that were judged, whatever came out."""
        return self.of(*(state for state in State if state is not State.NOT_HANDLED))

    @property
    def accusing(self) -> int:
        """Measurements that found blocking or likely blocking."""
        return self.of(State.BLOCKED, State.LIKELY_BLOCKED)

    @property
    def conclusive(self) -> int:
        """Measurements that settled something: the denominator of `accusing`."""
        return self.accusing + self.of(State.OK, State.DOWN)

    @property
    def informative(self) -> int:
        """Measurements in which something was seen."""
        return self.conclusive + self.of(State.IMPAIRED)

    @property
    def repeated(self) -> bool:
        """Whether more than one measurement of more than one session accuses."""
        return self.accusing >= MIN_ACCUSING and self.accusing_sessions >= MIN_SESSIONS

    @property
    def settled(self) -> bool:
        """Whether more than one of more than one session carries evidence that settles blame."""
        return self.of(State.BLOCKED) >= MIN_ACCUSING and self.settled_sessions >= MIN_SESSIONS


@dataclass(frozen=True, slots=True)
class Summary:
    """A target's state in a country over a window, with all that must be printed beside it.

    `networks_accused` counts networks whose own tally accuses, `networks_accusing` those with at
    least one accusing measurement, `networks_conclusive` those with at least one conclusive one.
    """

    state: TargetState
    pooled: Tally
    networks: int
    networks_conclusive: int
    networks_accusing: int
    networks_accused: int


def state_of_tally(tally: Tally) -> TargetState:
    """The state of one tally; the module's docstring is its table."""
    if tally.measurements < MIN_MEASUREMENTS:
        return TargetState.INSUFFICIENT
    if tally.repeated and 2 * tally.accusing > tally.conclusive:
        return TargetState.BLOCKED if tally.settled else TargetState.LIKELY_BLOCKED
    if tally.longest_run >= RUN and tally.run_sessions >= MIN_SESSIONS:
        return TargetState.BLOCKED_AT_TIMES
    common = SIGNS_ONE_IN * tally.accusing >= tally.conclusive
    if tally.repeated and (common or tally.longest_run >= SIGNS_RUN):
        return TargetState.SIGNS_OF_BLOCKING
    if tally.informative < MIN_MEASUREMENTS:
        return TargetState.INSUFFICIENT
    for state in (State.OK, State.DOWN):
        if 2 * tally.of(state) > tally.informative:
            return TargetState(state.value)
    return TargetState.IMPAIRED


def summarise(pooled: Tally, networks: Iterable[Tally]) -> Summary:
    """A country's state of a target: `pooled` counts all its networks, `networks` each one."""
    each = tuple(networks)
    together = state_of_tally(pooled)
    if together is TargetState.BLOCKED:  # only a network's own measurements say that
        together = TargetState.LIKELY_BLOCKED
    alone = tuple(state_of_tally(tally) for tally in each)
    accusations = {*alone, together} & {*ACCUSED, TargetState.SIGNS_OF_BLOCKING}
    strongest = min(accusations, key=list(TargetState).index, default=together)
    return Summary(
        state=strongest,
        pooled=pooled,
        networks=len(each),
        networks_conclusive=sum(tally.conclusive > 0 for tally in each),
        networks_accusing=sum(tally.accusing > 0 for tally in each),
        networks_accused=sum(state in ACCUSED for state in alone),
    )
