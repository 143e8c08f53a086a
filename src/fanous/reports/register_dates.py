"""Dates of the register in words: what an EDTF string says, in the reader's language.

Decides the words of years, months, days, intervals and doubts (`~` about, `?` perhaps). What has no
words here (seasons, `[one of, these]`, unspecified digits) is shown as it is written.
"""

from __future__ import annotations

import re
from datetime import date

from fanous.i18n import N_, Messages, Phrase

__all__ = ["date_words"]

_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?([~?%]?)")
_OPEN = ("", "..")
_DOUBTS = {
    "": N_("%(date)s"),
    "~": N_("about %(date)s"),
    "?": N_("perhaps %(date)s"),
    "%": N_("perhaps about %(date)s"),
}


def date_words(messages: Messages, written: str) -> str:
    """An EDTF date in words; a plain string, to be shown as data, where it has none."""
    if written[:1] == "{" and written[-1:] == "}":  # all of these
        each = [_one(messages, part.strip()) for part in written[1:-1].split(",")]
        return messages.join(said for said in each if said) if all(each) else written
    first, slash, last = written.partition("/")
    if not slash:
        return _one(messages, written) or written
    start = None if first in _OPEN else _one(messages, first)
    end = None if last in _OPEN else _one(messages, last)
    if (start is None and first not in _OPEN) or (end is None and last not in _OPEN):
        return written
    if start and end:
        return messages.text("from %(first)s to %(last)s", first=start, last=end)
    if start:
        return messages.text("from %(first)s on", first=start)
    return messages.text("until %(last)s", last=end) if end else written


def _one(messages: Messages, written: str) -> Phrase | None:
    found = _PLAIN.fullmatch(written)
    if not found:
        return None
    year, month, day, doubt = found.groups()
    try:
        exact = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        said = messages.long_day(exact)
    else:
        said = messages.month(exact) if month else messages.year(exact.year)
    return messages.text(_DOUBTS[doubt], date=said)
