"""What a judge says of one measurement, in the words of the yardstick, whoever the judge is.

Decides how three judges are brought to the same four words. Ours: `unknown` counts as
`insufficient`. The probe's own: the column `probe_verdict_3state`. OONI's pipeline v5: the column
`ooni_v5_verdict_at_0_5`, and its blocked layers from `ooni_v5_measured`, whose triples are the
likelihoods of blocked, down and ok of a layer; a layer is blocked at 0.5, the threshold of the
verdict's column. v5 has no HTTP layer, and neither of the two names mechanisms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fanous.engine.alone import Verdict
from fanous.model.outcome import LAYERS

__all__ = ["FANOUS", "OTHER_JUDGES", "VERDICTS", "Opinion", "ours"]

VERDICTS = ("ok", "down", "blocked", "insufficient")
FANOUS = "fanous"
V5_THRESHOLD = 0.5
_LIKELIHOOD = r"([0-9]+(?:\.[0-9]+)?)"
_V5_LAYER = re.compile(rf"(\w+)={_LIKELIHOOD}/{_LIKELIHOOD}/{_LIKELIHOOD}(?::\S*)?")


@dataclass(frozen=True, slots=True)
class Opinion:
    """A verdict, the layers it blames and the mechanisms it names; None where it names no such."""

    verdict: str
    layers: frozenset[str] | None = None
    mechanisms: tuple[str, ...] | None = None


def ours(verdict: Verdict) -> Opinion:
    """Fanous' own verdict as an opinion like any other."""
    return Opinion(
        verdict="insufficient" if verdict.outcome == "unknown" else verdict.outcome,
        layers=frozenset(name for name, found in verdict.layers.items() if found == "blocked"),
        mechanisms=tuple(verdict.mechanisms),
    )


def _probe(row: Mapping[str, str]) -> Opinion | None:
    """The probe's own conclusion; None if the row has none. Raises ValueError for another word."""
    word = _word(row, "probe_verdict_3state")
    return Opinion(word) if word else None


def _ooni_v5(row: Mapping[str, str]) -> Opinion | None:
    """OONI's pipeline v5; None if the row has none. Raises ValueError for what isn't its form."""
    word = _word(row, "ooni_v5_verdict_at_0_5")
    if not word:
        return None
    measured = row.get("ooni_v5_measured", "").split()
    return Opinion(word, _blocked_at_threshold(measured) if measured else None)


def _blocked_at_threshold(measured: list[str]) -> frozenset[str]:
    found = set()
    for part in measured:
        match = _V5_LAYER.fullmatch(part)
        if match is None or match[1] not in LAYERS:
            raise ValueError(f"ooni_v5_measured: {part!r} is not <layer>=<blocked>/<down>/<ok>")
        if float(match[2]) >= V5_THRESHOLD:
            found.add(match[1])
    return frozenset(found)


def _word(row: Mapping[str, str], column: str) -> str:
    word = row.get(column, "").strip()
    if word and word not in VERDICTS:
        raise ValueError(f"{column}: {word!r} is none of {', '.join(VERDICTS)}")
    return word


OTHER_JUDGES: dict[str, Callable[[Mapping[str, str]], Opinion | None]] = {
    "probe": _probe,
    "ooni_v5": _ooni_v5,
}
