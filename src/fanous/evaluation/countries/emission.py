"""What the judge says of each situation, as probabilities.

Decides a sentence (outcome, rule …) for a visit that is never written down: P(sentence | situation,
was there a helper). `emission_table` holds the figures, counted on raw files that the judge judged.
Leaves what the situation is to `script` and `nuisances`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fanous.evaluation.countries.emission_table import EMISSIONS
from fanous.evaluation.countries.scenario import MECHANISMS, Scenario
from fanous.evaluation.countries.streams import stream
from fanous.evaluation.countries.visits import NOTHING, Ints, Visits

__all__ = ["SENTENCES", "Sentence", "emit", "situation_names", "situations"]


class Sentence(NamedTuple):
    """What a verdict says. `control` is ok, none, or nothing (None): no control was to be had."""

    outcome: str
    state: str
    layer: str | None
    rule: str
    mechanism: str | None
    control: str | None


@dataclass(frozen=True, slots=True)
class _Choice:
    """The sentences of one situation, as numbers, with what their probabilities add up to."""

    sentences: Ints
    edges: np.ndarray[tuple[int], np.dtype[np.float64]]


SENTENCES: tuple[Sentence, ...] = tuple(
    dict.fromkeys(Sentence(*row[:6]) for rows in EMISSIONS.values() for row in rows)
)
_DNS = [code for code, name in enumerate(MECHANISMS) if name.startswith("dns.")]
_UNANSWERED = MECHANISMS.index("dns.timeout")
_PLAIN = ("normal", "cleartext", "broken_ipv6", "moved", "down", "unclear")
_SITUATIONS: tuple[str, ...] = (
    *_PLAIN,
    *MECHANISMS,
    *(f"service:{name}" for name in ("normal", "down", *MECHANISMS)),
)


def situation_names() -> tuple[str, ...]:
    """Every situation, by number."""
    return _SITUATIONS


def situations(scenario: Scenario, visits: Visits) -> Ints:
    """Each visit's situation, by number. What the network does hides what the site suffers."""
    number = {name: code for code, name in enumerate(_SITUATIONS)}
    cleartext = np.array([target.is_cleartext for target in scenario.targets])
    dual_stack = np.array([target.dual_stack for target in scenario.targets])
    service = np.array([target.is_service for target in scenario.targets])
    found = np.full(len(visits), number["normal"], np.int64)
    found[cleartext[visits.target]] = number["cleartext"]
    found[visits.broken_ipv6 & dual_stack[visits.target]] = number["broken_ipv6"]
    found[visits.is_moved] = number["moved"]
    of_service = service[visits.target]
    found[of_service] = number["service:normal"]
    stopped = visits.mechanism != NOTHING
    found[stopped] = number[MECHANISMS[0]] + visits.mechanism[stopped]
    # Another resolver answers all the same, so the page comes as it always does.
    unanswered = (visits.mechanism == _UNANSWERED) & cleartext[visits.target]
    found[unanswered] = number["cleartext"]
    both = stopped & of_service
    found[both] = number[f"service:{MECHANISMS[0]}"] + visits.mechanism[both]
    # A forged answer is seen before it shows that the site is down.
    is_down = visits.is_down & ~np.isin(visits.mechanism, _DNS)
    found[is_down] = number["down"]
    found[is_down & of_service] = number["service:down"]
    found[visits.is_unclear] = number["unclear"]
    return found


def emit(scenario: Scenario, visits: Visits, seed: int) -> Ints:
    """The number of a sentence for each visit. One record has one sentence, however often it came.

    A record's draw is its own: another event elsewhere does not change it.
    """
    situation = situations(scenario, visits)
    drawn = stream(seed, "emission").random(int(visits.record.max(initial=-1)) + 1)[visits.record]
    sentence = np.zeros(len(visits), np.int64)
    for helper in (True, False):
        for code in np.unique(situation):
            rows = np.flatnonzero((situation == code) & (visits.has_helper == helper))
            choice = _CHOICES[_SITUATIONS[code], helper]
            sentence[rows] = choice.sentences[np.searchsorted(choice.edges, drawn[rows], "right")]
    return sentence


def _choice(situation: str, helper: bool) -> _Choice:
    rows = EMISSIONS[situation, helper if not situation.startswith("service:") else True]
    edges = np.cumsum([row[6] for row in rows])
    if not np.isclose(edges[-1], 1.0):
        raise ValueError(f"probabilities of {situation} add up to {edges[-1]}")
    edges[-1] = np.inf
    numbers = [SENTENCES.index(Sentence(*row[:6])) for row in rows]
    return _Choice(np.array(numbers, np.int64), edges)


_CHOICES = {
    (situation, helper): _choice(situation, helper)
    for situation in _SITUATIONS
    for helper in (True, False)
    if (situation, True) in EMISSIONS
}
