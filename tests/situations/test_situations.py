"""Golden chains, and the properties that hold over every situation.

Whole files are compared, never chosen fields. Everything is judged in one run: a verdict
rests on its own measurement, which is itself one of the properties.
"""

from __future__ import annotations

import copy
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fanous.rules.registry import RULES
from fanous.sources.base import Context, Parsed
from fanous.sources.lines import RawLine
from fanous.sources.parse import _Reader
from tests.situations.chain import (
    LATEST,
    context,
    judge_parsed,
    observations,
    parse_lines,
    verdicts_by_name,
)
from tests.situations.days import DAYS
from tests.situations.named import SITUATIONS

FOLDER = Path(__file__).parent
POOLED = FOLDER / "pooled"
NAMES = sorted(SITUATIONS)
_UNREAD = {"network_events", "x_control_request", "annotations"}


@pytest.fixture(scope="module")
def parsed() -> dict[str, Parsed]:
    return {name: parse_lines(FOLDER / name / "raw.jsonl")[0] for name in NAMES}


@pytest.fixture(scope="module")
def judged(parsed: dict[str, Parsed]) -> dict[str, dict[str, Any]]:
    """Verdict and endpoints of each situation, from one run over all of them."""
    return verdicts_by_name(parsed)


@pytest.mark.parametrize("name", NAMES)
def test_raw_is_what_is_named(name: str) -> None:
    raw = json.loads((FOLDER / name / "raw.jsonl").read_text(encoding="utf-8"))
    assert raw == json.loads(json.dumps(SITUATIONS[name][1]))
    assert SITUATIONS[name][0] in (FOLDER / name / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_observations(name: str, parsed: dict[str, Parsed]) -> None:
    golden = json.loads((FOLDER / name / "observations.json").read_text(encoding="utf-8"))
    assert observations([parsed[name]]) == golden


@pytest.mark.parametrize("name", NAMES)
def test_verdicts(name: str, judged: dict[str, dict[str, Any]]) -> None:
    golden = json.loads((FOLDER / name / "verdicts.json").read_text(encoding="utf-8"))
    assert judged[name] == golden


def test_every_folder_is_named() -> None:
    folders = {path.parent.name for path in FOLDER.glob("*/raw.jsonl")}
    assert folders == set(SITUATIONS)


@pytest.fixture(scope="module")
def endpoints(judged: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Every endpoint of every situation, and those of the days from their golden files."""
    days = (
        json.loads((POOLED / name / "verdicts.json").read_text(encoding="utf-8")) for name in DAYS
    )
    return [row for found in (*judged.values(), *days) for row in found["endpoints"]]


def test_every_rule_decides_somewhere(endpoints: list[dict[str, Any]]) -> None:
    """Each rule has a situation that fires it; `no_data` is what a layer without subjects shows."""
    fired = {row["rule"] for row in endpoints}
    named = {rule.id for layer in RULES.values() for rule in layer.rules}
    assert named - fired <= {f"{layer}.no_data" for layer in RULES}


def test_every_blame_has_a_near_miss(endpoints: list[dict[str, Any]]) -> None:
    """For each accusing rule some endpoint has all but one of its facts, and is not accused."""
    seen: dict[str, set[frozenset[str]]] = defaultdict(set)
    for row in endpoints:
        if row["outcome"] != "blocked":
            seen[row["layer"]].add(frozenset(row["facts"]))
    for layer in RULES.values():
        for rule in layer.rules:
            if rule.accuses:
                near = [facts for facts in seen[layer.layer] if len(rule.when - facts) == 1]
                assert near, f"{rule.id} has no near miss"


def test_exclusions_hold_in_data(endpoints: list[dict[str, Any]]) -> None:
    """No endpoint establishes two facts that are declared impossible together."""
    possible = {layer: list(rules.impossible) for layer, rules in RULES.items()}
    for row in endpoints:
        for group in possible[row["layer"]]:
            assert len(group.facts & set(row["facts"])) <= 1, (row["endpoint"], group)


def test_order_changes_nothing(parsed: dict[str, Parsed], judged: dict[str, Any]) -> None:
    assert verdicts_by_name(parsed, shuffle=Random(7).shuffle) == judged


def test_an_unrelated_target_changes_nothing(parsed: dict[str, Parsed], judged: Any) -> None:
    alone = verdicts_by_name({"tls_reset": parsed["tls_reset"]})
    assert alone == {"tls_reset": judged["tls_reset"]}


def _parse(number: int, raw: object, known: Context) -> Parsed | None:
    line = RawLine(None, number, json.dumps(raw).encode())
    found = _Reader("bent", known, LATEST).read(line)
    return found if isinstance(found, Parsed) else None


def test_repeating_observations_changes_nothing() -> None:
    known, repeated, plain = context(), [], []
    for number, name in enumerate(NAMES):
        raw = copy.deepcopy(SITUATIONS[name][1])
        plain.append(_parse(number * 2 + 1, raw, known))
        keys = raw["test_keys"] or {}
        for part in ("queries", "tcp_connect", "tls_handshakes"):
            keys[part] = [*(keys.get(part) or []), *(keys.get(part) or [])] or None
        repeated.append(_parse(number * 2 + 2, raw, known))
    everything = [item for item in (*plain, *repeated) if item is not None]
    verdicts, _ = judge_parsed(everything)
    by_record = {row.pop("record"): row for row in verdicts}
    for name, once, twice in zip(NAMES, plain, repeated, strict=True):
        assert once is not None and twice is not None
        assert by_record[once.record] == by_record[twice.record], name


def deletions(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """The path of every key and list element of a record that evidence is read from."""
    items: Any = ()
    if isinstance(value, dict):
        items = [(key, item) for key, item in value.items() if key not in _UNREAD]
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, item in items:
        yield (*path, key)
        yield from deletions(item, (*path, key))


def without(value: Any, path: tuple[object, ...]) -> Any:
    """A copy of a record without one key or element."""
    bent = copy.deepcopy(value)
    inner = bent
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return bent


def newly(outcome: str, raws: dict[str, Any], known: Context, ending: str = "") -> list[str]:
    """Deletions after which a layer has more endpoints of an outcome than before.

    `ending` limits them to keys of that name.
    """
    records: list[Parsed] = []
    origin: dict[int, tuple[str, tuple[object, ...]]] = {}
    for name, raw in raws.items():
        for path in ((), *(p for p in deletions(raw) if not ending or p[-1] == ending)):
            found = _parse(len(origin) + 1, without(raw, path) if path else raw, known)
            if found is not None:
                records.append(found)
                origin[found.record] = (name, path)
    _, endpoints = judge_parsed(records)
    said: dict[int, Counter[str]] = defaultdict(Counter)
    for row in endpoints:
        said[row["record"]][row["layer"]] += row["outcome"] == outcome
    before = {name: said[record] for record, (name, path) in origin.items() if not path}
    return [
        f"{name}: without {'.'.join(map(str, path))} {dict(more)} more is {outcome}"
        for record, (name, path) in origin.items()
        if (more := said[record] - before[name])
    ]


def test_how_a_step_ended_is_never_ok_because_nobody_said() -> None:
    raws = {name: json.loads(json.dumps(raw)) for name, (_, raw, _) in SITUATIONS.items()}
    assert newly("ok", raws, context(), "failure") == []


def test_less_evidence_never_accuses() -> None:
    raws = {name: json.loads(json.dumps(raw)) for name, (_, raw, _) in SITUATIONS.items()}
    assert newly("blocked", raws, context()) == []


def test_less_evidence_never_accuses_in_real_data(shared: Path) -> None:
    raws = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((shared / "ooni" / "situations").glob("*.json"))
    }
    assert len(raws) >= 25
    assert newly("blocked", raws, context()) == []
