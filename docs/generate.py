"""Write the reference pages from the code that they describe.

    python docs/generate.py            write docs/reference/*.md
    python docs/generate.py --check    exit 1 and name the pages that are not up to date

Decides how a page looks. What it says is read from the program: the command line's own parser,
the tables, the rules, the reasons for rejects, the sources, the mechanisms, the defects, the
fingerprints and the errors. The same code gives the same pages, whatever the width of the terminal
and the version of Python.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path

from fanous import cli, errors
from fanous.engine.signals import SIGNAL_READER_VERSION
from fanous.explain.document import FIELDS
from fanous.model.outcome import LAYERS, Evidence, Layer, State
from fanous.model.reject import REMEDIES
from fanous.model.tables import BUILT_TABLES, INGESTED_TABLES, SIGNAL_TABLES, Table
from fanous.paths import data_folder
from fanous.reference.csv_rows import csv_rows
from fanous.reference.defects import Defect, defects
from fanous.reference.fingerprint_tables import COLUMNS
from fanous.reference.load import OWN_FINGERPRINTS
from fanous.reference.service import Member, Service
from fanous.reference.services import load_services
from fanous.reference.versions import HIGHEST_VERSION, version_text
from fanous.register.grading.grade import CAPS
from fanous.register.grading.registry import TESTS
from fanous.register.load import load_register
from fanous.register.schema import LADDER
from fanous.register.summary import system_counts
from fanous.reports.register_site import without_measurement
from fanous.reports.words import STATE_WORDS
from fanous.rules.catalogue import RuleCard, rule_cards
from fanous.rules.mechanisms import load_mechanisms
from fanous.rules.registry import RULES, RULES_VERSION
from fanous.rules.rule import Fact, LayerRules
from fanous.sources.lines import MAX_LINE_BYTES, SUFFIXES
from fanous.sources.ooni.envelope import PARSER_VERSION
from fanous.sources.ooni.wire import IGNORED_KEYS
from fanous.sources.registry import NETTESTS, OONI
from fanous.sources.signals.registry import SIGNAL_FORMATS
from fanous.sources.tables.known import SUFFIXES as TABLE_SUFFIXES
from fanous.sources.tables.known import TABLE_FORMATS, TABLE_PARSER_VERSION

FOLDER = Path(__file__).resolve().parent / "reference"
_NOTE = "<!-- Made by docs/generate.py from the code. Change the code, not this page. -->"
_RFC_9505 = "https://www.rfc-editor.org/rfc/rfc9505.html"
_SITUATIONS = "../../tests/situations"
_MOST_SITUATIONS = 6
_NOT_HANDLED = "Fanous gives this test no verdict yet. The measurement is kept and counted."


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; name stale pages")
    if not parser.parse_args(arguments).check:
        write(FOLDER)
        return 0
    found = stale(FOLDER)
    for name in found:
        print(f"docs/reference/{name} is not up to date: run python docs/generate.py")
    return 1 if found else 0


def write(folder: Path) -> None:
    """Write every page."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8", newline="\n")


def stale(folder: Path) -> list[str]:
    """Names of pages that differ from what the code says, and of pages that nothing makes."""
    wrong = [
        name
        for name, page in PAGES.items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != page()
    ]
    return sorted([*wrong, *({path.name for path in folder.glob("*.md")} - PAGES.keys())])


# --- the command line ----------------------------------------------------------------------------


def cli_page() -> str:
    """Every verb, its options, and the exit codes."""
    root = cli.parser()
    verbs = _verbs(root)
    summary = {action.dest: action.help or "" for action in _choices(root)._choices_actions}
    return _page(
        "Command line",
        "`fanous VERB …`. Results go to standard output. Messages, progress and errors go to "
        "standard error.",
        _table(
            ("verb", "what it does"),
            ((f"[`{name}`](#fanous-{name})", _cell(summary[name])) for name in verbs),
        ),
        "Each verb is a thin door to a function of the library.",
        "`fanous --version` prints the version. `FANOUS_LANGUAGE` chooses the language of messages "
        "(`en` or `fa`). `FANOUS_REFERENCE` names a reference folder for runs that give no "
        "`--reference`.",
        *(_verb(name, parser) for name, parser in verbs.items()),
        "## Exit codes",
        _table(("code", "meaning"), _exit_codes()),
        "Rejected records are counted and named. They do not change the exit code. See "
        "[errors](errors.md) and [rejects](rejects.md).",
    )


