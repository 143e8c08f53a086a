"""fanous rules: print the rules that verdicts follow from

Each with the facts it leans on, its outcome, the state it can give, what it can be confused with,
and the situations that fire it or nearly do. With an ID, that rule alone, its facts in words.
"""

from __future__ import annotations

import argparse
import difflib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fanous.cli.output import say, table, warn
from fanous.errors import UsageError

if TYPE_CHECKING:
    from fanous.rules.catalogue import RuleCard

__all__ = ["arguments", "run"]

_LAYERS = ("dns", "tcp", "tls", "http")  # named here: the parser waits for no heavy import


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this verb."""
    parser.add_argument("id", nargs="?", metavar="ID", help="one rule, such as dns.failed")
    parser.add_argument("--layer", choices=_LAYERS, help="only the rules of this layer")
    parser.add_argument(
        "--format", choices=("table", "json"), default="table", help="default: table"
    )
    parser.add_argument(
        "--export",
        type=Path,
        metavar="FILE",
        help="write the whole rule set to FILE, for `fanous diff`, and print nothing",
    )


def run(chosen: argparse.Namespace) -> int:
    """Do it."""
    from fanous.rules.catalogue import rule_cards

    if chosen.export is not None:
        return _export(chosen.export)
    every = rule_cards()
    cards = [card for card in every if chosen.layer in (None, card.layer)]
    if chosen.id is not None:
        cards = [card for card in cards if card.id == chosen.id]
        if not cards:
            raise _unknown(chosen.id, chosen.layer, [card.id for card in every])
    if chosen.format == "json":
        print(json.dumps([card.document() for card in cards], ensure_ascii=False, indent=1))
    elif chosen.id is not None:
        print(_one(cards[0]))
    else:
        print(_table(cards))
    return 0


def _export(path: Path) -> int:
    """The rule set as a file that can be kept, edited and compared."""
    from fanous.rules.rule_set import RuleSet
    from fanous.store.files import write_atomically

    write_atomically(path, RuleSet.current().to_json())
    warn(say("The rule set is in {path}", path=path))
    return 0


def _unknown(rule_id: str, layer: str | None, known: Sequence[str]) -> UsageError:
    """What to do about an id that no rule (of the layer) has."""
    if rule_id in known:
        return UsageError(
            say("{rule}: no rule of the layer {layer}", rule=rule_id, layer=layer),
            remedy=say("Leave out --layer, or name the rule's own."),
        )
    near = difflib.get_close_matches(rule_id, known, n=3)
    return UsageError(
        say("{rule}: no rule has this id", rule=rule_id),
        remedy=say("Perhaps you mean one of: {rules}", rules=", ".join(near))
        if near
        else say("fanous rules lists all of them."),
    )


def _table(cards: Sequence[RuleCard]) -> str:
    header = [
        say("rule"),
        say("outcome"),
        say("state"),
        say("mechanism"),
        say("fired by"),
        say("near misses"),
        say("why"),
    ]
    rows = (
        [
            card.id,
            card.outcome,
            card.state,
            card.mechanism,
            len(card.fired_by),
            len(card.near),
            say(card.why),
        ]
        for card in cards
    )
    return table(header, rows)


def _one(card: RuleCard) -> str:
    """Everything about a rule, a line or a short list each."""
    lines = [card.id, "", say(card.why), ""]
    lines.append(
        say("It leans on:") if card.facts else say("It leans on nothing: it always holds.")
    )
    lines += [f"  {name}: {say(meaning)}" for name, meaning in card.facts.items()]
    lines += [
        "",
        say("Outcome: {outcome}", outcome=card.outcome),
        say("Evidence: {evidence}", evidence=card.evidence),
        say("State it can give: {state}", state=card.state),
        say("Settles it alone: yes") if card.artefact else say("Settles it alone: no"),
        say("Mechanism: {mechanism}", mechanism=card.mechanism or "–"),
        say("Can be confused with: {what}", what=say(card.confused_with) or "–"),
        say("Since: {version}", version=card.since),
        "",
        say("Situations that fire it: {names}", names=_names(card.fired_by)),
        say("Situations that nearly do:") if card.near else say("No situation nearly fires it."),
    ]
    lines += [
        "  " + say("{situation}, which lacks {fact}", situation=near.situation, fact=near.missing)
        for near in card.near
    ]
    return "\n".join(lines)


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) or "–"
