"""fanous verdicts: judge the named files without a store

Each measurement is judged alone, with its own control. Lines that give no measurement are told on
standard error with file, line, reason and what to do.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from fanous.cli.options import add_paths, add_reference, reference_paths
from fanous.cli.output import printable, say, table, warn

if TYPE_CHECKING:
    from fanous.engine.alone import Refused, Verdict

__all__ = ["arguments", "run", "tell_refused"]

_DAY_SECONDS = 86_400
_CONTROL = re.compile("[\x7f-\x9f]")  # JSON lets them stand; a terminal may obey them
_TABLE = ("file", "line", "input", "probe_cc", "probe_asn", "state", "mechanisms", "why")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    add_paths(parser)
    parser.add_argument(
        "--format", choices=("table", "jsonl", "csv"), default="table", help="default: table"
    )
    add_reference(parser)


def run(chosen: argparse.Namespace) -> int:
    """Do it; 3 if not one measurement could be read."""
    from fanous.engine.alone import Verdict, judge_alone
    from fanous.reference.load import load_reference
    from fanous.sources.base import Context
    from fanous.sources.find import find_sources

    paths = reference_paths(chosen)
    context = Context(load_reference(paths.folder, ip2asn=paths.ip2asn))
    found = find_sources(chosen.paths)
    latest = round((time.time() + _DAY_SECONDS) * 1_000_000)
    count = 0

    def verdicts() -> Iterable[Verdict]:
        nonlocal count
        for item in judge_alone(found.sources, context, latest=latest):
            if isinstance(item, Verdict):
                count += 1
                yield item
            else:
                tell_refused(item)

    {"table": _print_table, "jsonl": _print_jsonl, "csv": _print_csv}[chosen.format](verdicts())
    if not count:
        warn(say("Not one measurement was found in what was named."))
    return 0 if count else 3


def tell_refused(refused: Refused) -> None:
    """A line that gave no measurement, on standard error."""
    from fanous.model.reject import REMEDIES

    reject = refused.reject
    where = f"{refused.file}:{refused.line}"
    remedy = say(REMEDIES[reject.reason])
    warn(f"{where}: {reject.reason}: {reject.detail}\n  {remedy}")


def _print_jsonl(verdicts: Iterable[Verdict]) -> None:
    for verdict in verdicts:
        line = json.dumps(asdict(verdict), ensure_ascii=False)
        print(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line))


def _print_table(verdicts: Iterable[Verdict]) -> None:
    rows = [[getattr(verdict, name) for name in _TABLE] for verdict in verdicts]
    if rows:
        print(table(_TABLE, rows))


def _print_csv(verdicts: Iterable[Verdict]) -> None:
    """Nested fields become columns such as `layers.dns`; lists are joined by a space."""
    from fanous.engine.alone import Verdict
    from fanous.model.outcome import LAYERS

    names = [field.name for field in fields(Verdict)]
    columns = [
        column
        for name in names
        for column in (
            [f"{name}.{layer}" for layer in LAYERS] if name in ("layers", "rules") else [name]
        )
    ]
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    for verdict in verdicts:
        flat: dict[str, object] = {}
        for name, value in asdict(verdict).items():
            if isinstance(value, dict):
                flat |= {f"{name}.{key}": item for key, item in value.items()}
            else:
                flat[name] = _guarded(" ".join(value) if isinstance(value, list) else value)
        writer.writerow(flat)


def _guarded(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets a quote before it."""
    if not isinstance(value, str) or not value:
        return value
    return printable(f"'{value}" if value[0] in "=+-@\t\r" else value)
