from __future__ import annotations

from typing import Any

import pytest

from fanous.engine.alone import Verdict
from fanous.evaluation.verdicts.opinions import OTHER_JUDGES, VERDICTS, Opinion, ours
from fanous.model.outcome import Outcome


def verdict(outcome: str, **layers: str) -> Verdict:
    values: dict[str, Any] = dict.fromkeys(
        ("file", "measurement_uid", "test_name", "input", "probe_cc", "state", "why"), ""
    )
    return Verdict(
        **values,
        line=1,
        probe_asn=64500,
        outcome=outcome,
        reachable=None,
        layers=layers,
        mechanisms=["tls.reset"],
        rules={},
    )


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_its_word(outcome: Outcome) -> None:
    found = ours(verdict(outcome.value))
    assert found.verdict in VERDICTS
    assert found.verdict == ("insufficient" if outcome is Outcome.UNKNOWN else outcome)


def test_only_blocked_layers_are_blamed() -> None:
    found = ours(verdict("blocked", dns="ok", tcp="down", tls="blocked", http="unknown"))
    assert found == Opinion("blocked", frozenset({"tls"}), ("tls.reset",))


@pytest.mark.parametrize(
    ("measured", "layers"),
    [
        ("dns=0.50/0.50/0.00:a tcp=0.49/0.00/1.00:b", {"dns"}),
        ("dns=0.10/0.90/0.00 tls=1/0/0", {"tls"}),
        ("http=0.00/0.00/0.00:no_http_data", set()),
    ],
)
def test_a_layer_of_ooni_v5_is_blocked_at_one_half(measured: str, layers: set[str]) -> None:
    row = {"ooni_v5_verdict_at_0_5": "blocked", "ooni_v5_measured": measured}
    assert OTHER_JUDGES["ooni_v5"](row) == Opinion("blocked", frozenset(layers))


def test_without_measured_layers_ooni_v5_names_none() -> None:
    assert OTHER_JUDGES["ooni_v5"]({"ooni_v5_verdict_at_0_5": "down"}) == Opinion("down")


@pytest.mark.parametrize("judge", OTHER_JUDGES)
def test_no_column_is_no_opinion(judge: str) -> None:
    assert OTHER_JUDGES[judge]({}) is None


@pytest.mark.parametrize("measured", ["dns=1/2", "dns", "smtp=1/0/0", "dns=a/b/c"])
def test_another_form_is_refused(measured: str) -> None:
    row = {"ooni_v5_verdict_at_0_5": "ok", "ooni_v5_measured": measured}
    with pytest.raises(ValueError, match="ooni_v5_measured"):
        OTHER_JUDGES["ooni_v5"](row)
