"""How good is it: the page `docs/explanation/how-good-is-it.md`, made anew.

    FANOUS_SHARED=FOLDER python benchmarks/how_good.py [--seeds N]

Runs every detector on simulated countries, lists what ours missed and what it said in error, and
replays Kenya 2023 and Uganda 2026 (`data/ooni/series`, left out where FANOUS_SHARED is not set).
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import fit_nuisances

from fanous.cli.event_scores import score_rows
from fanous.detectors.registry import DETECTORS
from fanous.evaluation.countries.random_country import random_country
from fanous.evaluation.events.evaluate import windows_of
from fanous.evaluation.events.match import match
from fanous.evaluation.events.score import ENOUGH_OBSERVERS, Score
from fanous.events.event import Event, stamp
from fanous.events.find import find_events
from fanous.events.stored import detect, read_events
from fanous.pipeline import build, ingest
from fanous.reference.targets import targets
from fanous.store.store import Store

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "how-good-is-it.md"
SERIES = ("2023-KE-telegram.csv.gz", "2023-KE-web_connectivity-telegram.org.csv.gz",
          "2026-UG-twitter.com-analysis.csv")  # fmt: skip
YEAR = 365.25 * 86_400
HEAD = """# How good is it

Made by `python benchmarks/how_good.py`. Nothing here is written by hand.

## Simulated countries

{seeds} random countries (seeds 0 to {last}; `fanous evaluate events --seeds {seeds}`), 30 to 60
days each, with events of all kinds and every nuisance: defective releases, outages of the test
helper, rotating resolvers, moving sites, sites that are down, forged floods, broken IPv6, noisy
networks, late and duplicated records, skewed clocks, gaps. Recall counts events that at least three
independent observers a day could see. Shares have their counts and 95 % intervals (Wilson).
*Onset error* is from the true onset to the first sighting that shows the event. Bounds of rates are
Poisson's: none seen is no rate of zero. The baselines are OONI's two-sided CUSUM and a moving
average, on the same windows, with the same joining of spells to events.

The thresholds of ours were set while looking at seeds 0 to 199. Seeds from {fresh} on were not
looked at: their column is *unseen*.

"""


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def scored(seeds: range, names: Sequence[str]) -> tuple[list[Score], list[str], list[str]]:
    """Scores, what the first detector missed of what enough could see, and its false events."""
    scores = [Score(name) for name in names]
    known, missed, false = targets(), [], []
    for seed in seeds:
        windows, truth = windows_of(random_country(seed), seed)
        days = (truth.end - truth.start).total_seconds() / YEAR
        years = sum(len(window.series()) for window in windows) * days
        for place, score in enumerate(scores):
            found = find_events(windows, DETECTORS[score.detector])
            matching = match(truth, found.events, known)
            score.add(matching, years)
            if place:
                continue
            false += [f"seed {seed}: {told(event)}" for event in matching.false]
            for each in matching.matches:
                true = each.true
                if not each.found and true.observers_a_day >= ENOUGH_OBSERVERS:
                    missed.append(
                        f"seed {seed}: {true.kind}, share {true.share}, {len(true.asns)} networks, "
                        f"{true.observers_a_day:.1f} observers a day"
                    )
    return scores, missed, false


def told(event: Event) -> str:
    """A found event in short."""
    return (
        f"{event.kind}, {len(event.asns)} networks, {event.observers} observers, "
        f"{stamp(event.onset_latest)} to {stamp(event.end_earliest)}"
    )


def listed(title: str, lines: Sequence[str]) -> str:
    """A heading with a list, or with *none*."""
    return f"## {title}\n\n" + "".join(f"- {line}\n" for line in lines or ["none"]) + "\n"


def real_series(folder: Path) -> Iterator[str]:
    """Kenya and Uganda, as events."""
    with tempfile.TemporaryDirectory() as scratch:
        store = Path(scratch) / "store"
        ingest([folder / name for name in SERIES], store)
        build(store)
        detect(Store(store))
        rows = [
            [
                event["cc"], event["kind"], " ".join(event["targets"]),
                " ".join(map(str, event["asns"])),
                f"{event['onset_earliest']} – {event['onset_latest']}",
                f"{event['end_earliest']} – {event['end_latest']}",
                str(event["observers"]),
            ]
            for event in read_events(Store(store))
        ]  # fmt: skip
    yield "## Real series\n\n"
    yield "OONI's rows of Kenya 2023 and Uganda 2026, replayed. What is known of them: Telegram\n"
    yield "was cut on AS12455 from 8 or 9 November 2023 to 24–26 November, and by the clock on\n"
    yield "exam weekdays on AS33771, AS37061 and AS36926; in Uganda AS20294 blocked twitter.com\n"
    yield "from 17–18 January 2026 to 23–24 January.\n\n"
    header = [
        "country",
        "kind",
        "targets",
        "networks",
        "began between",
        "ended between",
        "observers",
    ]
    yield table(header, rows) + "\n"


def fitted() -> str:
    """What the simulator's rates are set from."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        fit_nuisances.main()
    return (
        "## Rates of nuisances\n\n"
        "Made by `python benchmarks/fit_nuisances.py` from the real files.\n\n"
        f"```\n{printed.getvalue().rstrip()}\n```\n"
    )


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--fresh", type=int, default=7_000)
    chosen = parser.parse_args()
    sys.argv = sys.argv[:1]
    names = list(DETECTORS)
    scores, missed, false = scored(range(chosen.seeds), names)
    fresh, more_missed, more_false = scored(
        range(chosen.fresh, chosen.fresh + chosen.seeds), names[:1]
    )
    rows = list(score_rows([*scores, *fresh]))
    page = HEAD.format(seeds=chosen.seeds, last=chosen.seeds - 1, fresh=chosen.fresh)
    page += table(["", *names, f"{names[0]}, unseen"], rows) + "\n"
    page += listed("What it missed, though enough could see it", missed + more_missed)
    page += listed("What it said in error", false + more_false)
    shared = os.environ.get("FANOUS_SHARED")
    if shared:
        page += "".join(real_series(Path(shared) / "data" / "ooni" / "series")) + fitted()
    PAGE.write_text(page, encoding="utf-8")
    print(f"written: {PAGE.name}")


if __name__ == "__main__":
    main()
