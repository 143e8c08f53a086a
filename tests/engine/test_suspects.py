"""A failure that follows versions is a suspect; one that follows networks is not."""

from __future__ import annotations

from pathlib import Path

from fanous import pipeline
from fanous.engine.suspects import Suspect, suspects
from fanous.store.store import Store
from tests.making import NOW, Record, write_source
from tests.making_services import signal

OLD, NEW = "0.2.1", "0.2.4"
NETWORKS = (("XA", 64512), ("XA", 64513), ("XB", 64540), ("XB", 64541))
BROKEN = {"chat.signal.org": ("tls", "ssl_unknown_authority")}


def run_of(number: int, version: str, place: tuple[str, int], *, broken: bool) -> Record:
    """One signal measurement of one version on one network."""
    record = signal(number, trouble=BROKEN if broken else {})
    cc, asn = place
    return record | {
        "test_version": version,
        "probe_cc": cc,
        "probe_asn": f"AS{asn}",
        "report_id": f"report-{number}",
    }


def suspects_of(folder: Path, records: list[Record]) -> list[Suspect]:
    source = write_source(folder / "a.jsonl", records)
    pipeline.ingest([source], folder / "store", now=lambda: NOW)
    pipeline.build(folder / "store")
    return suspects(Store(folder / "store"))


def test_what_fails_everywhere_in_one_version_is_suspect(tmp_path: Path) -> None:
    records = [
        run_of(n, version, place, broken=version == OLD)
        for n, (version, place) in enumerate((v, p) for v in (OLD, NEW) for p in NETWORKS)
    ]
    (found,) = [item for item in suspects_of(tmp_path, records) if item.layer == "tls"]
    assert (found.test_name, found.target, found.test_version) == ("signal", "service:signal", OLD)
    assert (found.networks, found.countries, found.others_working) == (4, 2, 4)


def test_what_works_somewhere_in_the_version_is_not(tmp_path: Path) -> None:
    records = [
        run_of(n, version, place, broken=version == OLD and n != 0)
        for n, (version, place) in enumerate((v, p) for v in (OLD, NEW) for p in NETWORKS)
    ]
    assert suspects_of(tmp_path, records) == []


def test_what_fails_in_every_version_is_not(tmp_path: Path) -> None:
    records = [
        run_of(n, version, place, broken=True)
        for n, (version, place) in enumerate((v, p) for v in (OLD, NEW) for p in NETWORKS)
    ]
    assert suspects_of(tmp_path, records) == []


def test_what_fails_on_few_networks_or_in_one_country_is_not(tmp_path: Path) -> None:
    few = [
        run_of(n, version, place, broken=version == OLD)
        for n, (version, place) in enumerate((v, p) for v in (OLD, NEW) for p in NETWORKS[:2])
    ]
    assert suspects_of(tmp_path, few) == []


def test_versions_that_work_must_be_seen_on_the_same_days(tmp_path: Path) -> None:
    records = [run_of(n, OLD, place, broken=True) for n, place in enumerate(NETWORKS)]
    assert suspects_of(tmp_path, records) == []
