"""fanous evaluate: score verdicts against labels, and events against simulated truth

`fanous evaluate verdicts` judges the named files as `fanous verdicts` does, each measurement alone,
and compares every verdict with the label of its file's name. Each figure comes with its count and a
95 % interval. Labels without a measurement and files without a label are told on standard error.
`fanous evaluate events` draws random countries with every nuisance and known events, and prints how
each detector does on them, side by side.

`fanous evaluate signals` runs the detector of lost connectivity and IODA's rules over the same
signal files, or over synthetic countries, and prints their figures side by side.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fanous.cli.options import add_paths, add_reference, add_workers, reference_paths
from fanous.cli.output import say, warn
from fanous.errors import UsageError

if TYPE_CHECKING:
    from fanous.evaluation.verdicts import Evaluation

__all__ = ["arguments", "run"]

_DAY_SECONDS = 86_400
_FIRST_SEED = 1_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be evaluated, and the options of each."""
    subjects = parser.add_subparsers(
        dest="subject",
        metavar="WHAT",
        required=True,
        help="what to evaluate: verdicts, events, signals",
    )
    summary = "verdicts of labelled measurements"
    verdicts = subjects.add_parser("verdicts", help=summary, description=summary)
    verdicts.add_argument(
        "--labels",
        type=Path,
        required=True,
        metavar="CSV",
        help="what is true of each measurement, a row a file",
    )
    add_paths(verdicts)
    verdicts.add_argument(
        "--format", choices=("table", "json"), default="table", help="default: table"
    )
    verdicts.add_argument(
        "--calibration",
        type=Path,
        metavar="FILE",
        help="also write every rule's counts and likelihood ratio as CSV to this file",
    )
    add_reference(verdicts)
    summary = "events of simulated countries, all detectors side by side"
    events = subjects.add_parser("events", help=summary, description=summary)
    events.add_argument("--seeds", type=int, default=200, metavar="N", help="default: 200")
    events.add_argument("--first", type=int, default=0, metavar="SEED", help="default: 0")
    events.add_argument(
        "--scenario",
        metavar="NAME|FILE",
        help="a preset or TOML file, in place of random countries",
    )
    events.add_argument(
        "--format", choices=("table", "json"), default="table", help="default: table"
    )
    add_workers(events)
    _signal_arguments(subjects)


def _signal_arguments(subjects: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    summary = "losses of connectivity, against dated outages or synthetic ones"
    signals = subjects.add_parser("signals", help=summary, description=summary)
    signals.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="signal files or folders of them"
    )
    signals.add_argument(
        "--truth", type=Path, metavar="CSV", help="dated outages; needed where files are named"
    )
    signals.add_argument(
        "--simulated",
        type=int,
        metavar="N",
        help="also score N synthetic countries (from seed 1000 on: 0 to 399 were for tuning)",
    )
    signals.add_argument("--utc-offset", metavar="OFFSET", help="of files in local time: UTC-04:00")
    signals.add_argument(
        "--chocolatine",
        action="store_true",
        help="also run Chocolatine's seasonal model; it needs statsmodels and eleven weeks of data",
    )


def _run_signals(chosen: argparse.Namespace) -> int:
    from fanous.evaluation.signals.chocolatine import require_statsmodels
    from fanous.evaluation.signals.compare import compare, markdown
    from fanous.evaluation.signals.score import read_truth
    from fanous.sources.signals.read import read_signals

    if not chosen.paths and not chosen.simulated:
        raise UsageError("nothing to evaluate", remedy="Name files, or --simulated 200.")
    if chosen.paths and chosen.truth is None:
        raise UsageError("files without dated outages", remedy="Name them with --truth CSV.")
    if chosen.chocolatine:
        require_statsmodels()  # before anything is computed
    declared = {"utc_offset": chosen.utc_offset} if chosen.utc_offset else {}
    for path in chosen.paths:
        read = read_signals([path], declared)
        for problem in read.problems[:5]:
            warn(str(problem))
        if read.series:
            truths = read_truth(chosen.truth)
            rows = compare(read.series, truths, chocolatine=chosen.chocolatine)
            print(markdown(path.name, rows))
    if chosen.simulated:
        _run_simulated(range(_FIRST_SEED, _FIRST_SEED + chosen.simulated), chosen.chocolatine)
    return 0


