"""fanous diff: show which verdicts a change of rules moves

The stored observations are judged by both rule sets; raw files are not read, and nothing in the
store changes. OLD and NEW are `current`, a version or digest that the store remembers, or a file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from fanous.cli.options import add_store
from fanous.cli.output import printable, say, table, warn

if TYPE_CHECKING:
    from fanous.explain.difference import Move, Tally
    from fanous.rules.rule_set import RuleSet

__all__ = ["arguments", "run"]

_TOP = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    add_store(parser)
    parser.add_argument(
        "--rules",
        nargs=2,
        metavar=("OLD", "NEW"),
        required=True,
        help="rule sets: current, a version or digest that the store remembers, or a file",
    )
    parser.add_argument("--list", action="store_true", help="each measurement that moves")
    parser.add_argument(
        "--format", choices=("text", "json", "csv"), default="text",
        help="default: text; a list as json is one object a line",
    )  # fmt: skip


def run(chosen: argparse.Namespace) -> int:
    """Do it; 0 whether or not anything moves."""
    from fanous.explain.difference import Tally, moves
    from fanous.explain.rule_sets import rule_set_named
    from fanous.store.store import Store

    store, tally = Store(chosen.store), Tally()
    old, new = (rule_set_named(name, store) for name in chosen.rules)
    found = moves(store, old, new, tally)
    if chosen.list:
        {"text": _list_text, "json": _list_json, "csv": _list_csv}[chosen.format](found)
        _tell(tally)
        return 0
    for _ in found:
        pass  # counted as they come; a store's moves need not fit in memory
    if chosen.format == "json":
        print(json.dumps(_document(tally, old, new), ensure_ascii=False, indent=1))
    elif chosen.format == "csv":
        _write_csv(_TRANSITION, ([*key, count] for key, count in _ranked(tally.transitions)))
    else:
        _print(tally)
    return 0


_TRANSITION = ("old_state", "new_state", "old_rule", "new_rule", "measurements")


def _tell(tally: Tally) -> None:
    warn(
        say(
            "{moved} of {measurements} measurements are told differently.",
            moved=tally.moved,
            measurements=tally.measurements,
        )
    )


def _print(tally: Tally) -> None:
    _tell(tally)
    if not tally.moved:
        return
    rows = [
        (f"{old} → {new}", f"{old_rule} → {new_rule}", count)
        for (old, new, old_rule, new_rule), count in _ranked(tally.transitions)
    ]
    print(table((say("state"), say("deciding rule"), say("measurements")), rows))
    print("\n" + say("Countries and targets with most of them"))
    places = [
        (cc, target, count, tally.judged[cc, target])
        for (cc, target), count in _ranked(tally.targets)[:_TOP]
    ]
    print(table((say("country"), say("target"), say("moved"), say("measurements")), places))


def _ranked(counts: Any) -> list[tuple[Any, int]]:
    """The most frequent first, ties by name: the same output each time."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _document(tally: Tally, old: RuleSet, new: RuleSet) -> dict[str, Any]:
    return {
        "old": {"version": old.version, "digest": old.digest},
        "new": {"version": new.version, "digest": new.digest},
        "measurements": tally.measurements,
        "moved": tally.moved,
        "moves": [
            dict(zip(_TRANSITION, [*key, count], strict=True))
            for key, count in _ranked(tally.transitions)
        ],
        "countries": [
            {
                "probe_cc": cc,
                "moved": count,
                "measurements": sum(n for (of, _), n in tally.judged.items() if of == cc),
            }
            for cc, count in _ranked(tally.countries)
        ],
        "targets": [
            {
                "probe_cc": cc,
                "target": target,
                "moved": count,
                "measurements": tally.judged[cc, target],
            }
            for (cc, target), count in _ranked(tally.targets)
        ],
    }


def _list_text(found: Iterator[Move]) -> None:
    for move in found:
        where = f"{move.start_time} {move.probe_cc} AS{move.probe_asn} {move.target}"
        what = f"{move.old_state} → {move.new_state}, {move.old_rule} → {move.new_rule}"
        print(printable(f"{move.measurement_uid}  {where}  {what}"))


def _list_json(found: Iterator[Move]) -> None:
    for move in found:
        print(printable(json.dumps(asdict(move), ensure_ascii=False)))


def _list_csv(found: Iterator[Move]) -> None:
    from fanous.explain.difference import Move

    names = [item.name for item in fields(Move)]
    _write_csv(names, ([getattr(move, name) for name in names] for move in found))


def _write_csv(names: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    from fanous.reports.csv_file import csv_bytes

    sys.stdout.write(csv_bytes(tuple(names), (tuple(row) for row in rows)).decode("utf-8"))
