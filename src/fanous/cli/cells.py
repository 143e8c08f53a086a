"""fanous cells: what is known of a target on a network in an hour, and how much

Counts by hour or day, with how many independent voices are behind them. A service or a category is
told as how many of its members, and which. `--dense` prints hours without measurements too: they
are 0, never nothing.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fanous.cli.options import add_store
from fanous.cli.output import printable, say, table, warn

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arguments", "run"]

_FORMATS = ("table", "csv", "jsonl", "parquet")
_TIME = "2026-01-31 or 2026-01-31T06:00"
_COUNTS = ("measurements", "ok", "down", "blocked", "unknown", "observers")
_PLACE = ("target", "probe_cc", "probe_asn")
_ASN = re.compile(r"(?:AS)?(\d{1,10})", re.IGNORECASE)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    add_store(parser)
    parser.add_argument("--cc", metavar="CC", help="one country, by its two letters")
    parser.add_argument("--asn", type=_asn, metavar="ASN", help="one network (64502 or AS64502)")
    parser.add_argument(
        "--target",
        metavar="NAME",
        help="a URL or domain, a service (service:telegram) or a category (category:NEWS)",
    )
    parser.add_argument("--since", type=_time, metavar="TIME", help=f"from ({_TIME}, UTC)")
    parser.add_argument("--until", type=_time, metavar="TIME", help="to, not included")
    parser.add_argument(
        "--layer",
        choices=("overall", "dns", "tcp", "tls", "http"),
        default="overall",
        help="default: overall, the outcome of whole measurements",
    )
    parser.add_argument("--by", choices=("hour", "day"), default="hour", help="default: hour")
    parser.add_argument(
        "--dense", action="store_true", help="hours (or days) without measurements too, as 0"
    )
    parser.add_argument(
        "--reference",
        type=Path,
        metavar="DIR",
        help="folder with test lists, for categories (default: FANOUS_REFERENCE, else none)",
    )
    parser.add_argument("--format", choices=_FORMATS, default="table", help="default: table")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to a file")


def run(chosen: argparse.Namespace) -> int:
    """Do it."""
    from fanous.cells.asked import CATEGORY
    from fanous.cells.read import cells
    from fanous.errors import UsageError
    from fanous.reference.load import load_reference
    from fanous.store.store import Store

    if chosen.format == "parquet" and chosen.out is None:
        raise UsageError("--format parquet is no text", remedy="Name a file by --out.")
    in_category = (chosen.target or "").startswith(CATEGORY)
    found = cells(
        Store(chosen.store),
        cc=chosen.cc,
        asn=chosen.asn,
        target=chosen.target,
        since=chosen.since,
        until=chosen.until,
        layer=chosen.layer,
        by=chosen.by,
        dense=chosen.dense,
        reference=load_reference(chosen.reference) if in_category else None,
    )
    if not found.num_rows:
        warn(say("No cells: nothing was measured of what was asked. That does not say that "
                 "nothing is blocked."))  # fmt: skip
    _write(_bytes(found, chosen.format, chosen.by), chosen.out)
    return 0


def _asn(text: str) -> int:
    found = _ASN.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError("write a network as 64502 or AS64502")
    return int(found[1])


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no time: write it as {_TIME}") from error
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _bytes(found: pa.Table, form: str, by: str) -> bytes:
    """The whole output in a format."""
    from fanous.reports.csv_file import csv_bytes

    if form == "parquet":
        import pyarrow.parquet as pq
        from pyarrow import BufferOutputStream

        sink = BufferOutputStream()
        pq.write_table(found, sink, compression="zstd")
        return sink.getvalue().to_pybytes()
    if form == "csv":
        columns = (column.to_pylist() for column in found.columns)
        return csv_bytes(found.column_names, zip(*columns, strict=True))
    rows = found.to_pylist()
    text = "\n".join(_line(row, by) for row in rows) if form == "jsonl" else _table(rows, by)
    return f"{text}\n".encode("utf-8", "replace") if text else b""


def _line(row: dict[str, Any], by: str) -> str:
    """A cell as one line: times RFC 3339, counts by rule and state as objects."""
    plain = row | {by: row[by].strftime("%Y-%m-%dT%H:%M:%SZ")}
    for name in ("rules", "states"):
        plain[name] = json.loads(row[name]) if row[name] else None
    return printable(json.dumps(plain, ensure_ascii=False))


def _table(rows: list[dict[str, Any]], by: str) -> str:
    """What fits a terminal: counts, voices, the state, and the interval or the profile."""
    if not rows:
        return ""
    from fanous.i18n import N_

    of_group = rows[0]["core_members"] is not None
    header = [
        N_("day") if by == "day" else N_("hour"),
        *(N_("target"), N_("country"), N_("network"), N_("measurements")),
        *(N_("ok"), N_("down"), N_("blocked"), N_("unknown"), N_("observers"), N_("state")),
        N_("members") if of_group else N_("blocked share"),
        N_("mechanisms"),
    ]
    shown = [
        [
            row[by].strftime("%Y-%m-%d" if by == "day" else "%Y-%m-%dT%HZ"),
            *(row[name] for name in (*_PLACE, *_COUNTS, "state")),
            _members(row) if of_group else _share(row),
            row["mechanisms"],
        ]
        for row in rows
    ]
    return table([say(name) for name in header], shown)


def _share(row: dict[str, Any]) -> str:
    if row["blocked_share"] is None:
        return ""
    return "{:.2f} [{:.2f}, {:.2f}]".format(
        *(row[f"blocked_{name}"] for name in ("share", "low", "high"))
    )


def _members(row: dict[str, Any]) -> str:
    told = say(
        "{blocked} blocked of {measured} measured of {all}",
        blocked=row["members_blocked"],
        measured=row["members_measured"],
        all=row["core_members"],
    )
    return f"{told}: {', '.join(row['blocked_members'])}" if row["blocked_members"] else told


def _write(content: bytes, out: Path | None) -> None:
    from fanous.errors import UsageError
    from fanous.store.files import write_atomically

    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    elif out.is_dir():
        raise UsageError(f"{out} is a folder", remedy="Name a file by --out.")
    else:
        write_atomically(out, content)
