from __future__ import annotations

import json

from fanous.register.exports.json_ld import document
from fanous.register.load import load_register


def test_the_graph_is_closed_and_has_no_rating() -> None:
    register = load_register()
    made = document(register)
    ids = {node["@id"] for node in made["@graph"]}
    assert len(ids) == len(register.claims) + len(register.sources) + len(register.entities)
    text = json.dumps(made)
    assert "ClaimReview" not in text
    assert "ratingValue" not in text
    assert "Person" not in {node["@type"] for node in made["@graph"]}
    for node in made["@graph"]:
        for name in ("about", "isBasedOn"):
            assert {item["@id"] for item in node.get(name, ())} <= ids
        if node["@type"] == "Claim":
            assert node["appearance"]["@id"] in ids
            assert node["additionalProperty"][0]["name"] == "hedge"
