from __future__ import annotations

import pytest

from fanous.evaluation.countries.emission_table import EMISSIONS
from fanous.model.outcome import Outcome, State
from fanous.rules.registry import RULES

RULE_OF = {rule.id: rule for layer in RULES.values() for rule in layer.rules}


@pytest.mark.parametrize("key", EMISSIONS, ids=str)
def test_every_sentence_is_one_the_judge_can_say(key: tuple[str, bool]) -> None:
    """A rule that was renamed, or says something else now, needs the table counted anew."""
    assert sum(row[6] for row in EMISSIONS[key]) == pytest.approx(1)
    for outcome, state, layer, rule, mechanism, control, _ in EMISSIONS[key]:
        assert outcome == RULE_OF[rule].outcome
        assert Outcome(outcome) and State(state)
        assert layer in (None, rule.partition(".")[0])
        assert (mechanism is not None) == (outcome == "blocked")
        assert control in ("ok", "none", None)
        if mechanism:
            assert mechanism == RULE_OF[rule].mechanism == key[0].removeprefix("service:")
