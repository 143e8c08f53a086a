"""What the command line prints: messages of the catalogue, progress, and plain tables.

Decides that results go to standard output and everything else to standard error, and that progress
is a bar on a terminal and a plain line now and then otherwise.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Sequence
from typing import Any

from fanous.progress import Progress

__all__ = ["LineProgress", "TerminalProgress", "printable", "progress", "say", "table",
           "tell_problems", "warn"]  # fmt: skip

_PLAIN_EVERY_SECONDS = 10.0
_MOST_PROBLEMS = 20
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tab and line feed


def say(message: str, **values: object) -> str:
    """A message in the reader's language (FANOUS_LANGUAGE, else English)."""
    from fanous.i18n import messages

    return messages(os.environ.get("FANOUS_LANGUAGE", "en")).text(message, **values)


def printable(text: str) -> str:
    """Text of a measurement or a file name must not steer the terminal."""
    return _CONTROL.sub("\ufffd", text)


def warn(text: str) -> None:
    """A line to standard error."""
    print(printable(text), file=sys.stderr)


def tell_problems(problems: Sequence[str]) -> None:
    """What gave nothing, a line each; of many, the first and how many more."""
    for problem in problems[:_MOST_PROBLEMS]:
        warn(problem)
    if len(problems) > _MOST_PROBLEMS:
        warn(say("… and {n} more rows or files like these", n=len(problems) - _MOST_PROBLEMS))


def progress() -> Progress:
    """A bar on a terminal, plain lines elsewhere."""
    return TerminalProgress() if sys.stderr.isatty() else LineProgress()


class LineProgress(Progress):
    """A line at the start, every ten seconds, and at the end."""

    def begin(self, label: str, *, files: int, total_bytes: int) -> None:  # noqa: ARG002
        self._label, self._files, self._done = label, files, 0
        self._measurements = self._rejects = 0
        self._started = self._told = time.monotonic()

    def advance(self, *, byte_count: int, measurements: int, rejects: int) -> None:  # noqa: ARG002
        self._done += 1
        self._measurements += measurements
        self._rejects += rejects
        if time.monotonic() - self._told > _PLAIN_EVERY_SECONDS:
            self._told = time.monotonic()
            self._tell()

    def end(self) -> None:
        self._tell()

    def _tell(self) -> None:
        seconds = max(time.monotonic() - self._started, 1e-6)
        left = seconds / self._done * (self._files - self._done) if self._done else 0.0
        warn(
            say(
                "{label}: {done} of {files}, {measurements} measurements, {rejects} rejects, "
                "{rate} a second, {left} s left",
                label=self._label,
                done=self._done,
                files=self._files,
                measurements=self._measurements,
                rejects=self._rejects,
                rate=round(self._measurements / seconds),
                left=round(left),
            )
        )


class TerminalProgress(Progress):
    """A bar by bytes (or by batches where bytes say nothing), with counts beside it."""

    def begin(self, label: str, *, files: int, total_bytes: int) -> None:
        from tqdm import tqdm

        self._by_bytes = total_bytes > 0
        self._files, self._done, self._measurements, self._rejects = files, 0, 0, 0
        self._bar: Any = tqdm(
            desc=label,
            total=total_bytes or files,
            unit="B" if self._by_bytes else "",
            unit_scale=self._by_bytes,
            file=sys.stderr,
            leave=True,
        )
        self._started = time.monotonic()

    def advance(self, *, byte_count: int, measurements: int, rejects: int) -> None:
        self._done += 1
        self._measurements += measurements
        self._rejects += rejects
        rate = round(self._measurements / max(time.monotonic() - self._started, 1e-6))
        self._bar.set_postfix_str(
            f"{self._done}/{self._files}, {self._measurements} measurements, "
            f"{self._rejects} rejects, {rate}/s",
            refresh=False,
        )
        self._bar.update(byte_count if self._by_bytes else 1)

    def end(self) -> None:
        self._bar.close()


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A plain table: columns as wide as their widest cell, numbers to the right."""
    cells = [list(header), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    numeric = [
        all(row[column].replace(",", "").isdigit() for row in cells[1:]) and len(cells) > 1
        for column in range(len(header))
    ]
    lines = []
    for row in cells:
        padded = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        )
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def _cell(value: object) -> str:
    from fanous.i18n import Phrase

    if value is None:
        return ""
    if isinstance(value, Phrase):  # ours, safe already; Persian words hold joiners
        return value
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    # Text of a measurement must not steer the terminal.
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
