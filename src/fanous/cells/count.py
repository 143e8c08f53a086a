"""Verdicts counted into cells: one target on one network in one layer in one hour.

Decides what a cell counts (measurements, distinct sessions, probes and software versions, outcomes,
deciding rules) and that a layer without any subject of its own has no cell.

Most cells hold one measurement or two, and a set for each of many small groups is slow: the least
and the greatest value of a cell say whether there is one, two, or more to be counted apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fanous.model.outcome import LAYERS, Outcome, State
from fanous.rules.registry import RULES, RULES_VERSION

__all__ = ["CELLS_QUERY", "COUNTED_QUERY", "STATE"]

_HOUR = 3_600_000_000
_NAMED = ("session", "probe", "software_version")  # what distinct values are counted of

_OUTCOMES = sorted(outcome.value for outcome in Outcome)
_STATES = sorted(state.value for state in State)
_RULES = sorted({rule.id for layer in RULES.values() for rule in layer.rules})


def _listed(words: Sequence[str]) -> str:
    quoted = (f"'{word}'" for word in words)
    return f"[{', '.join(quoted)}]"


# Words become their place in a list: numbers are grouped several times as fast.
_NUMBERED = ", ".join(
    (
        f"list_position({_listed(_STATES)}, state)::UTINYINT AS state",
        *(
            f"list_position({_listed(_OUTCOMES)}, {said})::UTINYINT AS {name}"
            for name, said in (("overall", "outcome"), *((layer, layer) for layer in LAYERS))
        ),
        *(
            f"list_position(w.rules, {said})::UTINYINT AS {name}"
            for name, said in (
                ("overall_rule", "deciding_rule"),
                *((f"{layer}_rule", f"{layer}_rule") for layer in LAYERS),
            )
        ),
    )
)
_NOT_HANDLED = _STATES.index("not_handled") + 1

# What a cell needs of each verdict: small enough to keep for a whole day. Names are only ever
# compared, so that 64 bits of each are enough: two in a cell would be taken for one once in 10^19.
COUNTED_QUERY = f"""
    WITH said AS MATERIALIZED (
        SELECT kind, {_NUMBERED} FROM kinds, (SELECT {_listed(_RULES)} AS rules) w
    )
    SELECT m.target, m.probe_cc, m.probe_asn, m.resolver_asn, m.start_time, m.test_name,
        m.synthetic, CASE WHEN m.report_id IS NOT NULL THEN hash(m.report_id) END AS session,
        CASE WHEN m.probe_id IS NOT NULL THEN hash(m.probe_id) END AS probe,
        CASE WHEN m.software_version IS NOT NULL THEN hash(m.software_version) END
            AS software_version,
        coalesce(s.state, {_NOT_HANDLED})::UTINYINT AS state,
        s.* EXCLUDE (kind, state)
    FROM measurements m
    LEFT JOIN kind_of k ON k.record = m.record LEFT JOIN said s ON s.kind = k.kind
