"""A rule set as a value: everything that a verdict follows from, as text that can be kept.

Decides what belongs to a rule set (facts, exclusions, rules, and the queries of control, relations,
subjects and combination), how it is written as JSON (the same set gives the same bytes), and what
its digest covers: what decides, not how it is worded. Leaves running it to `judge`, and what SQL
text from a file may do to `foreign`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import msgspec

from fanous.control.relations import RELATIONS as CONTROL_RELATIONS
from fanous.errors import InputError
from fanous.model.outcome import LAYERS, Layer
from fanous.rules.combine import COMBINE
from fanous.rules.registry import RULES, RULES_VERSION
from fanous.rules.rule import LayerRules, Rule
from fanous.rules.subjects import RELATIONS as SUBJECT_RELATIONS
from fanous.rules.subjects import SUBJECTS

__all__ = ["FORMAT", "GROUPS", "RuleSet", "current_queries"]

FORMAT = 1  # raised when a judge could no longer run what an older one wrote
GROUPS = ("control", "relations", "subjects", "combine")


def current_queries() -> dict[str, dict[str, str]]:
    """The queries of this version of Fanous, by group, in order."""
    found: tuple[Mapping[str, str], ...] = (
        CONTROL_RELATIONS,
        SUBJECT_RELATIONS,
        SUBJECTS,
        COMBINE,
    )
    return {name: dict(queries) for name, queries in zip(GROUPS, found, strict=True)}


@dataclass(frozen=True)
class RuleSet:
    """Layers' facts and rules, and the named queries they run over (group → name → SQL)."""

    version: str
    layers: Mapping[Layer, LayerRules]
    queries: Mapping[str, Mapping[str, str]]

    @staticmethod
    @lru_cache
    def current() -> RuleSet:
        """The rule set of this version of Fanous."""
        return RuleSet(RULES_VERSION, RULES, current_queries())

    @cached_property
    def digest(self) -> str:
        """SHA-256 over what decides: a sentence that is worded better moves no verdict."""
        parts: list[object] = [FORMAT]
        for name in LAYERS:
            layer = self.layers[name]
            parts.append([(fact.name, fact.sql) for fact in layer.facts])
            parts.append([_decisive(rule) for rule in layer.rules])
        parts += [list(self.queries[group].items()) for group in sorted(self.queries)]
        return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()

    def rule(self, rule_id: str) -> Rule | None:
        """The rule with an id, None if this set has none."""
        every = (rule for layer in self.layers.values() for rule in layer.rules)
        return next((rule for rule in every if rule.id == rule_id), None)

    def to_json(self) -> bytes:
        """The set as a file: readable, and the same bytes for the same set."""
        written = _File(
            format=FORMAT,
            version=self.version,
            digest=self.digest,
            layers=[self.layers[name] for name in LAYERS],
            queries=[
                _Group(group, [_Query(*item) for item in queries.items()])
                for group, queries in self.queries.items()
            ],
        )
        encoded = msgspec.json.encode(written, order="deterministic")
        return msgspec.json.format(encoded, indent=1) + b"\n"

    @staticmethod
    def from_json(data: bytes, name: str) -> RuleSet:
        """Read a set. `name` is what the file is called; raises InputError saying what is wrong.

        A file may be edited, to try a rule: its digest is computed anew, never believed. Checks
        form, not meaning: what its SQL may do is `foreign`'s to say.
        """
        try:
            found = msgspec.json.decode(data, type=_File)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise _refused(name, str(error)) from error
        if found.format != FORMAT:
            raise _refused(name, f"format {found.format}, this Fanous reads {FORMAT}")
        layers = {layer.layer: layer for layer in found.layers}
        if tuple(layers) != LAYERS or len(found.layers) != len(LAYERS):
            raise _refused(name, f"its layers are not {', '.join(LAYERS)}, each once")
        queries = {group.name: {q.name: q.sql for q in group.queries} for group in found.queries}
        made = RuleSet(found.version, layers, queries)
        made._check(name)
        return made

    def _check(self, name: str) -> None:
        """What must hold before it can be run at all."""
        for layer in self.layers.values():
            known = {fact.name for fact in layer.facts}
            if len(known) != len(layer.facts) or len(known) > _MASK_BITS:
                raise _refused(name, f"{layer.layer}: facts that occur twice, or too many")
            for rule in layer.rules:
                if unknown := sorted(rule.when - known):
                    raise _refused(name, f"{rule.id} leans on unknown facts: {unknown}")
            if not layer.rules or layer.rules[-1].when:
                raise _refused(name, f"{layer.layer}: the last rule must lean on nothing")
        rules = (rule for layer in self.layers.values() for rule in layer.rules)
        if len({rule.mechanism for rule in rules}) > _MASK_BITS:
            raise _refused(name, f"more than {_MASK_BITS} mechanisms")
        if sorted(self.queries) != sorted(GROUPS):
            raise _refused(name, f"its queries are not {', '.join(GROUPS)}")
        if missing := sorted({*LAYERS, "forged"} - self.queries["subjects"].keys()):
            raise _refused(name, f"no subjects for {missing}")


_MASK_BITS = 62


class _Query(msgspec.Struct):
    name: str
    sql: str


class _Group(msgspec.Struct):
    name: str
    queries: list[_Query]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """What lies in a file; orders are kept as lists, since rules are tried in order."""

    format: int
    version: str
    layers: list[LayerRules]
    queries: list[_Group]
    digest: str = ""


def _decisive(rule: Rule) -> tuple[object, ...]:
    return (rule.id, sorted(rule.when), rule.outcome, rule.mechanism, rule.artefact, rule.evidence)


def _refused(name: str, what: str) -> InputError:
    return InputError(
        f"{name}: not a rule set that can be run ({what})",
        remedy="Name `current`, a file that Fanous wrote, or a set that the store remembers.",
    )
