from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from fanous import __version__, cli
from fanous.cli import VERBS, parser
from fanous.store.store import FORMAT
from tests.cli.conftest import Command
from tests.making import many, tree_bytes, write_reference, write_source

NAMES = [verb.__name__.rpartition(".")[2] for verb in VERBS]
ROOT = Path(__file__).resolve().parents[2]


def test_the_verbs_are_the_modules_of_verbs() -> None:
    """A module whose docstring begins with `fanous <its name>:` is a verb, and is registered."""
    folder = Path(cli.__file__).parent
    found = {
        path.stem
        for path in folder.glob("*.py")
        if path.read_text(encoding="utf-8").startswith(f'"""fanous {path.stem}: ')
    }
    assert found == set(NAMES) and len(NAMES) == len(VERBS)
    assert NAMES[0] == "run", "the main job comes first"


@pytest.mark.parametrize("name", NAMES)
def test_help_of_every_verb(fanous: Command, name: str) -> None:
    ended = fanous(name, "--help")
    assert ended.code == 0 and ended.err == ""
    assert ended.out.startswith(f"usage: fanous {name} ")
    (verb,) = [verb for verb in VERBS if verb.__name__.endswith(f".{name}")]
    summary = (verb.__doc__ or "").splitlines()[0]
    assert summary.startswith(f"fanous {name}: ")
    assert summary.partition(": ")[2] in " ".join(ended.out.split())


def test_help_lists_every_verb_and_exit_code(fanous: Command) -> None:
    ended = fanous("--help")
    assert ended.code == 0
    text = " ".join(ended.out.split())
    assert all(f" {name} " in text for name in NAMES)
    for words in ("0 done", "2 usage", "3 nothing could be read", "4 store", "5 curated file"):
        assert words in text
    assert "130 interrupted" in text


def test_every_option_has_a_help() -> None:
    (verbs,) = [
        action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)
    ]
    for name, child in verbs.choices.items():
        for action in child._actions:
            assert action.help, f"{name} {action.dest}"


def test_version(fanous: Command) -> None:
    assert fanous("--version").out == f"fanous {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["unknown"],
        ["ingest", "x"],
        ["ingest", "--store", "x"],
        ["build"],
        ["build", "--store", "x", "--workers", "0"],
        ["build", "--store", "x", "--workers", "many"],
        ["verdicts"],
        ["verdicts", "x", "--format", "xml"],
        ["status", "--store", "x", "--format", "csv"],
        ["run", "x", "--store", "s"],
        ["rules", "--layer", "ip"],
        ["evaluate"],
        ["evaluate", "verdicts", "x"],
    ],
    ids=" ".join,
)
def test_usage_is_2(fanous: Command, arguments: list[str]) -> None:
    ended = fanous(*arguments)
    assert ended.code == 2
    assert ended.err.startswith("usage: fanous") and "error: " in ended.err
    assert ended.out == ""


