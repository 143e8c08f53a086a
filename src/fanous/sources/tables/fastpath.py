"""OONI's fastpath (as CSV) as opinions.

Publisher: OONI. Licence: CC BY-NC-SA 4.0. Coverage: every test, whatever was exported. Format:
`anomaly`, `confirmed` and `msm_failure` (t or f), scores, and for web_connectivity the probe's
`blocking_type`. Promises: one row a measurement, within minutes of its arrival.

Taken and not refused, because it names measurement, place, time and what OONI concluded: what is
needed where the raw record isn't at hand. Decides what OONI's words are worth here, in the order in
which its API counts them:

- `ooni.fastpath.confirmed`: *blocked*; a fingerprint matched;
- `ooni.fastpath.failure`: *unknown*; the measurement itself failed;
- `ooni.fastpath.anomaly`: *unknown*; OONI says itself that an anomaly is a sign and no proof;
- `ooni.fastpath.ok`: *ok*.

The layer is that of `blocking_type` (dns, tcp_ip, http-diff; http-failure is TLS or HTTP, and says
not which).
"""

from __future__ import annotations

from fanous.model.outcome import Layer, Outcome
from fanous.sources.base import Parsed
from fanous.sources.tables.cells import Row
from fanous.sources.tables.envelope import READ, Reading
from fanous.sources.tables.grouped import UID, Group
from fanous.sources.tables.opinion import Concluded, opinion_of, read_rows

__all__ = ["FastpathTable"]

_LAYERS = {"dns": Layer.DNS, "tcp_ip": Layer.TCP, "http-diff": Layer.HTTP}
_WORDS = (
    ("confirmed", "confirmed", Outcome.BLOCKED),
    ("msm_failure", "failure", Outcome.UNKNOWN),
    ("anomaly", "anomaly", Outcome.UNKNOWN),
)


class FastpathTable:
    """The reader of fastpath rows."""

    name = "fastpath"
    needed = frozenset(
        f"{UID} measurement_start_time test_name probe_cc probe_asn anomaly confirmed msm_failure"
        .split()
    )  # fmt: skip

    columns = READ | {"anomaly", "confirmed", "msm_failure", "blocking_type"}
    ignored = frozenset(
        """filename scores domain control_failure blocking_general is_ssl_expected page_len
        page_len_ratio server_cc server_asn server_as_name test_runtime architecture engine_name
        test_helper_address test_helper_type ooni_run_link_id""".split()
    )

    def read(self, group: Group, reading: Reading) -> Parsed:
        """One opinion. Raises RecordRefused where its rows give no test or no time."""
        rows = read_rows(group, reading)
        return opinion_of(group, rows, _concluded(rows[0]), reading)


def _concluded(row: Row) -> Concluded:
    """What a row says; a flag that is neither true nor false says nothing."""
    layer = _LAYERS.get(row.string("blocking_type") or "")
    for column, word, outcome in _WORDS:
        if row.flag(column):
            return Concluded(outcome, layer, f"ooni.fastpath.{word}")
    if all(row.flag(column) is False for column, _, _ in _WORDS):
        return Concluded(Outcome.OK, None, "ooni.fastpath.ok")
    return Concluded(Outcome.UNKNOWN, None, "ooni.fastpath.none")
