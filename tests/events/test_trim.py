from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from fanous.cells.sightings import sighting_schema
from fanous.detectors.bounds import spell_of
from fanous.detectors.spell import Pattern, Spell
from fanous.detectors.window import HOUR, Window, window_of
from fanous.events.trim import trimmed
from fanous.reference.targets import Targets

START = datetime(2026, 3, 2, tzinfo=UTC)
SITE = "domain:news.example"


def row(asn: int, hour: float, outcome: str) -> dict[str, object]:
    names = dict.fromkeys(sighting_schema().names)
    return {
        **names,
        "target": SITE,
        "test_name": "web_connectivity",
        "probe_cc": "XA",
        "probe_asn": asn,
        "start_time": START + timedelta(hours=hour),
        "observer": int(asn * 100_000 + hour * 10),
        "state": outcome,
        "outcome": outcome,
        "rule": "tls.ok",
        "measurement_uid": f"{asn}-{hour}",
        "synthetic": True,
    }


def situation(networks: int, stray: float) -> tuple[Window, tuple[Spell, ...]]:
    """A block from hour 100 to 160 on some networks, one of which has a stray long before."""
    rows = [row(64512, stray, "blocked"), row(64512, 99, "ok")]
    for number in range(networks):
        rows += [row(64512 + number, 20, "ok"), row(64512 + number, 170, "ok")]
        rows += [row(64512 + number, 100 + 4 * step + number, "blocked") for step in range(15)]
    window = window_of(pa.Table.from_pylist(rows, sighting_schema()), Targets({}, {}), cc="XA")
    return window, tuple(spell(window, number) for number in range(networks))


def spell(window: Window, number: int) -> Spell:
    series = window.series()[number]
    rows = pa.array(range(series.start, series.end)).to_numpy()
    times = [int(window.time[each]) for each in rows if window.outcome[each] == 3]
    return spell_of(
        window, rows, target=SITE, group=SITE, asn=series.asn,
        first=times[0], last=times[-1], ended=True, odds=20.0,
    )  # fmt: skip


def hour_of(seconds: int | None) -> float | None:
    return None if seconds is None else (seconds - int(START.timestamp())) / HOUR


def test_a_voice_long_before_the_others_moves_no_edge() -> None:
    window, spells = situation(4, stray=40)
    assert hour_of(min(each.onset_latest for each in spells)) == 40
    kept = trimmed(window, spells)
    assert hour_of(min(each.onset_latest for each in kept)) == 100
    first = min(kept, key=lambda each: each.onset_latest)
    assert (first.blocked, first.observers, first.measurements) == (15, 15, 15)  # not the stray
    assert hour_of(first.onset_earliest) == 99
    assert [each.end_earliest for each in kept] == [each.end_earliest for each in spells]


def test_few_networks_keep_their_own_bounds() -> None:
    window, spells = situation(2, stray=40)
    assert trimmed(window, spells) == spells


def test_what_is_near_is_no_stray() -> None:
    window, spells = situation(4, stray=97)
    assert hour_of(min(each.onset_latest for each in trimmed(window, spells))) == 97


def test_what_nothing_on_its_own_network_contradicts_is_no_stray() -> None:
    """Kenya 2023: one network's cut outlasted the others', and nothing worked on it in between."""
    window, _ = situation(4, stray=40)
    kept_open = window.time != int(START.timestamp()) + 99 * HOUR
    names = ("target", "asn", "time", "observer", "version", "outcome", "rule", "mechanism")
    arrays = {name: getattr(window, name)[kept_open] for name in names}
    silent = replace(window, **arrays, uid=window.uid.filter(pa.array(kept_open)))
    again = tuple(spell(silent, number) for number in range(4))
    assert trimmed(silent, again) == again


def test_a_pattern_is_left_alone() -> None:
    window, spells = situation(4, stray=40)
    pattern = Pattern(4, 8, (0, 1, 2), ())
    patterned = tuple(replace(each, pattern=pattern) for each in spells)
    assert trimmed(window, patterned) == patterned
