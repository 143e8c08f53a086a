from __future__ import annotations

import re

from fanous.register.exports.follow_the_money import PROPERTIES, entities
from fanous.register.load import load_register

MADE = list(entities(load_register()))


def test_schemas_and_properties_are_of_the_model() -> None:
    for item in MADE:
        assert set(item["properties"]) <= set(PROPERTIES[item["schema"]]), item["id"]
        for values in item["properties"].values():
            assert values
            assert all(isinstance(value, str) and value for value in values)


def test_ids_are_unique_and_references_resolve() -> None:
    ids = [item["id"] for item in MADE]
    assert len(set(ids)) == len(ids)
    for item in MADE:
        for name in ("entity", "proof"):
            assert set(item["properties"].get(name, ())) <= set(ids)


def test_nobody_is_a_person_and_an_ngos_list_is_no_sanction() -> None:
    assert "Person" not in {item["schema"] for item in MADE}
    listed = [i for i in MADE if i["schema"] == "Sanction"]
    assert "fanous-supreme-council-of-cyberspace" not in {
        i["properties"]["entity"][0] for i in listed
    }
    assert len(listed) == 5
    assert all(i["properties"]["program"][0] in ("asset-freeze", "export-control") for i in listed)


def test_dates_are_iso_prefixes_and_countries_two_letters() -> None:
    for item in MADE:
        for name in ("publishedAt", "listingDate", "startDate"):
            for value in item["properties"].get(name, ()):
                assert re.fullmatch(r"\d{4}(-\d\d){0,2}", value)
        assert all(len(code) == 2 for code in item["properties"].get("country", ()))


def test_a_claim_goes_with_its_hedge() -> None:
    (claim,) = [item for item in MADE if item["id"] == "fanous-claim-S0-08"]
    assert "author-doubts" in claim["properties"]["description"][0]
