"""fanous status: what is in a store, and whether the numbers add up

Versions, counts, rejects by reason with what to do, and tests not yet handled.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from fanous.cli.options import add_store
from fanous.cli.output import printable, say, table

if TYPE_CHECKING:
    from fanous.engine.suspects import Suspect
    from fanous.store.status import Status

__all__ = ["arguments", "run"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    add_store(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument(
        "--digests", action="store_true", help="also the content digest of every table"
    )
    parser.add_argument(
        "--defects",
        action="store_true",
        help="also failures that follow a version of the software across networks",
    )


def run(chosen: argparse.Namespace) -> int:
    """Do it."""
    from dataclasses import asdict

    from fanous.engine.plan import plan
    from fanous.engine.suspects import suspects
    from fanous.store.status import read_status
    from fanous.store.store import Store

    store = Store(chosen.store)
    pending, gone = plan(store)
    status = read_status(store, days_to_build=len(pending) + len(gone), digests=chosen.digests)
    found = suspects(store) if chosen.defects else []
    if chosen.format == "json":
        told = asdict(status)
        if chosen.defects:
            told["suspected_defects"] = [asdict(suspect) for suspect in found]
        print(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True))
        return 0
    _print(status)
    if chosen.defects:
        _suspects(found)
    return 0


def _suspects(found: list[Suspect]) -> None:
    """Versions that fail wherever they run."""
    if not found:
        print("\n" + say("No failure follows a version of the software across networks."))
        return
    print("\n" + say("Failures that follow a version of the software, not a network"))
    columns = [field.name for field in fields(found[0])]
    print(table(columns, [[getattr(suspect, name) for name in columns] for suspect in found]))


def _print(status: Status) -> None:
    """The same as text."""
    from fanous.model.reject import REMEDIES, RejectReason

    rows = [
        (say("sources"), status.sources),
        (say("lines read"), status.lines),
        (say("measurements"), status.measurements),
        (say("opinions of others, not judged"), status.opinions),
        (say("lines rejected"), status.lines_rejected),
        (say("duplicates"), status.duplicates),
        (say("judged"), status.judged),
        (say("not yet handled"), sum(status.not_handled.values())),
        (say("days built"), status.days_built),
        (say("days to build"), status.days_to_build),
        (say("measurements with coerced fields"), status.coerced),
        (say("measurements with scrubbed addresses"), status.scrubbed),
    ]
    if status.signal_sources:
        rows += [
            (say("files of signals"), status.signal_sources),
            (say("series"), status.signal_series),
            (say("values in them"), status.signal_points),
        ]
    print(table((say("what"), say("count")), rows))
    _section(say("States"), status.states)
    _section(say("Tests not yet handled"), status.not_handled)
    if status.rejects:
        print("\n" + say("Rejects"))
        for reason, count in status.rejects.items():
            print(f"  {reason}: {count}. {say(REMEDIES[RejectReason(reason)])}")
        for example in status.reject_examples:
            print(f"    {printable(example)}")
    _section(say("Keys in a sample of records that are not read"), status.leftovers)
    _section(say("Versions"), status.versions)
    for reference in status.references:
        _reference(reference)
    _section(say("Content digests"), status.digests)
    print(
        "\n" + (say("The numbers add up.") if status.adds_up else say("The numbers DON'T add up."))
    )


def _reference(kept: dict[str, Any]) -> None:
    """What a reference digest stands for: since when, and each file's content."""
    title = say(
        "Reference data {digest}, first loaded {day}", digest=kept["digest"], day=kept["loaded"]
    )
    _section(title, {f"{file['sha256']}  {file['name']}": file["rows"] for file in kept["files"]})
    for refused in (line for file in kept["files"] for line in file["refused"]):
        print(printable("  " + say("not used: {line}", line=refused)))


def _section(title: str, counts: Mapping[str, object]) -> None:
    if counts:
        print(f"\n{title}")
        for name, value in counts.items():
            print(printable(f"  {name}: {value}"))
