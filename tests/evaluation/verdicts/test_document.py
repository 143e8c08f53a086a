from __future__ import annotations

import json

from fanous.evaluation.verdicts.calibrate import calibrate
from fanous.evaluation.verdicts.document import document
from fanous.evaluation.verdicts.evaluate import Evaluation
from fanous.evaluation.verdicts.opinions import Opinion
from tests.evaluation.verdicts.labelling import label, opinion, scored, working


def test_the_document_says_everything_and_is_json() -> None:
    items = [
        scored(label("a"), fanous=opinion("blocked", "tls.reset"), probe=Opinion("ok")),
        scored(working("b"), fanous=opinion("blocked", "http.reset")),
    ]
    found = document(Evaluation(items, calibrate([]), ["c"], ["d.json"], {"e": 2}))
    assert json.loads(json.dumps(found)) == found
    assert list(found) == [
        "situations",
        "figures",
        "families",
        "verdicts",
        "calibration",
        "labels_without_measurement",
        "files_without_label",
        "ambiguous",
    ]
    ours = found["figures"]["fanous"]
    assert (ours["acceptable"]["n"], ours["acceptable"]["of"]) == (1, 2)
    assert 0 < ours["acceptable"]["low"] < 0.5 < ours["acceptable"]["high"] < 1
    assert found["figures"]["probe"]["right_layers"] is None
    assert found["families"]["none"]["figures"]["fanous"]["false_accusations"]["n"] == 1
    first, second = found["verdicts"]
    assert (first["name"], first["file"], first["layers_acceptable"]) == ("a", "a.json", [["tls"]])
    assert first["opinions"]["fanous"] == {
        "verdict": "blocked",
        "acceptable": True,
        "false_accusation": False,
        "layers": ["tls"],
        "right_layers": True,
        "mechanisms": ["tls.reset"],
    }
    assert first["opinions"]["probe"]["layers"] is None
    assert second["opinions"]["fanous"]["false_accusation"] is True
    assert (found["ambiguous"], found["labels_without_measurement"]) == ({"e": 2}, ["c"])
    assert found["calibration"][0]["decided"] == {"ratio": None, "low": None, "high": None}
