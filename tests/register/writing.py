"""A small register that passes its check, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fanous.register.check import check
from fanous.register.load import LEDGER, Register, load_register
from fanous.register.problem import Problem
from fanous.register.references import every_id

FILES = {
    "entities/acme.yaml": "id: acme\nkind: company\nname: Acme\nname_fa: آکمه\nplaces: [NO]\n",
    "entities/SYS-90.yaml": "id: SYS-90\nkind: system\nname: A filter\ntrace: yes\n",
    "predicates/filters.yaml": "id: filters\nwords: filters\nstep: used\n",
    "predicates/denies.yaml": "id: denies\nwords: denies\nstep: none\n",
    "sources/paper.yaml": "id: paper\nkind: news-report\ntitle: On Acme\npublished: 2020-05\n"
    "seen: text\nnote: A made-up paper.\n",
    "sources/agency.yaml": "id: agency\nkind: news-report\ntitle: First report\n"
    "published: 2020-04\nseen: cited\n",
    "claims/2020/c-1.yaml": """id: c-1
status: reviewed
source: paper
locator: para 2
kind: blocking
subject: acme
predicate: filters
systems: [SYS-90]
date: 2020-05
places: [NO]
text: >-
  Acme is reported to filter
  a great many sites.
hedge: reported
attribution:
  words: an agency
rests_on: [agency]
""",
    "claims/2020/c-2.yaml": """id: c-2
status: reviewed
source: paper
locator: para 3
kind: statement
subject: acme
predicate: denies
text: Acme denies it.
hedge: reported
attribution:
  words: Acme
reply_to: [c-1]
""",
}


def write(folder: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """The small register in a folder, with some files replaced, added or (None) left out."""
    for name, text in {**FILES, **(changes or {})}.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
    return folder


def small(folder: Path, changes: Mapping[str, str | None] | None = None) -> Register:
    """The small register, all its ids in the ledger, those of spoilt files too."""
    ids = sorted(every_id(load_register(write(folder, changes))))
    (folder / LEDGER).write_text("".join(f"{key}\n" for key in ids), encoding="utf-8")
    return load_register(folder)


def problems(folder: Path, changes: Mapping[str, str | None] | None = None) -> list[Problem]:
    """What the check says of the small register once it is changed."""
    return check(small(folder, changes))


def changed(name: str, old: str, new: str) -> dict[str, str | None]:
    """A change of one file of the small register."""
    assert old in FILES[name]
    return {name: FILES[name].replace(old, new)}
