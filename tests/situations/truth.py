"""What is true of a situation, in the columns of a label file; it stands beside the situation.

Decides short ways to say it: `working_site`, `broken`, `interfered`, `unclear`. A layer's truth is
`ok`, `down`, `blocked`, or `insufficient` where it was not reached or nothing was seen of it. The
truth is what happened; the accepted verdicts are what a careful reader may make of the evidence.
`python -m tests.situations.regenerate` writes all of them to `labels.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["COLUMNS", "Truth", "broken", "interfered", "unclear", "working_site"]

_LAYERS = ("dns", "tcp", "tls", "http")
COLUMNS = (
    "name",
    "input",
    "truth_overall",
    *(f"truth_{layer}" for layer in _LAYERS),
    "mechanisms",
    "layers_acceptable",
    "acceptable_overall",
    "note",
)


@dataclass(frozen=True, slots=True)
class Truth:
    """A label without its name: see `fanous.evaluation.verdicts.labels` for the columns."""

    overall: str
    layers: dict[str, str]
    mechanisms: tuple[str, ...]
    layers_acceptable: str
    acceptable: str

    def row(self, name: str, raw_input: str, note: str) -> dict[str, str]:
        """The row of the label file."""
        return {
            "name": name,
            "input": raw_input,
            "truth_overall": self.overall,
            **{f"truth_{layer}": self.layers[layer] for layer in _LAYERS},
            "mechanisms": ";".join(self.mechanisms),
            "layers_acceptable": self.layers_acceptable,
            "acceptable_overall": self.acceptable,
            "note": note,
        }


def working_site(acceptable: str = "ok", **layers: str) -> Truth:
    """Nobody interferes and the site works; `layers` names those of which nothing was seen."""
    return Truth("ok", dict.fromkeys(_LAYERS, "ok") | layers, (), "", acceptable)


def broken(layer: str, acceptable: str = "down", **layers: str) -> Truth:
    """The site is down for everybody, from a layer on."""
    return Truth("down", _stopped_at(layer, "down") | layers, (), "", acceptable)


def interfered(
    *mechanisms: str,
    overall: str = "blocked",
    acceptable: str = "blocked",
    layers_acceptable: str | None = None,
    works_otherwise: bool = False,
    **layers: str,
) -> Truth:
    """Somebody interferes, by the mechanisms; layers above are not reached.

    `works_otherwise` says that the page was had all the same, so that every other layer works.
    """
    blamed = list(dict.fromkeys(mechanism.partition(".")[0] for mechanism in mechanisms))
    first = min(blamed, key=_LAYERS.index)
    found = dict.fromkeys(_LAYERS, "ok") if works_otherwise else _stopped_at(first, "blocked")
    return Truth(
        overall,
        found | dict.fromkeys(blamed, "blocked") | layers,
        mechanisms,
        "+".join(blamed) if layers_acceptable is None else layers_acceptable,
        acceptable,
    )


def unclear(acceptable: str = "insufficient", **layers: str) -> Truth:
    """The evidence would be the same whoever is at fault; `layers` names what is known."""
    found = dict.fromkeys(_LAYERS, "insufficient") | layers
    return Truth("insufficient", found, (), "", acceptable)


def _stopped_at(layer: str, word: str) -> dict[str, str]:
    """Layers below work, this one has the word, and those above were not reached."""
    place = _LAYERS.index(layer)
    above = len(_LAYERS) - place - 1
    words = ["ok"] * place + [word] + ["insufficient"] * above
    return dict(zip(_LAYERS, words, strict=True))