def test_a_language_that_fanous_does_not_speak_is_2(
    fanous: Command, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANOUS_LANGUAGE", "tlh")
    ended = fanous("ingest", raw, "--store", tmp_path / "store", "--workers", 1)
    assert ended.code == 2
    assert "'tlh': no messages in this language" in ended.err and "Use one of: en" in ended.err


@pytest.mark.parametrize("verb", ["verdicts", "ingest", "run"])
def test_a_path_that_does_not_exist_is_3(fanous: Command, tmp_path: Path, verb: str) -> None:
    options = {
        "verdicts": [],
        "ingest": ["--store", tmp_path / "store"],
        "run": ["--store", tmp_path / "store", "--out", tmp_path / "out"],
    }[verb]
    ended = fanous(verb, tmp_path / "nowhere.jsonl", *options)
    assert ended.code == 3
    assert ended.err == (
        f"{tmp_path / 'nowhere.jsonl'}: no such file or folder\n  Check the path and run again.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", ["build", "status", "report"])
def test_a_folder_that_is_no_store_is_4(fanous: Command, tmp_path: Path, verb: str) -> None:
    options = ["--out", tmp_path / "out"] if verb == "report" else []
    ended = fanous(verb, "--store", tmp_path / "store", *options)
    assert ended.code == 4
    assert f"{tmp_path / 'store'}: not a Fanous store" in ended.err
    assert "fanous ingest" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_else_is_4(fanous: Command, raw: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("mine")
    ended = fanous("ingest", raw, "--store", tmp_path / "thesis")
    assert ended.code == 4
    assert "not empty and not a Fanous store" in ended.err
    assert tree_bytes(tmp_path / "thesis") == {"chapter.txt": b"mine"}


@pytest.mark.parametrize("verb", ["ingest", "build", "status", "report", "run"])
def test_a_store_of_a_newer_fanous_is_4_and_left_alone(
    fanous: Command, raw: Path, tmp_path: Path, verb: str
) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    (folder / "FANOUS_STORE.json").write_text(json.dumps({"format": FORMAT + 1}))
    before = tree_bytes(folder)
    paths = [raw] if verb in ("ingest", "run") else []
    out = ["--out", tmp_path / "out"] if verb in ("report", "run") else []
    ended = fanous(verb, *paths, "--store", folder, *out)
    assert ended.code == 4
    assert f"store format {FORMAT + 1}" in ended.err and "Update Fanous" in ended.err
    assert tree_bytes(folder) == before
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("verb", ["verdicts", "ingest"])
def test_a_curated_file_that_is_wrong_is_5(
    fanous: Command, raw: Path, tmp_path: Path, verb: str
) -> None:
    bad = write_reference(tmp_path / "bad", networks="prefix,asn,global\nx,1,true\n")
    options = ["--store", tmp_path / "store"] if verb == "ingest" else []
    ended = fanous(verb, raw, "--reference", bad, *options)
    assert ended.code == 5
    assert ended.err.startswith(f"{bad / 'networks.csv'}:2: ")
    assert "Write the prefix as" in ended.err
    assert not (tmp_path / "store").exists()


def test_an_ip2asn_file_that_is_none_is_3(fanous: Command, raw: Path, tmp_path: Path) -> None:
    ended = fanous("verdicts", raw, "--ip2asn", tmp_path / "nowhere.mmdb")
    assert ended.code == 3
    assert "not a MaxMind-format file" in ended.err and "Traceback" not in ended.err


def test_interrupted_is_130(
    fanous: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(chosen: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.build, "run", interrupt)
    ended = fanous("build", "--store", tmp_path)
    assert ended.code == 130
    assert ended.err == (
        "Interrupted. What was committed is intact: run the same command to go on.\n"
    )


HELP = """
import sys
from fanous.cli import main
for arguments in (["--help"], *([verb, "--help"] for verb in sys.argv[1:])):
    try:
        main(arguments)
    except SystemExit as ended:
        assert ended.code == 0, arguments
heavy = {"pyarrow", "duckdb", "cryptography", "jinja2", "msgspec", "isal", "zstandard", "tqdm"}
print("HEAVY", sorted(heavy & set(sys.modules)))
"""


def test_help_waits_for_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HELP, *NAMES], check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def module(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "fanous", *map(str, arguments)]


def test_as_a_process(tmp_path: Path) -> None:
    """Data to standard output, everything else to standard error, and the exit code."""
    path = write_source(tmp_path / "a.jsonl", [b"nonsense", *many(2)])
    done = subprocess.run(
        module("verdicts", path, "--format", "jsonl"), capture_output=True, text=True
    )
    assert done.returncode == 0
    assert [json.loads(line)["line"] for line in done.stdout.splitlines()] == [2, 3]
    assert done.stderr.startswith(f"{path}:1: not_json: ")
    done = subprocess.run(module("status", "--store", tmp_path), capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (4, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("count", [1, 40])
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, count: int) -> None:
    path = write_source(tmp_path / "a.jsonl", many(count))
    process = subprocess.Popen(
        module("verdicts", path, "--format", "jsonl"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    with process.stderr as stream:
        said = stream.read()
    assert (process.wait(), said) == (0, b"")
