"""The measurement that a user names, as a case: from a store, or from a file judged alone.

Decides what a name may be: a measurement_uid, the SHA-256 of a line, a line of a file, or a file of
one measurement. What is not there is told with the nearest reason: not built yet, left out as a
duplicate, refused while reading. A line of a file is judged with its own control only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fanous.engine.build import judge_in_full
from fanous.engine.memory import in_memory
from fanous.errors import FanousError, InputError
from fanous.explain.case import Case, read_cases
from fanous.model.reject import REMEDIES, Reject
from fanous.model.tables import TABLES
from fanous.sources.base import Context, Parsed, Row
from fanous.sources.find import readable
from fanous.sources.lines import source_digest
from fanous.sources.parse import parse_source
from fanous.store.query import open_store, rows
from fanous.store.store import Store

__all__ = ["Found", "find_in_file", "find_in_store", "line_of_file"]

_HASH = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
_LINE = re.compile(r"(?:(?P<member>.*):)?(?P<line>[1-9][0-9]{0,11})")


@dataclass(frozen=True, slots=True)
class Found:
    """A case, and the names of the file it came from."""

    case: Case
    names: tuple[str, ...]


def find_in_store(store: Store, name: str) -> Found:
    """The judged measurement of a store. Raises InputError if it holds none of that name."""
    connection = open_store(store)
    digest = _HASH.fullmatch(name)
    key, value = ("line_sha256", digest[1]) if digest else ("measurement_uid", name)
    known = rows(connection, f"SELECT record FROM verdicts WHERE {key} = ? LIMIT 1", [value])
    if not known:
        raise _not_judged(
            name, rows(connection, f"SELECT record FROM measurements WHERE {key} = ?", [value])
        )
    (case,) = read_cases(connection, [known[0]["record"]])
    manifest = store.manifest(case.verdict["source_id"])
    return Found(case, manifest.names if manifest else ())


def _not_judged(name: str, received: list[Row] | list[dict[str, object]]) -> FanousError:
    if received:
        return InputError(
            f"{name}: received, but not judged",
            remedy="Run `fanous build`; if that changes nothing, another line of the same uid was "
            "kept: `fanous status` counts such duplicates.",
        )
    return InputError(
        f"{name}: no such measurement in the store",
        remedy="Give its measurement_uid or the SHA-256 of its line: `fanous verdicts` and the "
        "report's CSV files list them.",
    )


def line_of_file(name: str) -> tuple[Path, str] | None:
    """`PATH:LINE` or `PATH` as a file and what is wanted of it; None if there is no such file."""
    path = Path(name)
    if path.is_file():
        return path, ""
    head, _, line = name.rpartition(":")
    file, _, member = head.partition("!")
    if head and line.isdigit() and Path(file).is_file():
        return Path(file), f"{member}:{line}" if member else line
    return None


def find_in_file(path: Path, wanted: str, context: Context, *, latest: int) -> Found:
    """A measurement of a file: by line (`3`, `MEMBER:1` in an archive), uid, hash; or the only one.

    Raises InputError if it is not there, was refused, or if there are several to choose from.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file", remedy="Check the path and run again.")
    found = _pick(path, wanted, parse_source(path, source_digest(path), context, latest=latest))
    return Found(_judged_alone(found, context), (readable(str(path)),))


def _pick(path: Path, wanted: str, items: Iterator[Parsed | Reject]) -> Parsed:
    only: Parsed | None = None
    for item in items:
        if isinstance(item, Reject):
            if not wanted or _is_line(wanted, item.member, item.line):
                raise _refused(path, item)
        elif "measurements" not in item.rows:
            continue  # somebody's opinion: there is nothing to explain
        elif not wanted:
            if only is not None:
                raise InputError(
                    f"{path}: holds more than one measurement",
                    remedy=f"Name one by its line: {path}:1, or by --file {path} and its uid.",
                )
            only = item
        elif _is(wanted, dict(zip(_NAMES, item.rows["measurements"][0], strict=True))):
            return item
    if only is None:
        what = f"no measurement {wanted}" if wanted else "no measurement"
        remedy = "`fanous verdicts PATH` lists what a file holds."
        raise InputError(f"{path}: {what}", remedy=remedy)
    return only


_NAMES = TABLES["measurements"].names


def _is(wanted: str, row: dict[str, object]) -> bool:
    member, line = row["member"], row["line"]
    if _is_line(wanted, member if isinstance(member, str) else None, line):
        return True
    digest = _HASH.fullmatch(wanted)
    return row["line_sha256"] == digest[1] if digest else row["measurement_uid"] == wanted


def _is_line(wanted: str, member: str | None, line: object) -> bool:
    found = _LINE.fullmatch(wanted)
    if found is None:
        return False
    return int(found["line"]) == line and found["member"] in (None, member)


def _refused(path: Path, reject: Reject) -> FanousError:
    return InputError(
        f"{path}:{reject.line}: {reject.reason}: {reject.detail}", remedy=REMEDIES[reject.reason]
    )


def _judged_alone(parsed: Parsed, context: Context) -> Case:
    """Judge one measurement in memory, by the same judge and the same tables as a store's."""
    connection = in_memory([parsed], context, threads=1)
    judge_in_full(connection)
    (case,) = read_cases(connection, [parsed.record])
    return case
