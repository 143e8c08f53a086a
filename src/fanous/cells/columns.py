"""The columns of cells as people read them.

Decides names, types and order, and what an hour without measurements says. The first are those of
the stored table `cells`; the rest is derived anew for each reading, so that a better derivation
needs no new build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["CELL_COLUMNS", "OF_GROUPS", "OF_ONE_TARGET", "cell_schema"]

# Name, Arrow type, meaning; in order. `hour` is called `day` where cells are read by day.
CELL_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("target", "string", "what was asked for: a measured target, a service or a category"),
    ("probe_cc", "string", "country"),
    ("probe_asn", "int64", "network"),
    ("resolver_asn", "int64", "resolver's network for dns, null for other layers"),
    ("layer", "string", "dns, tcp, tls, http or overall"),
    ("hour", "time", "start of the hour (or day), UTC"),
    ("measurements", "int64", "measurements behind the cell; 0 says that there was none"),
    ("sessions", "int64", "distinct report ids among them"),
    ("probes", "int64", "distinct probe ids among them; 0 says unknown"),
    ("software_versions", "int64", "distinct software versions among them"),
    ("ok", "int64", "measurements with this outcome"),
    ("down", "int64", "measurements with this outcome"),
    ("blocked", "int64", "measurements with this outcome"),
    ("unknown", "int64", "measurements with this outcome"),
    ("states", "string", "counts by state, JSON (overall only)"),
    ("rules", "string", "counts by deciding rule, JSON"),
    ("synthetic", "bool", "whether any of it was made by a simulator"),
    ("rules_version", "string", "version of the rule set"),
    ("observers", "int64", "at least so many independent voices (see sightings)"),
    ("blocked_observers", "int64", "voices with a blocked measurement"),
    ("ok_observers", "int64", "voices with an ok measurement"),
    ("conclusive_observers", "int64", "voices with an ok, down or blocked measurement"),
    ("blocked_share", "float64", "mean over those of each one's own share of blocked"),
    ("blocked_low", "float64", "lower end of its 95 % interval by the number of voices"),
    ("blocked_high", "float64", "upper end"),
    ("consensus", "float64", "the say of the outcome that has most; 1: all agree"),
    ("ambiguity", "float64", "share of measurements whose outcome is unknown"),
    ("state", "string", "by outcome first; insufficient where nothing, or no outcome, leads"),
    ("mechanisms", "list<string>", "mechanisms of the blocked measurements, commonest first"),
    ("arrival_lag_seconds", "int64", "median from start to receipt, where published ids say it"),
    ("witness", "string", "the first published id of a blocked measurement"),
    ("core_members", "int64", "of a service or category: members that make the answer"),
    ("members_measured", "int64", "how many of them were measured"),
    ("members_blocked", "int64", "how many of them are blocked or likely blocked"),
    ("members_ok", "int64", "how many of them are ok"),
    ("members_down", "int64", "how many of them are down"),
    ("measured_members", "list<string>", "all members that were measured, core or not"),
    ("blocked_members", "list<string>", "all members that are blocked or likely blocked"),
)

# A share over several members would be an averaged score: groups have a profile instead.
OF_ONE_TARGET = ("blocked_share", "blocked_low", "blocked_high", "consensus", "ambiguity")
OF_GROUPS = tuple(name for name, _, _ in CELL_COLUMNS if "members" in name)


def cell_schema(by: str) -> pa.Schema:
    """The Arrow schema of cells by `hour` or `day`."""
    import pyarrow as pa

    types: dict[str, Any] = {
        "string": pa.string(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "bool": pa.bool_(),
        "time": pa.timestamp("us", tz="UTC"),
        "list<string>": pa.list_(pa.string()),
    }
    return pa.schema([(by if name == "hour" else name, types[of]) for name, of, _ in CELL_COLUMNS])
