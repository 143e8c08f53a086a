"""What is wrong in the register: one problem a row, with file, line, reason and remedy.

Decides how a problem is told and ordered. Checks yield problems and go on: one wrong file must not
hide the others.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Problem"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. `path` is relative to the register's folder; `line` counts from 1."""

    path: str
    line: int
    code: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what} [{self.code}]\n  {self.remedy}"
