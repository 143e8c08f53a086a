"""What long work reports to: the command line shows it, tests count it."""

from __future__ import annotations

__all__ = ["Progress"]


class Progress:
    """Silent; the command line overrides it."""

    def begin(self, label: str, *, files: int, total_bytes: int) -> None:
        """A stage begins."""

    def advance(self, *, byte_count: int, measurements: int, rejects: int) -> None:
        """A file (or a batch of days) is done."""

    def end(self) -> None:
        """The stage is over."""
