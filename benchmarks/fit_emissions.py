"""Count what the judge says of each situation that a scenario can make.

    python benchmarks/fit_emissions.py

Writes one scenario as raw files in which everything happens that can happen to a visit, with and
without a helper, runs it through ingest and build in a temporary folder, and prints for each
situation the sentences of the judge with their shares: the figures of
`src/fanous/evaluation/countries/emission_table.py`. Takes some minutes.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from fanous.engine.tasks import ReferencePaths
from fanous.evaluation.countries.drawing import draw
from fanous.evaluation.countries.emission import Sentence, situation_names, situations
from fanous.evaluation.countries.raw import simulate_raw
from fanous.evaluation.countries.raw.acting import record_uid
from fanous.evaluation.countries.scenario import (
    MECHANISMS,
    Country,
    Network,
    Nuisance,
    Scenario,
    ScriptedEvent,
    Target,
)
from fanous.pipeline import build, ingest
from fanous.rules.registry import RULES
from fanous.store.query import open_store
from fanous.store.store import Store

START = date(2026, 3, 2)
CLEARTEXT_ONLY = ("http.blockpage",)

Counts = dict[tuple[str, bool], Counter[Sentence]]


def everything(days: int) -> Scenario:
    """One site for each mechanism, blocked all the time, and some to which other things happen."""
    begins = datetime.fromisoformat(f"{START}T00:00:00+00:00")
    ends = begins + timedelta(days=days)
    sites = {
        name: f"{'http' if name in CLEARTEXT_ONLY else 'https'}://{name.replace('.', '-')}.example/"
        for name in MECHANISMS
    }
    others = ("https://fine.example/", "http://clear.example/", "https://moved.example/")
    targets = [Target(url, 1.0) for url in (*sites.values(), *others, "https://down.example/")]
    targets += [Target("https://both.example/", 1.0, True), Target("service:telegram", 1.0)]
    names = {name: Target(url).name for name, url in sites.items()}
    codes = ("XA", "XB", "XC")
    events = [
        ScriptedEvent("blocking", "XA", begins, None, (), (target,), (name,))
        for name, target in names.items()
    ]
    for cc, name in (("XA", "tcp.timeout"), ("XB", "http.timeout")):
        events.append(
            ScriptedEvent("blocking", cc, begins, None, (), ("service:telegram",), (name,))
        )
    down_from = begins + timedelta(days=days * 0.7)
    nuisances = (
        Nuisance("helper_outage", begins, ends, share=0.4),
        Nuisance("cdn_change", begins, ends, targets=("domain:moved.example",)),
        Nuisance("target_down", begins, ends, targets=("domain:down.example",)),
        Nuisance("target_down", down_from, ends, targets=("service:telegram",)),
        Nuisance("broken_ipv6", begins, ends, share=1.0),
    )
    networks = tuple(
        Network(
            64512 + 10 * n + m, cc, f"{cc} {m}", sessions_a_day=2.5 if cc == "XA" else 1.0, noise=0
        )
        for n, cc in enumerate(codes)
        for m in range(3)
    )
    countries = tuple(Country(cc) for cc in codes)
    return Scenario(
        "everything", START, days, countries, networks, tuple(targets), tuple(events), nuisances
    )


def judged(store: Path) -> dict[str, Sentence]:
    """What the judge said of each record, by its uid."""
    elsewhere = {
        rule.id
        for layer in RULES.values()
        for rule in layer.rules
        if any(fact.endswith("_ELSEWHERE") for fact in rule.when)
    }
    rows = open_store(Store(store)).sql("""
        SELECT v.measurement_uid, v.outcome, v.state, v.deciding_rule, v.mechanisms,
            [v.dns_rule, v.tcp_rule, v.tls_rule, v.http_rule], m.control_failure,
            v.record IN (SELECT record FROM control)
        FROM verdicts v JOIN measurements m ON m.record = v.record
    """)
    found = {}
    for uid, outcome, state, rule, mechanisms, rules, failure, has_control in rows.fetchall():
        spoke = has_control or elsewhere & set(rules)
        layer = None if rule.endswith(".no_data") else rule.partition(".")[0]
        mine = [name for name in mechanisms if layer and name.startswith(layer)] or mechanisms
        control = "ok" if spoke else "none" if failure else None
        found[uid] = Sentence(outcome, state, layer, rule, mine[0] if mine else None, control)
    return found


def counted(days: int, seed: int) -> Counts:
    """Sentences by situation and helper, of one scenario that went the whole way."""
    scenario, counts = everything(days), Counts()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        simulate_raw(scenario, seed, out)
        ingest([out / "raw"], out / "store", reference=ReferencePaths(out / "reference"))
        build(out / "store")
        said = judged(out / "store")
    drawing = draw(scenario, seed)
    situation, names = situations(scenario, drawing.records), situation_names()
    for row in range(len(drawing.records)):
        key = (names[situation[row]], bool(drawing.records.has_helper[row]))
        counts.setdefault(key, Counter())[said[record_uid(drawing, row)]] += 1
    return counts


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    for (situation, helper), sentences in sorted(counted(chosen.days, chosen.seed).items()):
        total = sentences.total()
        print(f"{situation}, {'with' if helper else 'without'} a helper: {total}")
        for sentence, count in sentences.most_common():
            print(f"  {count / total:.3f}  {sentence}")


if __name__ == "__main__":
    main()
