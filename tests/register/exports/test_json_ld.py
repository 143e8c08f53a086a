from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from fanous.register.exports.json_ld import CONTEXT, document
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


def _terms(node: Any) -> Iterator[str]:
    """Every key and every type of a document, however deep."""
    if isinstance(node, list):
        for item in node:
            yield from _terms(item)
    elif isinstance(node, dict):
        for name, value in node.items():
            yield value if name == "@type" else name
            yield from _terms(value)


def test_the_context_names_every_term_and_no_other() -> None:
    used = set(_terms(document(load_register())["@graph"]))
    assert {"url"} | {name for name in used if not name.startswith("@")} == set(CONTEXT) - {
        "schema",
        "@language",
    }
    assert {name for name in used if name.startswith("@")} == {"@id", "@value", "@language"}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_a_reader_of_json_ld_finds_every_node_and_value() -> None:
    """Where rdflib is installed (the extra ftm brings it): offline, nothing lost or misread."""
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    register = load_register()
    graph = rdflib.Graph().parse(
        data=json.dumps(document(register)), format="json-ld", publicID="https://x.example/r"
    )
    schema = rdflib.Namespace("https://schema.org/")
    claims = set(graph.subjects(rdflib.RDF.type, schema.Claim))
    assert claims == {rdflib.URIRef(f"https://x.example/r#{key}") for key in register.claims}
    assert all(str(name).startswith((str(schema), str(rdflib.RDF))) for name in graph.predicates())
    tci = rdflib.URIRef("https://x.example/r#tci")
    names = set(graph.objects(tci, schema.alternateName))
    assert rdflib.Literal(register.entities["tci"].name_fa, lang="fa") in names
    shutdown = rdflib.URIRef("https://x.example/r#S2-16")
    (when,) = graph.objects(shutdown, schema.temporalCoverage)
    assert (str(when), str(when.datatype)[-5:]) == ("2019-11", "/EDTF")
    assert set(graph.objects(shutdown, schema.appearance)) == {
        rdflib.URIRef("https://x.example/r#S2")
    }