"""

STATE = f"{_listed(_STATES)}[state]"  # the state of a row of `counted`, as its word

# A cell's key is three numbers; no AS number is below 0.
_KEY = "base, layer, resolver"
_NO_RESOLVER = -1
_LAYERS = (*(layer.value for layer in LAYERS), "overall")


def _tried(layer: str) -> str:
    """Whether a measurement says anything of a layer."""
    nothing = f"{layer}.no_data"
    return f"{layer}_rule <> {_RULES.index(nothing) + 1}" if nothing in _RULES else "true"


def _resolver(layer: str) -> str:
    return f"coalesce(resolver_asn, {_NO_RESOLVER})" if layer == "dns" else f"{_NO_RESOLVER}"


def _varying(layer: str) -> str:
    """What of a measurement is counted apart."""
    state = "state" if layer == "overall" else "NULL::UTINYINT AS state"
    return f"{', '.join(_NAMED)}, {layer}_rule AS rule, {state}"


def _layer(number: int, layer: str) -> str:
    """A layer's cells: counts, with the least and greatest of what varies.

    One table a layer: a table of all layers' groups fits no cache, and took three times as long.
    """
    said = (
        f"count(*) FILTER ({layer} = {number}) AS {outcome}"
        for number, outcome in enumerate(_OUTCOMES, 1)
    )
    of = {**{name: name for name in _NAMED}, "rule": f"{layer}_rule"}
    of["state"] = "state" if layer == "overall" else "NULL::UTINYINT"
    ends = (f"min({it}) AS {name}, max({it}) AS last_{name}" for name, it in of.items())
    keys = f"base, {_resolver(layer)}" if layer == "dns" else "base"
    return f"""SELECT base, {number}::UTINYINT AS layer, {_resolver(layer)}::BIGINT AS resolver,
            count(*) AS measurements, {", ".join((*said, *ends))}
        FROM based WHERE {_tried(layer)} GROUP BY {keys}"""


def _placed(number: int, layer: str) -> str:
    """The measurements of the few cells that hold more than two, not all alike."""
    return f"""SELECT v.*, {_varying(layer)} FROM varied v JOIN based b ON b.base = v.base
            AND v.resolver = {_resolver(layer)}
        WHERE v.layer = {number} AND {_tried(layer)}"""


def _every(query: Callable[[int, str], str]) -> str:
    return " UNION ALL ".join(query(number, layer) for number, layer in enumerate(_LAYERS, 1))


def _on(one: str, other: str) -> str:
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in _KEY.split(", "))


def _distinct(name: str) -> str:
    """How many distinct values a cell has. Two of three measurements or more are counted apart."""
    return f"""CASE WHEN c.{name} IS NULL THEN 0 WHEN c.{name} = c.last_{name} THEN 1
        WHEN c.measurements = 2 THEN 2 ELSE a.{name}s END"""


def _apart(name: str) -> str:
    return f"""LEFT JOIN (SELECT {_KEY}, count(*) AS n FROM (
            SELECT DISTINCT {_KEY}, {name} FROM placed WHERE {name} IS NOT NULL) GROUP BY {_KEY}
        ) {name}_of ON {_on(f"{name}_of", "v")}"""


def _tally(word: str) -> str:
    """Counts by a word, as JSON text, keys in order."""
    return f"""CASE WHEN c.measurements = 1 THEN {word}_w.alone
        WHEN c.{word} = c.last_{word} THEN {word}_w.head || c.measurements || '}}'
        WHEN c.measurements = 2 THEN {word}_w.head || '1, ' || substr({word}_x.alone, 2)
        ELSE a.{word}s END"""


def _tallied_apart(word: str) -> str:
    return f"""LEFT JOIN (SELECT {_KEY}, '{{' || array_to_string(list_sort(list(
                substr(w.head, 2) || n)), ', ') || '}}' AS tally
            FROM (SELECT {_KEY}, {word}, count(*) AS n FROM placed WHERE {word} IS NOT NULL
                GROUP BY ALL) JOIN {word}_words w ON w.number = {word} GROUP BY {_KEY}
        ) {word}_of ON {_on(f"{word}_of", "v")}"""


def _words(word: str, words: Sequence[str]) -> str:
    """The words that numbers stand for, as a tally begins with them."""
    return f"""{word}_words AS MATERIALIZED (
        SELECT number, '{{"' || word || '": ' AS head, '{{"' || word || '": 1}}' AS alone FROM (
            SELECT unnest(range(1, {len(words) + 1})) AS number, unnest({_listed(words)}) AS word))
    """


CELLS_QUERY = f"""
    WITH {_words("rule", _RULES)}, {_words("state", _STATES)}, timed AS MATERIALIZED (
        SELECT * EXCLUDE (start_time, test_name),
            epoch_us(start_time) // {_HOUR} AS hour
        FROM counted WHERE state <> {_NOT_HANDLED}
    ), bases AS MATERIALIZED (
        SELECT row_number() OVER () AS base, * FROM (
            SELECT target, probe_cc, probe_asn, hour, bool_or(synthetic) AS synthetic
            FROM timed GROUP BY target, probe_cc, probe_asn, hour)
    ), based AS MATERIALIZED (
        SELECT b.base, t.* EXCLUDE (target, probe_cc, probe_asn, hour, synthetic) FROM timed t
        JOIN bases b ON b.target = t.target AND b.probe_cc = t.probe_cc
            AND b.probe_asn = t.probe_asn AND b.hour = t.hour
    ), cells_of AS MATERIALIZED ({_every(_layer)}
    ), varied AS MATERIALIZED (
        SELECT {_KEY} FROM cells_of WHERE measurements > 2
            AND ({" OR ".join(f"{name} <> last_{name}" for name in (*_NAMED, "rule", "state"))})
    ), placed AS MATERIALIZED ({_every(_placed)}
    ), apart AS (
        SELECT v.*, {", ".join(f"{name}_of.n AS {name}s" for name in _NAMED)},
            rule_of.tally AS rules, state_of.tally AS states
        FROM varied v {" ".join(map(_apart, _NAMED))}
            {" ".join(map(_tallied_apart, ("rule", "state")))}
    )
    SELECT b.target, b.probe_cc, b.probe_asn,
        CASE WHEN c.resolver <> {_NO_RESOLVER} THEN c.resolver END AS resolver_asn,
        {_listed(_LAYERS)}[c.layer] AS layer,
        make_timestamptz(b.hour * {_HOUR}) AS hour, c.measurements,
        {_distinct("session")} AS sessions, {_distinct("probe")} AS probes,
        {_distinct("software_version")} AS software_versions,
        c.ok, c.down, c.blocked, c.unknown, {_tally("state")} AS states, {_tally("rule")} AS rules,
        b.synthetic, '{RULES_VERSION}' AS rules_version
    FROM cells_of c LEFT JOIN bases b ON b.base = c.base
    LEFT JOIN rule_words rule_w ON rule_w.number = c.rule
    LEFT JOIN rule_words rule_x ON rule_x.number = c.last_rule
    LEFT JOIN state_words state_w ON state_w.number = c.state
    LEFT JOIN state_words state_x ON state_x.number = c.last_state
    LEFT JOIN apart a ON {_on("a", "c")}
"""
