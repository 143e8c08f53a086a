from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from fanous.errors import UsageError
from fanous.evaluation.countries import read_truth_file
from fanous.evaluation.countries.raw import simulate_raw
from fanous.evaluation.countries.raw.sessions import clock
from fanous.evaluation.countries.truth import truth_of
from tests.evaluation.countries.making import TARGETS, block, scenario

from .conftest import SEED, Whole, whole_way


def digests(out: Path) -> dict[str, str]:
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("raw", "reference", "truth.json")
        for path in sorted([*(out / folder).rglob("*"), out / folder])
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(whole: Whole, tmp_path: Path) -> None:
    small = replace(scenario(block(end=None)), days=6)
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        simulate_raw(replace(small, targets=TARGETS[:1]), seed, tmp_path / name)
    first, second, third = (digests(tmp_path / name) for name in ("a", "b", "c"))
    assert first == second and first["truth.json"] != third["truth.json"]
    assert len(first) > 10


def test_nothing_written_is_refused_and_copies_are_found(whole: Whole) -> None:
    assert whole.ingested.rejects == {} and whole.ingested.refused == ()
    assert whole.ingested.measurements == whole.summary.measurements
    copies = len(whole.drawing.records) - len(whole.drawing.distinct)
    assert copies > 3
    assert sum(item.duplicates for item in whole.built.built) == copies


def test_files_lie_where_their_records_arrived(whole: Whole) -> None:
    files = list(whole.out.glob("raw/**/*.gz"))
    assert len(files) == whole.summary.files
    pattern = (
        r"raw/\d{8}/\d\d/X[ADW]/(webconnectivity|telegram)/\d{10}_X[ADW]_\w+\.n1\.0\.jsonl\.gz"
    )
    names = [path.relative_to(whole.out).as_posix() for path in files]
    assert all(re.fullmatch(pattern, name) for name in names)
    arrived = whole.drawing.records.arrived
    assert max(path.parts[-5] for path in files) == f"{clock(int(arrived.max())):%Y%m%d}"
    by_day = Counter(name.split("/")[1] for name in names)
    assert len(by_day) >= 6


def test_everything_says_that_it_is_synthetic(whole: Whole) -> None:
    for line in whole.lines():
        assert line["annotations"]["synthetic"] == "true"
        assert line["software_name"] == "fanous-simulator"
        assert line["probe_cc"] in {"XA", "XD", "XW"}
        assert 64496 <= int(line["probe_asn"][2:]) <= 65534
        assert line["probe_ip"] == "127.0.0.1"


def test_the_world_goes_on_abroad(whole: Whole) -> None:
    abroad = [line for line in whole.lines() if line["probe_cc"] == "XW"]
    networks = Counter(line["probe_asn"] for line in abroad)
    assert len(networks) == 5 and len(abroad) > 100


def test_the_truth_is_that_of_the_drawing(whole: Whole) -> None:
    truth = read_truth_file(whole.out / "truth.json")
    assert truth == whole.summary.truth == truth_of(whole.drawing)
    assert truth.seed == SEED and len(truth.events) == 2
    assert len(truth.nuisances) == len(whole_way().nuisances)


def test_two_runs_never_mix(whole: Whole) -> None:
    with pytest.raises(UsageError, match="already exists"):
        simulate_raw(whole_way(), SEED, whole.out)
