"""Files of signals of a fictional country, for stores: invented numbers that say they are."""

from __future__ import annotations

from pathlib import Path

from fanous import pipeline
from fanous.model.series import FloatArray, moment
from fanous.store.store import Store
from tests.making import NOW
from tests.making_signals import START, cut, flat

HOUR = 3_600


def signal_file(
    path: Path,
    values: FloatArray,
    signal: str = "probing",
    *,
    entity: str = "country:XA",
    operator: str = "Prober",
    start: int = START,
    head: str = "",
) -> Path:
    """A plain table that declares all it must; NaN is an empty cell."""
    declared = {"entity": entity, "country": "XA", "signal": signal, "operator": operator,
                "scale": "level", "synthetic": "yes", "utc_offset": "+00:00"}  # fmt: skip
    lines = [f"# {key}: {value}" for key, value in declared.items()]
    lines += [*head.splitlines(), "time,value"]
    for place, value in enumerate(values):
        shown = "" if value != value else f"{value:.2f}"
        lines.append(f"{moment(start + place * HOUR):%Y-%m-%dT%H:%M:%SZ},{shown}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    return path


def blackout_files(folder: Path) -> list[Path]:
    """Two operators of a country, and one network of it, over forty days: five are lost."""
    return [
        signal_file(folder / "probing.csv", cut(flat(40), 20, 5, 0.05)),
        signal_file(folder / "search.csv", cut(flat(40, seed=2), 20, 5, 0.02), "google:search",
                    operator="Google"),
        signal_file(folder / "network.csv", cut(flat(40, seed=3), 20, 5, 0.0), entity="asn:64500"),
    ]  # fmt: skip


def store_of(folder: Path, *files: Path) -> Store:
    """A store of some files of signals."""
    pipeline.ingest(files, folder / "store", now=lambda: NOW)
    return Store(folder / "store")
