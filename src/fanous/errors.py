"""Every error Fanous raises on purpose, in one tree.

    FanousError                what happened, where, and what to do; carries the exit code
    ├── UsageError        (2)  the command line asks for something that cannot be
    ├── InputError        (3)  nothing could be read from what was named
    ├── StoreError        (4)  the store cannot be used as it is
    │   ├── StoreTooNewError   made by a newer Fanous
    │   └── StoreFullError     no room left on the disk; what was committed is intact
    └── CuratedFileError  (5)  a file that people write (reference, data/) is wrong at a line

A bad *record* is never an exception that leaves its source: it becomes a row of the rejects table
(`fanous.model.reject`). Exit codes: 0 done (rejects are counted, not fatal), 130 interrupted.
"""

from __future__ import annotations

__all__ = [
    "CuratedFileError",
    "FanousError",
    "InputError",
    "StoreError",
    "StoreFullError",
    "StoreTooNewError",
    "UsageError",
]


class FanousError(Exception):
    """An error with a remedy. `what` says what happened, `remedy` what the reader can do."""

    exit_code = 1

    def __init__(self, what: str, *, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        """Cross a process boundary whole: the remedy too."""
        return _rebuilt, (type(self), self.args, self.__dict__)

    def __str__(self) -> str:
        return f"{self.what}\n  {self.remedy}" if self.remedy else self.what


class UsageError(FanousError):
    """The command line asks for something that cannot be done."""

    exit_code = 2


class InputError(FanousError):
    """Nothing could be read from what was named."""

    exit_code = 3


class StoreError(FanousError):
    """The store cannot be used as it is."""

    exit_code = 4


class StoreTooNewError(StoreError):
    """The store was made by a newer Fanous; this one must not guess at its meaning."""


class StoreFullError(StoreError):
    """No room is left on the disk. Everything committed before stays readable."""


class CuratedFileError(FanousError):
    """A file that people write is wrong; says which file and which line."""

    exit_code = 5

    def __init__(self, path: object, line: int, what: str, *, remedy: str = "") -> None:
        super().__init__(f"{path}:{line}: {what}", remedy=remedy)
        self.path = str(path)
        self.line = line


def _rebuilt(
    kind: type[FanousError], args: tuple[object, ...], state: dict[str, object]
) -> FanousError:
    """An error as it was in another process."""
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error
