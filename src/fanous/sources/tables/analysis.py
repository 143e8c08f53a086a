"""OONI's analysis of measurements (pipeline v5, as CSV) as opinions.

Publisher: OONI. Licence: CC BY-NC-SA 4.0. Coverage: web_connectivity, whatever was exported.
Format: for dns, tcp and tls three shares (`<layer>_blocked`, `_down`, `_ok`) and the failure seen
most (`top_<layer>_failure`). Promises: one row a measurement.

Decides how their shares become one word, and their rule a name:

- a layer says *blocked*, *down* or *ok* if that share is more than half and larger than both others
  (each share is the largest of any step of the measurement: a layer may report 0.95 blocked and 1.0
  ok at once, when one look-up was forged and another was not); else it says nothing;
- the measurement is *blocked* if a layer is (the one with the largest share, the earliest of
  equals), else *down* if a layer is, else *ok* if a layer is, else *unknown*;
- `ooni.v5.<layer>.<failure>` names the layer that is blamed or down, with their failure in the
  modern vocabulary, or their word where they give none (`ooni.v5.dns.blocked`); else `ooni.v5.ok`
  and `ooni.v5.none`.
"""

from __future__ import annotations

from fanous.model.outcome import Layer, Outcome
from fanous.sources.base import Parsed
from fanous.sources.ooni.failures import normalise
from fanous.sources.tables.cells import Row
from fanous.sources.tables.envelope import READ, Reading
from fanous.sources.tables.grouped import UID, Group
from fanous.sources.tables.opinion import SHARES, Concluded, opinion_of, read_rows

__all__ = ["AnalysisTable"]

_LAYERS = (Layer.DNS, Layer.TCP, Layer.TLS)
_WORDS = (Outcome.BLOCKED, Outcome.DOWN, Outcome.OK)
_HALF = 0.5


class AnalysisTable:
    """The reader of analysis rows."""

    name = "analysis"
    needed = frozenset((UID, "measurement_start_time", "test_name", "probe_cc", "probe_asn",
                        *SHARES))  # fmt: skip
    columns = READ | {*SHARES, *(f"top_{layer}_failure" for layer in ("dns", "tcp", "tls"))}
    ignored = frozenset("domain top_probe_analysis resolver_as_cc ooni_run_link_id".split())

    def read(self, group: Group, reading: Reading) -> Parsed:
        """One opinion. Raises RecordRefused where its rows give no test or no time."""
        rows = read_rows(group, reading)
        return opinion_of(group, rows, _concluded(rows[0]), reading)


def _concluded(row: Row) -> Concluded:
    said = {layer: _said(row, layer) for layer in _LAYERS}
    for outcome in (Outcome.BLOCKED, Outcome.DOWN):
        layers = [layer for layer in _LAYERS if said[layer][0] is outcome]
        if layers:
            layer = max(layers, key=lambda item: said[item][1])
            failure = normalise(row.string(f"top_{layer}_failure"))
            return Concluded(outcome, layer, f"ooni.v5.{layer}.{failure or outcome}")
    if any(word is Outcome.OK for word, _ in said.values()):
        return Concluded(Outcome.OK, None, "ooni.v5.ok")
    return Concluded(Outcome.UNKNOWN, None, "ooni.v5.none")


def _said(row: Row, layer: Layer) -> tuple[Outcome, float]:
    """What a layer says, and its share."""
    shares = {word: row.number(f"{layer}_{word}") or 0.0 for word in _WORDS}
    word = max(_WORDS, key=lambda item: shares[item])
    largest = shares[word]
    if largest > _HALF and list(shares.values()).count(largest) == 1:
        return word, largest
    return Outcome.UNKNOWN, 0.0
