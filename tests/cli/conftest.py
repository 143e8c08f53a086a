"""A folder of raw files as a reader would have it, and a store built of it once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from fanous.cli import main
from tests.making import many, other_measurement, write_reference, write_source


@dataclass(frozen=True)
class Ended:
    """How a run of the command line ended, and what it said."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def fanous(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command line here."""

    def command(*arguments: object) -> Ended:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:  # argparse: help, version, and usage errors
            code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    return command


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FANOUS_LANGUAGE", "FANOUS_REFERENCE"):
        monkeypatch.delenv(name, raising=False)


def write_raw(folder: Path) -> Path:
    """Six measurements (two reset), a line that is none, a test without verdicts."""
    records = [*many(6, hours=1), b"nonsense", other_measurement(9)]
    write_source(folder / "raw" / "a.jsonl", records)
    return folder / "raw"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return write_raw(tmp_path)


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reference(tmp_path_factory.mktemp("cli") / "reference")


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, reference: Path) -> Path:
    """A built store, to be read only."""
    folder = tmp_path_factory.mktemp("cli-store")
    raw, store = write_raw(folder), folder / "store"
    options = ["--reference", str(reference), "--workers", "1"]
    assert main(["ingest", str(raw), "--store", str(store), *options]) == 0
    assert main(["build", "--store", str(store), "--workers", "1"]) == 0
    return store
