"""fanous register: what is said of the systems, by whom, and whether measurements fit

Sources, entities, claims and links are files below the register's folder; everything else is made
from them. `check` tells every mistake with its file and line. `build` writes SQLite, CSV, JSON
Lines, FollowTheMoney and JSON-LD. `show`, `list` and `search` read. `grade` tests links against
what was measured and keeps the results beside older ones. `import` reads other people's lists of
incidents as finding aids.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from fanous.cli.options import add_out
from fanous.cli.output import printable, say, warn
from fanous.errors import UsageError

if TYPE_CHECKING:
    from fanous.register.load import Register

__all__ = ["arguments", "run"]

_FORMATS = ("table", "json")
_KINDS = ("claims", "sources", "entities", "systems", "links")
_LISTS = ("access-now-stop", "ioda-curated", "isoc-pulse", "ooni-incidents")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be done, and the options of each."""
    subjects = parser.add_subparsers(
        dest="subject", metavar="WHAT", required=True, help="what to do with the register"
    )
    _check(_verb(subjects, "check", "tell every mistake, with its file and line; 5 if any"))
    build = _verb(subjects, "build", "write SQLite, CSV, JSON Lines, FollowTheMoney and JSON-LD")
    add_out(build, "folder to write to")
    build.add_argument("--pages", action="store_true", help="also write pages, to pages/ in it")
    build.add_argument("--store", type=Path, metavar="DIR", help="take grades from this store")
    build.add_argument(
        "--check-ftm",
        action="store_true",
        help="first hold the FollowTheMoney entities against that model's own library (the extra "
        "ftm); 5 and nothing written if it refuses one",
    )
    show = _verb(subjects, "show", "one claim, source, entity or system, and how it stands")
    show.add_argument("id", metavar="ID", help="such as S2-16 or SYS-04; or a name, such as ZTE")
    show.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    show.add_argument("--store", type=Path, metavar="DIR", help="take grades from this store")
    listing = _verb(subjects, "list", "all records of a kind, one a line")
    listing.add_argument("kind", choices=_KINDS, nargs="?", default="claims", help="what to list")
    listing.add_argument("--system", metavar="ID", help="only claims about this system")
    listing.add_argument(
        "--place", metavar="CODE", help="only claims or entities of this place: IR, IR-06"
    )
    listing.add_argument("--format", choices=_FORMATS, default="table", help="default: table")
    search = _verb(subjects, "search", "find records by words, in English or Persian")
    search.add_argument("words", nargs="+", metavar="WORD", help="all of them must occur")
    search.add_argument("--format", choices=_FORMATS, default="table", help="default: table")
    _grade(_verb(subjects, "grade", "test links against measurements, and keep the results"))
    _import(_verb(subjects, "import", "read a list of incidents as a finding aid"))
    schema = _verb(subjects, "schema", "write the JSON Schemas of the files")
    add_out(schema, "folder to write to")


def _verb(
    subjects: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str
) -> argparse.ArgumentParser:
    parser = subjects.add_parser(name, help=summary, description=summary)
    parser.add_argument(
        "--register", type=Path, metavar="DIR", help="the register's folder (default: ours)"
    )
    return parser


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--texts",
        type=Path,
        metavar="DIR",
        help="also compare claims with the texts of their sources: a folder of <source id>.txt",
    )
    parser.add_argument(
        "--add-ids", action="store_true", help="first put new ids into the ledger of ids"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def _grade(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", type=Path, required=True, metavar="DIR", help="folder of tables")
    for name, what in (
        ("signals", "losses of connectivity, from `fanous signals --format jsonl`"),
        ("events", "blocking events, from `fanous events --format jsonl`"),
        ("coverage", "what the signals could see: JSON Lines, a line a signal"),
    ):
        parser.add_argument(
            f"--{name}", type=Path, action="append", default=[], metavar="FILE", help=what
        )
    parser.add_argument("--claim", metavar="ID", help="show only this claim's grades")
    parser.add_argument("--format", choices=_FORMATS, default="table", help="default: table")


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("list", choices=_LISTS, help="which list it is")
    parser.add_argument("file", type=Path, metavar="FILE", help="its CSV file (.csv or .csv.gz)")
    add_out(parser, "folder to write incidents.jsonl to")


def run(chosen: argparse.Namespace) -> int:
    """Do it."""
    from fanous.register.load import load_register

    if chosen.subject == "schema":
        from fanous.register.json_schema import write_schemas

        write_schemas(chosen.out)
        return 0
    if chosen.subject == "import":
        return _run_import(chosen)
    register = load_register(chosen.register)
    if chosen.subject == "grade":
        from fanous.cli.register_grade import grade

        return grade(chosen, register)
    return {
        "check": _run_check,
        "build": _run_build,
        "show": _run_show,
        "list": _run_list,
        "search": _run_search,
    }[chosen.subject](chosen, register)


def _run_check(chosen: argparse.Namespace, register: Register) -> int:
    from dataclasses import asdict

    from fanous.register.check import add_ids, check
    from fanous.register.load import load_register

    if chosen.texts is not None and not chosen.texts.is_dir():
        raise UsageError(
            say("{path}: no such folder", path=chosen.texts),
            remedy=say("Name a folder of <source id>.txt files, or leave --texts out."),
        )
    if chosen.add_ids and add_ids(register):
        register = load_register(register.folder)
    problems = check(register, texts=chosen.texts)
    if chosen.format == "json":
        print(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1))
    for problem in problems if chosen.format == "text" else ():
        print(printable(f"{register.folder / problem.path}{str(problem)[len(problem.path) :]}"))
    warn(
        say(
            "{claims} claims, {sources} sources, {entities} entities, {links} claims with links: "
            "{problems} problems.",
            claims=len(register.claims),
            sources=len(register.sources),
            entities=len(register.entities),
            links=len(register.links),
            problems=len(problems),
        )
    )
    return 5 if problems else 0


def _run_build(chosen: argparse.Namespace, register: Register) -> int:
    from fanous.cli.register_build import build

    return build(chosen, register)


def _run_show(chosen: argparse.Namespace, register: Register) -> int:
    from fanous.cli.register_show import show

    return show(chosen, register)


def _run_list(chosen: argparse.Namespace, register: Register) -> int:
    from fanous.cli.register_list import listing

    return listing(chosen, register)


def _run_search(chosen: argparse.Namespace, register: Register) -> int:
    from fanous.cli.register_list import searched

    return searched(chosen, register)


def _run_import(chosen: argparse.Namespace) -> int:
    from fanous.register.imports.read import import_list

    done = import_list(chosen.list, chosen.file, chosen.out)
    for line in done.problems:
        warn(line)
    warn(
        say(
            "{rows} rows: {incidents} incidents, {repeats} rows that repeat one, {problems} with "
            "a date that cannot be. Incidents are reports, and no measurement.",
            rows=done.rows,
            incidents=len(done.incidents),
            repeats=done.repeats,
            problems=len(done.problems),
        )
    )
    return 0 if done.incidents else 3