def _choices(root: argparse.ArgumentParser) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    return next(
        action for action in root._actions if isinstance(action, argparse._SubParsersAction)
    )


def _verbs(root: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    return dict(_choices(root).choices)


def _verb(name: str, parser: argparse.ArgumentParser) -> str:
    actions = [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]
    more = next(verb.__doc__ or "" for verb in cli.VERBS if verb.__name__.endswith(f".{name}"))
    first, _, rest = more.partition("\n")
    nested = [action for action in actions if isinstance(action, argparse._SubParsersAction)]
    subjects = nested[0].choices if nested else {}
    return _joined(
        f"## fanous {name}",
        f"{first.partition(': ')[2].capitalize()}.",
        " ".join(rest.split()),
        *([] if subjects else [_synopsis(f"fanous {name}", actions)]),
        *(
            _joined(f"### fanous {name} {subject}", _synopsis(f"fanous {name} {subject}", options))
            for subject, child in subjects.items()
            for options in [[a for a in child._actions if not isinstance(a, argparse._HelpAction)]]
        ),
    )


def _synopsis(command: str, actions: Sequence[argparse.Action]) -> str:
    """How a command is written, and what its arguments mean."""
    return _joined(
        f"```\n{command} {' '.join(map(_usage, actions))}\n```",
        _table(("argument", "meaning"), ((_argument(a), _cell(a.help or "")) for a in actions)),
    )


def _value(action: argparse.Action) -> str:
    """What an option takes, as usage lines write it."""
    if action.nargs == 0:
        return ""
    if action.choices is not None:
        return "{" + ",".join(map(str, action.choices)) + "}"
    return str(action.metavar or action.dest.upper())


def _usage(action: argparse.Action) -> str:
    value = _value(action)
    if not action.option_strings:
        if action.nargs == "?":
            return f"[{value}]"
        return f"{value} [{value} …]" if action.nargs == "+" else value
    written = " ".join(filter(None, (action.option_strings[-1], value)))
    return written if action.required else f"[{written}]"


def _argument(action: argparse.Action) -> str:
    names = [
        f"`{' '.join(filter(None, (name, _value(action))))}`"
        for name in action.option_strings or [""]
    ]
    needed = action.required and bool(action.option_strings)
    return ", ".join(names) + (" (required)" if needed else "")


def _exit_codes() -> Iterator[tuple[str, str]]:
    yield "0", "Done."
    codes: dict[int, str] = {}
    for kind in _errors(errors.FanousError):
        codes.setdefault(kind.exit_code, _first_sentence(kind))
    codes[errors.FanousError.exit_code] = "An error of no other kind."
    codes[cli.INTERRUPTED] = "Interrupted. What was committed is intact."
    yield from ((str(code), text) for code, text in sorted(codes.items()))


# --- the tables ----------------------------------------------------------------------------------


def tables_page() -> str:
    """Every table and column."""
    groups = (
        ("Written by ingest, of measurements", INGESTED_TABLES),
        ("Written by ingest, of signals", SIGNAL_TABLES),
        ("Written by build", BUILT_TABLES),
    )
    return _page(
        "Tables",
        "A store holds these tables as Parquet. [Query the tables](../how-to/query-the-tables.md) "
        "shows how to read them.",
        "A null says *not observed*. It never says *no*. Times are UTC, in microseconds. "
        "`record` is the key of the line that a row was read from, and joins every table.",
        "`build` adds a `rejects` shard to a day in which it left out duplicates.",
        *(
            _joined(
                f"## {title}",
                _table(
                    ("table", "one row is"),
                    ((f"[`{t.name}`](#{t.name})", _cell(t.row)) for t in tables),
                ),
                *map(_table_section, tables),
            )
            for title, tables in groups
        ),
    )


def _table_section(table: Table) -> str:
    rows = (
        (f"`{column.name}`", f"`{column.type}`", _cell(column.meaning)) for column in table.columns
    )
    return _joined(
        f"### {table.name}",
        f"One row is {table.row}. Sorted by {', '.join(f'`{name}`' for name in table.sort)}.",
        _table(("column", "type", "meaning"), rows),
    )


# --- the rules -----------------------------------------------------------------------------------


def rules_page() -> str:
    """Every layer's rules and facts."""
    count = sum(len(layer.rules) for layer in RULES.values())
    return _page(
        "Rules",
        f"Rule set version {RULES_VERSION}: {count} rules over "
        f"{sum(len(layer.facts) for layer in RULES.values())} facts. "
        "[How verdicts come about](../explanation/verdicts.md) explains the form.",
        "A rule holds when all of its facts are established. A layer's rules stand in order, from "
        "the strongest evidence to none. The first that holds decides. Every rule that held is "
        "kept.",
        "*Settles it alone* marks a rule whose evidence is enough for the state `blocked`. "
        "Evidence is `scored` where it counts, `discarded` where it was looked at and set aside, "
        "and `none` where there was nothing to look at.",
        "## States",
        _table(("state", "meaning"), ((f"`{state}`", _meaning(state)) for state in State)),
        "A rule names situations of `tests/situations` that fire it, and up to three that nearly "
        "do: they lack one of its facts and come out otherwise. `fanous rules` prints the same.",
        *(_layer_section(layer, rules) for layer, rules in RULES.items()),
    )


def _meaning(state: State) -> str:
    """The sentence that pages print for a state."""
    word = STATE_WORDS.get(state)
    return word.meaning if word else _NOT_HANDLED


def _layer_section(layer: Layer, rules: LayerRules) -> str:
    cards = [card for card in rule_cards() if card.layer == layer]
    return _joined(
        f"## {layer.upper()}",
        f"### {layer.upper()} rules, in order",
        _table(
            ("", "rule", "outcome", "state", "mechanism"),
            (
                (
                    str(card.place),
                    f"[`{card.id}`](#{_anchor(card.id)})",
                    _outcome(card),
                    f"`{card.state}`",
                    _code(card),
                )
                for card in cards
            ),
        ),
        *map(_rule_section, cards),
        f"### {layer.upper()} facts",
        "The expression is SQL over one row of the layer's subjects: an observation joined with "
        "its control. A fact marked *failure* says that something broke. What establishes a fact "
        "establishes the one that it implies.",
        _table(
            ("fact", "meaning", "established by"),
            (
                (
                    f"`{fact.name}`" + _remarks(fact),
                    _cell(fact.meaning),
                    f"`{_cell(fact.sql)}`",
                )
                for fact in rules.facts
            ),
        ),
        f"### {layer.upper()} facts that exclude each other",
        "At most one fact of each group is established, because one observation decides between "
        "them.",
        _table(
            ("facts", "decided by"),
            (
                (
                    ", ".join(f"`{name}`" for name in rules.names(rules.mask(group.facts))),
                    _cell(group.decided_by),
                )
                for group in rules.impossible
            ),
        ),
    )


def _remarks(fact: Fact) -> str:
    """Whether a fact is a failure, and the more general one that comes with it."""
    said = ["failure"] if fact.is_failure else []
    said += [f"implies `{fact.implies}`"] if fact.implies else []
    return f" ({', '.join(said)})" if said else ""


def _rule_section(card: RuleCard) -> str:
    needs = [f"  - `{name}`: {meaning}" for name, meaning in card.facts.items()]
    lines = [
        "- Leans on:" if needs else "- Leans on nothing: it always holds.",
        *needs,
        f"- Outcome: {_outcome(card)}",
        f"- State it can give: `{card.state}`",
        f"- Mechanism: {_code(card)}" if card.mechanism else "",
        f"- Can be confused with: {card.confused_with}" if card.confused_with else "",
        f"- Since: {card.since}",
        f"- Fired by: {_situations(card.fired_by)}" if card.fired_by else "",
        f"- Nearly fired by: {_nearly(card)}" if card.near else "",
    ]
    return _joined(f"#### {card.id}", card.why, "\n".join(filter(None, lines)))


def _situations(names: Sequence[str]) -> str:
    """The first few by name; a rule of the everyday case is fired by nearly all."""
    shown = ", ".join(map(_situation, names[:_MOST_SITUATIONS]))
    more = len(names) - _MOST_SITUATIONS
    return f"{shown} and {more} more" if more > 0 else shown


def _situation(name: str) -> str:
    return f"[{name}]({_SITUATIONS}/{name}/README.md)"


def _nearly(card: RuleCard) -> str:
    return ", ".join(f"{_situation(near.situation)} lacks `{near.missing}`" for near in card.near)


def _outcome(card: RuleCard) -> str:
    doubt = "" if card.evidence == Evidence.SCORED else f", evidence `{card.evidence}`"
    return f"`{card.outcome}`{doubt}" + (", settles it alone" if card.artefact else "")


def _code(card: RuleCard) -> str:
    return f"[`{card.mechanism}`](mechanisms.md)" if card.mechanism else ""


# --- the short pages -----------------------------------------------------------------------------


def rejects_page() -> str:
    """Reasons and remedies."""
    return _page(
        "Rejects",
        "A record that cannot be taken becomes a row of the table [`rejects`](tables.md#rejects). "
        "It stops nothing. `fanous status` counts the reasons and shows the first rows. "
        "[When something was rejected](../how-to/when-something-was-rejected.md) says how to go "
        "on.",
        _table(
            ("reason", "what to do"),
            ((f"`{reason}`", _cell(remedy)) for reason, remedy in REMEDIES.items()),
        ),
        "`duplicate` is found by `build`, the others by `ingest`.",
    )


def _ignored_keys() -> frozenset[str]:
    """What the envelope and the nettests leave out on purpose."""
    return IGNORED_KEYS.union(*(nettest.ignored for nettest in NETTESTS.values()))


def sources_page() -> str:
    """Formats, nettests and manifests."""
    return _page(
        "Sources",
        "## OONI",
        "What the source says of itself:",
        _table(
            ("", ""),
            (
                (field.name.replace("_", " "), _cell(getattr(OONI, field.name)))
                for field in fields(OONI)
            ),
        ),
        "### Tests that get a verdict",
        _table(
            ("test", "parser"),
            (
                (f"`{name}`", _cell((inspect.getmodule(test.observe).__doc__ or "").split("\n")[0]))
                for name, test in NETTESTS.items()
            ),
        ),
        "A measurement of any other test is kept as a row of `measurements`. Its own evidence is "
        "not read, and its state is `not_handled`.",
        "### Fields that are left out on purpose",
        ", ".join(f"`{name}`" for name in sorted(_ignored_keys())) + ".",
        "## Tables",
        "Exports of OONI's pipeline as CSV with a header, known by these columns:",
        _table(
            ("table", "what it becomes", "columns that it must have"),
            (
                (
                    f"`{known.name}`",
                    _cell((inspect.getmodule(known.read).__doc__ or "").split("\n")[0]),
                    ", ".join(f"`{name}`" for name in sorted(known.needed)),
                )
                for known in TABLE_FORMATS
            ),
        ),
        f"Version of their parsers: {TABLE_PARSER_VERSION}.",
        "## Signals",
        "Series of countries, networks and regions, known by their content. What a file leaves "
        "unsaid is declared: see [how to](../how-to/signals.md).",
        _table(
            ("format", "publisher", "licence", "coverage", "what it promises"),
            (
                (
                    f"`{known.name}`",
                    *(
                        _cell(getattr(known.manifest, name))
                        for name in ("publisher", "licence", "coverage", "promises")
                    ),
                )
                for known in SIGNAL_FORMATS.values()
            ),
        ),
        f"Version of their readers: {SIGNAL_READER_VERSION}.",
        "## Files",
        f"In a folder, files with one of these endings are sources: "
        f"{', '.join(f'`{ending}`' for ending in SUFFIXES)}. Others are passed over and counted, "
        f"and so are tables ({', '.join(f'`{ending}`' for ending in TABLE_SUFFIXES)}) unless their "
        "header is one of those above. How a file is packed is told by its first bytes, not by its "
        "name.",
        f"A line, document or member may be at most {MAX_LINE_BYTES // 2**20} MiB long.",
        f"Parser version: {PARSER_VERSION}.",
    )


def mechanisms_page() -> str:
    """Every mechanism, who names it, and RFC 9505."""
    named: dict[str, list[str]] = {}
    for layer in RULES.values():
        for rule in layer.rules:
            if rule.mechanism:
                named.setdefault(rule.mechanism, []).append(rule.id)
    return _page(
        "Mechanisms",
        "What is done to a connection, as a path from the layer where it showed. A verdict names "
        "the deepest node that its evidence supports. Every prefix may be named too.",
        "The list is `data/mechanisms.toml`. It only grows. Sections are those of "
        f"[RFC 9505]({_RFC_9505}). A node without a rule is declared, and no verdict names it yet.",
        _table(
            ("mechanism", "meaning", "RFC 9505", "named by"),
            (
                (
                    f"`{mechanism.id}`",
                    _cell(mechanism.sentence),
                    ", ".join(
                        f"[{section}]({_RFC_9505}#section-{section})"
                        for section in mechanism.rfc9505
                    ),
                    ", ".join(
                        f"[`{rule}`](rules.md#{_anchor(rule)})"
                        for rule in named.get(mechanism.id, ())
                    ),
                )
                for mechanism in load_mechanisms().values()
            ),
        ),
    )


def defects_page() -> str:
    """Every known defect of the instrument."""
    return _page(
        "Defects",
        "Failures of the instrument, or of a service for everybody, that are no interference. A "
        "measurement that says nothing of its version or time counts as covered.",
        "The list is `data/defects/*.toml`. [Add a fingerprint or a defect]"
        "(../how-to/add-a-fingerprint.md) says how it grows. Times are UTC; the end is not "
        "included. An *opinion* is a conclusion of the probe that is not to be believed; "
        "observations are.",
        *(_defect(defect) for defect in defects()),
    )


def _defect(defect: Defect) -> str:
    until = f" to {defect.until:%Y-%m-%d %H:%M}" if defect.until else ""
    lines = [
        f"- Test: `{defect.test}`{_versions(', version', defect.versions)}"
        f"{_versions(', engine', defect.engines)}",
        f"- When: from {defect.since:%Y-%m-%d}{until}",
        f"- Failures: {_codes(defect.failures)}" if defect.failures else "",
        f"- Endpoints: {_codes(defect.endpoints)}" if defect.endpoints else "",
        f"- Opinions: {_codes(defect.opinions)}" if defect.opinions else "",
        f"- Source: <{defect.source}>",
    ]
    return _joined(f"## {defect.id}", defect.sentence, "\n".join(filter(None, lines)))


def services_page() -> str:
    """Every declared service and what it consists of."""
    return _page(
        "Services",
        "What the tests of services try, and how it makes the service. `any_of`: one that works is "
        "enough; `all_of`: all are needed. A service is made of the members that are *needed*; the "
        "others are told apart. Declared addresses are genuine by declaration.",
        "The list is `data/services/*.toml`, each fact with its source. A fact that changes is "
        "added beside the old one: old measurements stay readable.",
        *(_service(service) for service in load_services().values()),
    )


def _service(service: Service) -> str:
    roots = [
        f"- `{root.sha256}`: {root.subject}, {root.since} to {root.until}" for root in service.roots
    ]
    return _joined(
        f"## {service.names['en']}",
        f"Test `{service.test_name}`, target `service:{service.id}`, rule `{service.rule}`. "
        + " ".join(f"<{source}>" for source in service.sources),
        _table(
            ("member", "needed", "rule", "endpoints", "layers", "source"),
            (_member(member) for member in service.members),
        ),
        "Its own root certificates, by SHA-256:\n\n" + "\n".join(roots) if roots else "",
    )


def _member(member: Member) -> tuple[str, ...]:
    """A row: endpoints by what they are, with their ports."""
    places: dict[str, list[str]] = {}
    for row in member.endpoints:
        ports = places.setdefault(row.hostname or row.ip or "any other", [])
        ports += [str(row.port)] if row.port else []
    layers = [layer for layer in LAYERS if any(getattr(row, layer) for row in member.endpoints)]
    return (
        f"`{member.id}`: {_cell(member.names['en'])}",
        "yes" if member.needed else "no",
        f"`{member.rule}`",
        ", ".join(" ".join([name, *ports]) for name, ports in places.items()),
        _codes(layers),
        _cell("; ".join(member.sources)),
    )


def _versions(word: str, bounds: tuple[int, int]) -> str:
    low, high = (version_text(bound) for bound in bounds)
    if bounds == (0, HIGHEST_VERSION):
        return ""
    if bounds[0] == bounds[1]:
        return f"{word} {low}"
    if bounds[1] == HIGHEST_VERSION:
        return f"{word} {low} and later"
    return f"{word} up to {high}" if bounds[0] == 0 else f"{word} {low} to {high}"


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def fingerprints_page() -> str:
    """The fingerprints that ship."""
    return _page(
        "Fingerprints",
        "The fingerprints that ship with Fanous, in `data/fingerprints/`. They always serve, "
        "beside those of a [reference folder](../how-to/run-on-an-archive.md#give-reference-data).",
        "What a match is worth is one of these; the first that matches decides:",
        _table(("kind", "when"), KIND_WORDS.items()),
        *(_fingerprint_table(name) for name in ("dns", "http")),
    )


KIND_WORDS = {
    "`false_positive`": "The row's scope is `fp`: a page that servers send themselves, a login, "
    "a parked domain. It silences matches in its own place, unless exact and of the country.",
    "`country`": "The row lists the probe's country.",
    "`product`": "The row lists no country: a filtering product, an institution, an operator.",
    "`vague`": "The row lists no country, and its scope is `vbw`: words that blame nobody alone.",
    "`abroad`": "The row lists other countries only: spill-over, a VPN, a wrong geolocation.",
}


def _fingerprint_table(name: str) -> str:
    path = data_folder() / OWN_FINGERPRINTS / f"{name}.csv"
    rows = (row for _, row in csv_rows(path, required=COLUMNS))
    return _joined(
        f"## {name.upper()}",
        _table(
            ("id", "scope", "where", "pattern", "countries", "note", "source"),
            (
                (
                    f"`{row['name']}`",
                    f"`{row['scope']}`",
                    f"{row['location_found']}, {row['pattern_type']}",
                    f"`{_cell(row['pattern'])}`",
                    row["expected_countries"],
                    _cell(row["notes"]),
                    _cell(row["source"]),
                )
                for row in rows
            ),
        ),
    )


def explanation_page() -> str:
    """The fields of an explanation."""
    return _page(
        "Explanation as JSON",
        "What `fanous explain --format json` prints. `[]` stands for each element of a list; "
        "`Fact` and `Change` are objects that occur in several places. Codes stay the same in "
        "every language; sentences are in the reader's (`FANOUS_LANGUAGE`).",
        _table(
            ("field", "type", "meaning"),
            ((f"`{path}`", kind, _cell(says)) for path, kind, says in FIELDS),
        ),
        "`would_drop` and `would_rise` are given for every judged step, by the rules of this "
        "version of Fanous. They are empty where the step was judged by others. "
        "[Read a verdict](../how-to/read-a-verdict.md#have-it-explained) says what they mean.",
    )


def errors_page() -> str:
    """The tree and the exit codes."""
    return _page(
        "Errors",
        "Every error that Fanous raises on purpose is one of these. Each says what happened and "
        "what to do. A bad record is none of them: it becomes a [reject](rejects.md).",
        "\n".join(_branches(errors.FanousError, 0)),
        "## Exit codes",
        _table(("code", "meaning"), _exit_codes()),
    )


def _errors(kind: type[errors.FanousError]) -> Iterator[type[errors.FanousError]]:
    yield kind
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from _errors(child)


def _branches(kind: type[errors.FanousError], depth: int) -> Iterator[str]:
    code = f" (exit code {kind.exit_code})" if "exit_code" in vars(kind) else ""
    yield f"{'  ' * depth}- `{kind.__name__}`{code}: {_first_sentence(kind)}"
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from _branches(child, depth + 1)


def _first_sentence(kind: type) -> str:
    return " ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split())


# --- Markdown ------------------------------------------------------------------------------------


# --- the register --------------------------------------------------------------------------------


def register_page() -> str:
    """Systems with their counts, the ladder of predicates, and the registry of tests."""
    register = load_register()
    grades = without_measurement(register)
    systems = (
        (
            f"`{counts.system.id}`",
            _cell(counts.system.name),
            str(counts.claims),
            str(counts.roots),
            str(counts.replies),
            str(counts.measurable),
            ", ".join(f"{name} {n}" for name, n in counts.grades.items()),
        )
        for counts in system_counts(register, grades)
    )
    predicates = (
        (f"`{key}`", item.step, _cell(item.reason or f"The word says it: {item.words}."))
        for key, item in sorted(register.predicates.items(), key=lambda pair: (
            LADDER.index(pair[1].step), pair[0]))
    )  # fmt: skip
    tests = ((f"`{name}`", _cell(_first_line(test))) for name, test in TESTS.items())
    caps = ((f"`{element}`", f"`{cap}`") for element, cap in CAPS.items())
    return _page(
        "The register",
        f"{len(register.claims)} claims of {len(register.sources)} sources, about "
        f"{len(register.systems)} systems. See [how claims are graded](../explanation/register.md) "
        "and [how to add a claim](../how-to/add-a-claim.md).",
        "## Systems",
        "Grades are those before anything is measured: `fanous register grade` gives your own. A "
        "claim without links counts as one that is not measurable.",
        _table(("system", "name", "claims", "roots", "replies", "measurable", "grades"), systems),
        "## Tests",
        _table(("test", "what it asks"), tests),
        "## The highest grade of an element",
        _table(("element", "highest grade"), caps),
        "## Predicates and their steps",
        "A step says how far a claim goes. Evidence for one lifts no higher one.",
        _table(("predicate", "step", "reason"), predicates),
    )


def _first_line(function: Callable[..., object]) -> str:
    return (function.__doc__ or "").partition("\n")[0]


def _page(title: str, *parts: str) -> str:
    return _joined(f"# {title}", _NOTE, *parts) + "\n"


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _anchor(heading: str) -> str:
    """The fragment that renderers make of a heading."""
    return "".join(c for c in heading.lower() if c.isalnum() or c in "-_ ").replace(" ", "-")


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "errors.md": errors_page,
    "mechanisms.md": mechanisms_page,
    "defects.md": defects_page,
    "fingerprints.md": fingerprints_page,
    "explanation.md": explanation_page,
    "register.md": register_page,
    "rejects.md": rejects_page,
    "rules.md": rules_page,
    "services.md": services_page,
    "sources.md": sources_page,
    "tables.md": tables_page,
}

if __name__ == "__main__":
    sys.exit(main())
