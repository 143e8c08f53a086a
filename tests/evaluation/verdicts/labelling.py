"""Label files for tests."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from fanous.evaluation.verdicts.labels import COLUMNS, Label
from fanous.evaluation.verdicts.opinions import Opinion
from fanous.evaluation.verdicts.score import Scored

BLOCKED = {
    "name": "a",
    "truth_overall": "blocked",
    "truth_dns": "ok",
    "truth_tcp": "ok",
    "truth_tls": "blocked",
    "truth_http": "insufficient",
    "mechanisms": "tls.reset",
    "layers_acceptable": "tls",
    "acceptable_overall": "blocked",
}
OK = BLOCKED | {
    "name": "b",
    "truth_overall": "ok",
    "truth_tls": "ok",
    "truth_http": "ok",
    "mechanisms": "",
    "layers_acceptable": "",
    "acceptable_overall": "ok",
}


def write_labels(path: Path, *rows: dict[str, str], columns: tuple[str, ...] = ()) -> Path:
    """A label file; the columns of its rows, in the order of the contract."""
    names = columns or tuple(dict.fromkeys([*COLUMNS, *(key for row in rows for key in row)]))
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def label(name: str = "a", **changed: Any) -> Label:
    """The label of a site whose handshake is reset."""
    values: dict[str, Any] = {
        "name": name,
        "line": 2,
        "family": "tls",
        "input": "",
        "truth": {"overall": "blocked", "dns": "ok", "tcp": "ok", "tls": "blocked", "http": ""},
        "mechanisms": ("tls.reset",),
        "layers": (frozenset({"tls"}),),
        "acceptable": ("blocked",),
    }
    return Label(**(values | changed))


def working(name: str = "b", **changed: Any) -> Label:
    """The label of a site that works."""
    values: dict[str, Any] = {
        "family": "none",
        "truth": dict.fromkeys(("overall", "dns", "tcp", "tls", "http"), "ok"),
        "mechanisms": (),
        "layers": (frozenset(),),
        "acceptable": ("ok",),
    }
    return label(name, **(values | changed))


def opinion(verdict: str, *mechanisms: str) -> Opinion:
    """An opinion that blames the layers of its mechanisms."""
    layers = frozenset(name.partition(".")[0] for name in mechanisms)
    return Opinion(verdict, layers, mechanisms)


def scored(found: Label, **opinions: Opinion) -> Scored:
    """A situation with opinions of its judges."""
    return Scored(found, f"{found.name}.json", 1, "insufficient", opinions)
