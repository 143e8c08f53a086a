"""fanous signals: losses of connectivity, straight from signal files

Reads IODA, Tor, RIPEstat, Radar, OONI counts and plain tables, found by their content, and prints
an event a row. What a file does not say itself (whose it is, where its clock stands) is declared at
its head, beside it, or by the options here. Files and rows that give nothing are told on standard
error; the others are used.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fanous.cli.options import add_workers
from fanous.cli.output import say, table, warn

if TYPE_CHECKING:
    from fanous.events.connectivity import ConnectivityEvent
    from fanous.events.connectivity_common import CommonFall
    from fanous.i18n import Messages
    from fanous.model.series import Series

__all__ = ["arguments", "run"]

_CONTROL = re.compile("[\x7f-\x9f]")
_MOST_PROBLEMS = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    # An offset west of Greenwich begins with a minus and is no option.
    parser._negative_number_matcher = re.compile(r"^-\d{1,2}:?\d{2}$")
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="signal files (.csv, .json, plain or gzipped) or folders of them",
    )
    parser.add_argument(
        "--format", choices=("table", "jsonl"), default="table", help="default: table"
    )
    parser.add_argument(
        "--entity", metavar="ID", help="whose the files are: country:IR, asn:58224, region:MM-Bago"
    )
    parser.add_argument(
        "--utc-offset", metavar="OFFSET", help="where the clock of local times stands: +06:30"
    )
    parser.add_argument(
        "--truth",
        type=Path,
        metavar="CSV",
        help="also score the events against dated outages and print the scores",
    )
    add_workers(parser)


def run(chosen: argparse.Namespace) -> int:
    """Do it; 3 if not one series could be read."""
    from fanous.events.connectivity_common import common_falls, without_common
    from fanous.events.connectivity_find import find_all
    from fanous.i18n import messages
    from fanous.pipeline import default_workers
    from fanous.sources.signals.read import read_signals

    named = {"entity": chosen.entity, "utc_offset": chosen.utc_offset}
    read = read_signals(chosen.paths, {key: value for key, value in named.items() if value})
    _tell([str(problem) for problem in read.problems])
    if not read.series:
        warn(say("Not one series was found in what was named."))
        return 3
    _tell_unplaced({series.entity for series in read.series})
    _tell_dark_beginnings(read.series)
    workers = chosen.workers or default_workers()
    found = find_all(read.series, read.reports, workers=workers)
    falls = common_falls(found, read.series)
    _tell_common_falls(falls)
    events = without_common(found, falls)
    language = messages(os.environ.get("FANOUS_LANGUAGE", "en"))
    {"table": _print_table, "jsonl": _print_jsonl}[chosen.format](events, language)
    if not events:
        warn(
            say(
                "No event in {n} series: none fell far enough below what is usual for it.",
                n=len(read.series),
            )
        )
    if chosen.truth is not None:
        _score(chosen.truth, events, read.series, to_stderr=chosen.format == "jsonl")
    return 0


def _tell(problems: Sequence[str]) -> None:
    for problem in problems[:_MOST_PROBLEMS]:
        warn(problem)
    if len(problems) > _MOST_PROBLEMS:
        warn(say("… and {n} more rows or files like these", n=len(problems) - _MOST_PROBLEMS))


def _tell_unplaced(entities: set[str]) -> None:
    for entity in sorted(name for name in entities if name.startswith("file:")):
        warn(
            say(
                "{entity}: nothing says whose this is; name it with --entity country:IR, or put "
                "a line `# entity: country:IR` at the file's head",
                entity=entity,
            )
        )


def _tell_dark_beginnings(series: Sequence[Series]) -> None:
    from fanous.detectors.connectivity.begins import begins_low
    from fanous.model.series import moment

    for item in begins_low(series):
        warn(
            say(
                "{entity}: {signals} lie below half of what is usual later, from the beginning of "
                "the data until {day}. A loss that had begun before cannot be dated: it is not "
                "among the events. Data from before would tell.",
                entity=item.entity,
                signals=", ".join(item.signals),
                day=f"{moment(item.until):%Y-%m-%d}",
            )
        )


def _tell_common_falls(falls: Sequence[CommonFall]) -> None:
    from fanous.model.series import moment

    for item in falls:
        warn(
            say(
                "{signal} ({operator}) fell in {n} of {m} countries at once, {time}: taken for its "
                "own failure. What nothing else saw then is not among the events.",
                signal=item.signal,
                operator=item.operator,
                n=item.fell,
                m=item.known,
                time=f"{moment(item.start):%Y-%m-%d %H:%M} UTC",
            )
        )


def _print_jsonl(events: Sequence[ConnectivityEvent], language: Messages) -> None:
    from fanous.reports.connectivity_text import event_why

    for event in events:
        line = json.dumps(event.to_json(event_why(event, language)), ensure_ascii=False)
        print(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line))


def _print_table(events: Sequence[ConnectivityEvent], language: Messages) -> None:
    from fanous.i18n import Phrase
    from fanous.model.series import moment
    from fanous.reports.connectivity_text import event_sentence, kind_word, signal_word

    rows = []
    for event in events:
        fell = [signal_word(language, item.signal) for item in event.signals if item.pieces]
        rows.append(
            [
                event.entity,
                kind_word(language, event.kind),
                language.moment(moment(event.onset.earliest)),
                language.moment(moment(event.onset.latest)),
                Phrase("") if event.end is None else language.moment(moment(event.end.latest)),
                "" if event.depth is None else f"{100 * event.depth:.0f} %",
                len(event.occurrences) or "",
                language.join(fell),
            ]
        )
    if rows:
        header = [say("entity"), say("what"), say("onset, from"), say("onset, to"), say("end"),
                  say("lost"), say("times"), say("signals")]  # fmt: skip
        print(table(header, rows))
        print()
    for event in events:
        print(event_sentence(event, language))


def _score(
    path: Path, events: Sequence[ConnectivityEvent], series: Sequence[object], *, to_stderr: bool
) -> None:
    from fanous.evaluation.signals.score import read_truth, score
    from fanous.evaluation.signals.words import score_lines

    scored = score(read_truth(path), events, series)  # type: ignore[arg-type]
    for line in score_lines(scored, say):
        warn(line) if to_stderr else print(line)
