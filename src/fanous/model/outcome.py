"""The words a verdict is made of.

Decides the closed vocabularies (layer, outcome, evidence, locus, state). Leaves when an outcome
holds to the rules, and how a state follows to `rules.combine`.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["LAYERS", "Evidence", "Layer", "Locus", "Outcome", "State"]


class Layer(StrEnum):
    """Where interference manifested (OONI ontology: layer)."""

    DNS = "dns"
    TCP = "tcp"
    TLS = "tls"
    HTTP = "http"


LAYERS: tuple[Layer, ...] = (Layer.DNS, Layer.TCP, Layer.TLS, Layer.HTTP)


class Outcome(StrEnum):
    """What a rule says of one endpoint, a layer or a measurement."""

    OK = "ok"
    DOWN = "down"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


class Evidence(StrEnum):
    """What kind of ground an outcome stands on."""

    NONE = "none"
    DISCARDED = "discarded"
    SCORED = "scored"


class Locus(StrEnum):
    """Where somebody acted, as far as a contrast shows it."""

    RESOLVER = "resolver"
    PATH = "path"
    SERVER = "server"
    UNKNOWN = "unknown"


class State(StrEnum):
    """What people are shown. `insufficient` is the default: silence is not fine."""

    BLOCKED = "blocked"
    LIKELY_BLOCKED = "likely_blocked"
    IMPAIRED = "impaired"
    DOWN = "down"
    OK = "ok"
    INSUFFICIENT = "insufficient"
    NOT_HANDLED = "not_handled"
