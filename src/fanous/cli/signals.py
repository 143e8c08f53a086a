"""fanous signals: losses of connectivity, straight from signal files

Reads IODA, Tor, RIPEstat, Radar, OONI counts and plain tables, found by their content, and prints
an event a row. With `--store`, the losses that a store's own series show. What a file does not say
itself (whose it is, where its clock stands) is declared at its head, beside it, or by the options
here. Files and rows that give nothing are told on standard error; the others are used.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fanous.cli.options import add_declarations, add_workers, declarations
from fanous.cli.output import say, table, tell_problems, warn
from fanous.errors import UsageError

if TYPE_CHECKING:
    from fanous.events.connectivity import ConnectivityEvent
    from fanous.events.connectivity_common import CommonFall
    from fanous.i18n import Messages
    from fanous.model.series import Series

__all__ = ["arguments", "run"]

_CONTROL = re.compile("[\x7f-\x9f]")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="signal files (.csv, .json, plain or gzipped) or folders of them",
    )
    parser.add_argument(
        "--store", type=Path, metavar="DIR", help="a store with signals, in place of files"
    )
    parser.add_argument(
        "--format", choices=("table", "jsonl"), default="table", help="default: table"
    )
    add_declarations(parser)
    parser.add_argument(
        "--truth",
        type=Path,
        metavar="CSV",
        help="also score the events against dated outages and print the scores",
    )
    parser.add_argument(
        "--gaps",
        action="store_true",
        help="print when whole feeds were away (missing, or dead at zero), in place of events",
    )
    add_workers(parser)


def run(chosen: argparse.Namespace) -> int:
    """Do it; 3 if not one series could be read."""
    from fanous.i18n import messages

    if (chosen.store is None) == (not chosen.paths):
        raise UsageError(
            "nothing to read, or two things", remedy="Name signal files, or a store with --store."
        )
    series, events = _of_store(chosen) if chosen.store else _of_files(chosen)
    if not series:
        warn(say("Not one series was found in what was named."))
        return 3
    if chosen.gaps:
        _print_gaps(series, chosen.format)
        return 0
    _tell_dark_beginnings(series)
    language = messages(os.environ.get("FANOUS_LANGUAGE", "en"))
    {"table": _print_table, "jsonl": _print_jsonl}[chosen.format](events, language)
    if not events:
        warn(
            say(
                "No event in {n} series: none fell far enough below what is usual for it.",
                n=len(series),
            )
        )
    if chosen.truth is not None:
        _score(chosen.truth, events, series, to_stderr=chosen.format == "jsonl")
    return 0


def _of_files(chosen: argparse.Namespace) -> tuple[Sequence[Series], Sequence[ConnectivityEvent]]:
    from fanous.events.connectivity_common import common_falls, without_common
    from fanous.events.connectivity_find import find_all
    from fanous.pipeline import default_workers
    from fanous.sources.signals.read import read_signals

    read = read_signals(chosen.paths, declarations(chosen))
    tell_problems([str(problem) for problem in read.problems])
    _tell_unplaced({series.entity for series in read.series})
    workers = chosen.workers or default_workers()
    found = find_all(read.series, read.reports, workers=workers)
    falls = common_falls(found, read.series)
    _tell_common_falls(falls)
    return read.series, without_common(found, falls)


def _of_store(chosen: argparse.Namespace) -> tuple[Sequence[Series], Sequence[ConnectivityEvent]]:
    from fanous.events.connectivity_stored import stored_connectivity
    from fanous.events.stored import inputs_key
    from fanous.pipeline import default_workers
    from fanous.store.store import Store

    store, workers = Store(chosen.store), chosen.workers or default_workers()
    found = stored_connectivity(store, inputs_key(store), workers=workers)
    return found.series, found.events


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


def _print_gaps(series: Sequence[Series], form: str) -> None:
    from dataclasses import asdict

    from fanous.detectors.connectivity.gaps import feed_gaps
    from fanous.model.series import moment

    rows = []
    for gap in feed_gaps(series):
        times = {
            name: f"{moment(getattr(gap, name)):%Y-%m-%dT%H:%M:%SZ}" for name in ("start", "end")
        }
        rows.append({**asdict(gap), **times})
    if form == "jsonl":
        for row in rows:
            print(_CONTROL.sub("\ufffd", json.dumps(row, ensure_ascii=False)))
    elif rows:
        print(table(list(rows[0]), [list(row.values()) for row in rows]))


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