def _run_simulated(seeds: range, chocolatine: bool) -> None:
    from fanous.evaluation.signals.compare import compare_simulated, compare_users, markdown

    if chocolatine:
        title = say("{n} synthetic countries, twelve quiet weeks first", n=len(seeds))
        print(markdown(title, compare_simulated(seeds, chocolatine=True)))
        return
    print(markdown(say("{n} synthetic countries", n=len(seeds)), compare_simulated(seeds)))
    title = say("{n} synthetic countries' daily Tor users", n=len(seeds))
    print(markdown(title, compare_users(seeds)))


def run(chosen: argparse.Namespace) -> int:
    """Do it; 3 if not one measurement could be scored."""
    how = {"events": _events, "signals": _run_signals, "verdicts": _verdicts}
    return how[chosen.subject](chosen)


def _events(chosen: argparse.Namespace) -> int:
    from fanous.cli.event_scores import score_document, score_table
    from fanous.evaluation.countries.presets import find_scenario
    from fanous.evaluation.events.evaluate import evaluate_scenarios
    from fanous.pipeline import default_workers

    if chosen.seeds < 1 or chosen.first < 0:
        raise UsageError(
            "no seeds to draw", remedy="Give --seeds of 1 or more, --first of 0 or more."
        )
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    drawings = [
        (find_scenario(chosen.scenario, seed) if chosen.scenario else None, seed) for seed in seeds
    ]
    scores = evaluate_scenarios(drawings, workers=chosen.workers or default_workers())
    if chosen.format == "json":
        print(json.dumps(score_document(scores), indent=1))
    else:
        print(score_table(scores))
    return 0


def _verdicts(chosen: argparse.Namespace) -> int:
    from fanous.cli.scores import print_scores
    from fanous.cli.verdicts import tell_refused
    from fanous.evaluation.verdicts import evaluate_verdicts, read_labels
    from fanous.evaluation.verdicts.calibrate import write_calibration
    from fanous.reference.load import load_reference
    from fanous.sources.base import Context
    from fanous.sources.find import find_sources

    labels = read_labels(chosen.labels)
    paths = reference_paths(chosen)
    evaluation = evaluate_verdicts(
        labels,
        find_sources(chosen.paths).sources,
        Context(load_reference(paths.folder, ip2asn=paths.ip2asn)),
        latest=round((time.time() + _DAY_SECONDS) * 1_000_000),
        refused=tell_refused,
    )
    _tell_unmatched(evaluation)
    if not evaluation.scored:
        warn(say("Not one measurement could be scored: no label has the name of a file."))
        return 3
    if chosen.calibration is not None:
        try:
            write_calibration(chosen.calibration, evaluation.weights)
        except OSError as error:
            raise UsageError(
                f"{chosen.calibration}: {error.strerror}",
                remedy="Name a file in a folder that may be written to.",
            ) from error
    {"table": print_scores, "json": _print_json}[chosen.format](evaluation)
    return 0


def _tell_unmatched(evaluation: Evaluation) -> None:
    for name in evaluation.labels_without_measurement:
        warn(say("{name}: the label has no measurement; name its file too", name=name))
    for file in evaluation.files_without_label:
        warn(say("{file}: no label has its name; add a row to the labels", file=file))
    for name, count in evaluation.ambiguous.items():
        warn(
            say(
                "{name}: {count} measurements go by this name, so none is scored; keep one a file",
                name=name,
                count=count,
            )
        )


def _print_json(evaluation: Evaluation) -> None:
    from fanous.evaluation.verdicts.document import document

    print(json.dumps(document(evaluation), ensure_ascii=False, indent=1))
