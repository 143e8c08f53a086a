"""OONI's analysis of measurements (pipeline v5, as CSV) as opinions.

Publisher: OONI. Licence: CC BY-NC-SA 4.0. Coverage: web_connectivity, whatever was exported.
Format: for dns, tcp and tls three shares (`<layer>_blocked`, `_down`, `_ok`) and the failure seen
most (`top_<layer>_failure`). Promises: one row a measurement.

Decides how their shares become one word, and their rule a name:

- a layer says *blocked*, *down* or *ok* if that share is more than half; else it says nothing;
- the measurement is *blocked* if a layer is (the one with the largest share, the earliest of
  equals), else *down* if a layer is, else *ok* if some layer is and none says otherwise, else
  *unknown*;
- `ooni.v5.<layer>.<failure>` names the layer that is blamed or down, with their failure in the
  modern vocabulary, or their word where they give none (`ooni.v5.dns.blocked`); else `ooni.v5.ok`
  and `ooni.v5.none`.
"""

from __future__ import annotations

from fanous.model.outcome import Layer, Outcome
from fanous.sources.base import Parsed
from fanous.sources.ooni.failures import normalise
from fanous.sources.tables.cells import Row
from fanous.sources.tables.envelope import Reading
from fanous.sources.tables.grouped import UID, Group
from fanous.sources.tables.opinion import SHARES, Concluded, opinion_of, read_rows

__all__ = ["AnalysisTable"]

_LAYERS = (Layer.DNS, Layer.TCP, Layer.TLS)
_HALF = 0.5


class AnalysisTable:
    """The reader of analysis rows."""

    name = "analysis"
    needed = frozenset((UID, "measurement_start_time", "test_name", "probe_cc", "probe_asn",
                        *SHARES))  # fmt: skip

    def read(self, group: Group, reading: Reading) -> Parsed:
        """One opinion. Raises RecordRefused where its rows give no test or no time."""
        rows = read_rows(group, reading)
        return opinion_of(group, rows, _concluded(rows[0]), reading)


def _concluded(row: Row) -> Concluded:
    for outcome in (Outcome.BLOCKED, Outcome.DOWN):
        shares = {layer: _share(row, layer, outcome) for layer in _LAYERS}
        layer = max(_LAYERS, key=lambda item: shares[item])
        if shares[layer] > _HALF:
            failure = normalise(row.text(f"top_{layer}_failure"))
            return Concluded(outcome, layer, f"ooni.v5.{layer}.{failure or outcome}")
    said = [sum(_share(row, layer, word) for word in Outcome) > 0 for layer in _LAYERS]
    works = [_share(row, layer, Outcome.OK) > _HALF for layer in _LAYERS]
    if any(works) and works == said:
        return Concluded(Outcome.OK, None, "ooni.v5.ok")
    return Concluded(Outcome.UNKNOWN, None, "ooni.v5.none")


def _share(row: Row, layer: Layer, outcome: Outcome) -> float:
    return 0.0 if outcome is Outcome.UNKNOWN else row.number(f"{layer}_{outcome}") or 0.0
