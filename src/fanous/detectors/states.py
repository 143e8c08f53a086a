"""The likeliest course of a series: clear, partly blocked or blocked, hour by hour.

A hidden Markov chain over the hours that have votes, solved whole (Viterbi, 1967): nothing is
carried from run to run, so late data and replays are the same code. Decides states, what they make
of votes, and what a change of state costs. A change costs nats, so a threshold reads as odds: ten
nats are 22,000 to 1. Leaves what to make of the course to `spells`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fanous.detectors.votes import Votes, log_odds

__all__ = ["BLOCKED", "CLEAR", "PARTIAL", "Course", "Odds", "course_of", "promising"]

CLEAR, PARTIAL, BLOCKED = range(3)


Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Odds:
    """What a detector's thresholds are. Shares of votes that are blocked, and costs in nats.

    `noise` is the share of wrong votes that a network has where nothing is known of it; what is
    learned stays between the bounds. `onset` and `end` are what the beginning and the end of a
    blocking cost: the evidence that either needs. `already` is what it costs to be blocked from the
    first vote on.
    """

    noise: float = 0.02
    noise_least: float = 0.005
    noise_most: float = 0.25
    partial: float = 0.45
    blocked: float = 0.95
    onset: float = 7.0
    end: float = 5.0
    already: float = 5.0
    between: float = 3.0
    spell: float = 9.0  # the least evidence of a whole spell
    prior_votes: float = 60.0  # how many votes it takes to learn a series' own noise


@dataclass(frozen=True, slots=True)
class Course:
    """The state of each hour of `votes`, and the share of wrong votes to expect in it."""

    votes: Votes
    state: NDArray[np.int8]
    noise: Floats


def promising(votes: Votes, odds: Odds) -> NDArray[np.bool_]:
    """Whether each series (in the order of `parts`) has any stretch with the evidence of a spell.

    The greatest sum over any stretch of hours (Kadane's), for all series in one pass: most of a
    year's hundred thousand series have none, and are done with here.
    """
    parts = votes.parts()
    if not parts:
        return np.zeros(0, bool)
    gain = log_odds(votes, odds.partial, odds.noise)
    total = np.cumsum(gain)
    number = np.repeat(np.arange(len(parts)), [end - start for _, start, end in parts])
    # Each series lies far below the one before, so that a running minimum never looks back into it.
    far = (np.abs(total).max() + 1.0) * 2
    lowest = np.minimum.accumulate(total - gain - number * far) + number * far
    best = np.maximum.reduceat(total - lowest, [start for _, start, _ in parts])
    return np.asarray(best >= odds.spell)


def course_of(votes: Votes, noise: Floats, odds: Odds) -> Course:
    """The likeliest course of one series.

    `noise` is the network's, hour by hour; what the series' own clear hours show is added to it.
    """
    extra = 0.0
    for _ in range(3):
        expected = np.clip(noise + extra, odds.noise_least, odds.noise_most)
        state = _likeliest(votes, expected, odds)
        clear = state == CLEAR
        wrong, said = votes.blocked[clear].sum(), (votes.blocked + votes.clear)[clear].sum()
        usual = float((noise * (votes.blocked + votes.clear))[clear].sum())
        learned = max(0.0, float(wrong - usual)) / float(said + odds.prior_votes)
        if abs(learned - extra) < 0.002:
            break
        extra = learned
    return Course(votes, state, expected)


def _likeliest(votes: Votes, noise: Floats, odds: Odds) -> NDArray[np.int8]:
    """The course of greatest likelihood: one state an hour."""
    gains = np.zeros((len(votes), 3))
    gains[:, PARTIAL] = log_odds(votes, np.maximum(odds.partial, np.minimum(0.9, 2 * noise)), noise)
    gains[:, BLOCKED] = log_odds(votes, odds.blocked, noise)
    cost = np.array(
        [
            [0.0, odds.onset, odds.onset],
            [odds.end, 0.0, odds.between],
            [odds.end, odds.between, 0.0],
        ]
    )
    # Plain floats: arrays of three cost ten times as much a step.
    steps, costs = gains.tolist(), cost.tolist()
    score = [0.0, steps[0][1] - odds.already, steps[0][2] - odds.already]
    came_from = []
    for step in steps[1:]:
        reached = [[score[a] - costs[a][b] for a in range(3)] for b in range(3)]
        best = [each.index(max(each)) for each in reached]
        score = [max(each) + gain for each, gain in zip(reached, step, strict=True)]
        came_from.append(best)
    state = np.empty(len(votes), np.int8)
    last = max(range(3), key=score.__getitem__)
    for place in range(len(votes) - 1, -1, -1):
        state[place] = last
        last = came_from[place - 1][last] if place else last
    return state
