"""A rule of your own: one more fact, one more rule, and one measurement judged with and without.

    python examples/a_rule.py

The status 451 says that a page is withheld for legal reasons (RFC 7725). It does not say who
withholds it: the site or the network. So the rule does not accuse. It puts in words what was seen.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from fanous.model.outcome import Layer, Outcome
from fanous.model.tables import TABLES
from fanous.reference.load import Reference
from fanous.rules.http import HTTP_RULES
from fanous.rules.judge import judge
from fanous.rules.properties import modest, well_formed
from fanous.rules.registry import RULES
from fanous.rules.rule import Fact, Impossible, LayerRules, Rule
from fanous.rules.rule_set import RuleSet, current_queries
from fanous.sources.base import Context, Parsed
from fanous.sources.parse import parse_source
from fanous.store.arrow import arrow_table
from fanous.store.query import connect, rows

STATUS_LEGAL = Fact(
    name="STATUS_LEGAL",
    meaning="The status says that the page is withheld for legal reasons.",
    sql="status = 451",
)
LEGAL_STATUS = Rule(
    id="http.legal_status",
    when=frozenset({"RESPONDED", "IS_FINAL", "STATUS_LEGAL"}),
    outcome=Outcome.UNKNOWN,
    why="The response says that the page is withheld for legal reasons, and not by whom.",
    confused_with="a site that withholds its own page from visitors of this country",
)
PAGE = {"url": "http://notice.example/", "method": "GET"}
MEASUREMENT = {
    "test_name": "web_connectivity",
    "test_version": "0.4.3",
    "measurement_start_time": "2026-01-05 08:00:00",
    "input": "http://notice.example/",
    "probe_cc": "XA",
    "probe_asn": "AS64500",
    "test_keys": {
        "requests": [
            {
                "request": PAGE,
                "response": {"code": 451, "body": "Withheld.", "headers": {}},
                "failure": None,
            }
        ],
        "control": {"http_request": {"status_code": 200, "body_length": 8000, "failure": None}},
    },
}


def with_one_more(layer: LayerRules) -> LayerRules:
    """The layer with the new rule in its place: below all that blames, above `http.differs`."""
    place = [rule.id for rule in layer.rules].index("http.differs")
    one_status_code = tuple(
        Impossible(frozenset({STATUS_LEGAL.name, other}), "one status code")
        for other in ("STATUS_SUCCESS", "IS_REDIRECT")
    )
    return LayerRules(
        layer.layer,
        (*layer.facts, STATUS_LEGAL),
        (*layer.impossible, *one_status_code),
        (*layer.rules[:place], LEGAL_STATUS, *layer.rules[place:]),
    )


def deciding_rule(measurement: object, http: LayerRules) -> str:
    """Parse a measurement, judge it in memory, and name the rule that explains its state."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "measurement.jsonl.gz"
        path.write_bytes(gzip.compress(json.dumps(measurement).encode()))
        records = [*parse_source(path, "example", Context(Reference("none")), latest=2**62)]
    connection = connect()
    for name in ("measurements", "dns", "tcp", "tls", "http", "control", "control_endpoints"):
        found = [r for item in records if isinstance(item, Parsed) for r in item.rows.get(name, ())]
        connection.register(name, arrow_table(TABLES[name], found))
    rules = {**RULES, Layer.HTTP: http}
    judge(connection, RuleSet("draft", rules, current_queries()))
    verdict = rows(connection, "SELECT state, deciding_rule FROM measurement_verdicts")[0]
    return f"{verdict['deciding_rule']} ({verdict['state']})"


def main() -> None:
    """Judge with the rules that ship, and with one more."""
    draft = with_one_more(HTTP_RULES)
    print("violations:", [*well_formed(draft), *modest(draft)])
    print("without:", deciding_rule(MEASUREMENT, HTTP_RULES))
    print("with:", deciding_rule(MEASUREMENT, draft))


if __name__ == "__main__":
    main()
