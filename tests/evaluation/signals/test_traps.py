"""Every trap that real signal files have laid, with the test that holds it.

`TRAPS` is the list; the tests below are those that need a whole file or a whole country. A test
that is named here and is gone, or has another name, fails this one.
"""

from __future__ import annotations

import ast
import csv
import io
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from fanous.detectors.connectivity.detect import detect
from fanous.evaluation.signals.score import read_truth
from fanous.events.connectivity import ConnectivityEvent
from fanous.events.connectivity_facts import connectivity_events
from fanous.model.series import FloatArray
from tests.conftest import ROOT
from tests.making_signals import DAY, HOUR, START, at, cut, events, flat, read, series

DETECTORS, SOURCES, SCORES = "detectors/connectivity", "sources/signals", "evaluation/signals"
HERE = f"{SCORES}/test_traps.py"
TRAPS = {
    "a collector gap is no event and no end (routes, November 2019)":
        f"{DETECTORS}/test_detect.py::test_a_collector_gap_is_no_event_and_no_end",
    "… nor are the gaps of the real file":
        f"{SCORES}/test_done_when.py::test_iran_2019_gaps_and_the_dead_telescope_make_nothing",
    "zero is not always down: a telescope at exactly 0 for all networks":
        f"{DETECTORS}/test_feeds.py::test_zero_everywhere_while_nothing_else_moves_is_a_dead_telescope",
    "… nor while search traffic goes to sleep":
        f"{DETECTORS}/test_feeds.py::test_a_telescope_that_dies_in_the_evening_is_dead_too",
    "missing, not zero: a telescope that is gone while the country is dark makes no pieces":
        f"{DETECTORS}/test_fuse.py::test_a_telescope_that_goes_missing_makes_no_pieces",
    "never close on one signal: search let through nine days early":
        f"{DETECTORS}/test_fuse.py::test_never_close_on_one_signal",
    "an hourly column in a half-hourly file":
        f"{SOURCES}/test_grid.py::test_an_hourly_column_in_a_half_hourly_file_is_hourly",
    "tiny entities alarm by chance":
        f"{DETECTORS}/test_episodes.py::test_tiny_entities_do_not_alarm",
    "probing that breathes between 95 and 99 %, search between 14 and 100 %":
        f"{DETECTORS}/test_episodes.py::test_a_day_with_a_deep_night_does_not_alarm",
    "a telescope that spikes two days before":
        f"{DETECTORS}/test_episodes.py::test_a_spike_is_no_loss_and_no_baseline",
    "all of January 2026 in one export": f"{HERE}::test_january_in_every_export_is_one_event",
    "labels without an end, or with one before the start":
        f"{HERE}::test_labels_with_impossible_ends_are_kept_as_days",
    "IODA's own events with impossible ends":
        f"{SOURCES}/test_ioda_api.py::test_an_event_that_ends_before_it_starts_is_a_problem",
    "a window of seven days closes a long blackout after seven days":
        f"{DETECTORS}/test_episodes.py::test_a_loss_ends_when_it_ends_and_not_after_seven_days",
    "… and that is what IODA's rule does":
        f"{SCORES}/test_baselines.py::test_ioda_closes_a_long_blackout_after_exactly_seven_days",
    "59 clean days bound a rate, and are no rate":
        f"{SCORES}/test_score.py::test_false_events_come_with_the_bound_that_the_time_allows",
    "IPv4 routes stay up in a blackout":
        f"{DETECTORS}/test_fuse.py::test_routes_that_stay_up_do_not_contradict",
    "IPv6 goes first, and alone is a sign only":
        f"{DETECTORS}/test_fuse.py::test_ipv6_alone_is_an_early_sign_and_no_more",
    "a cut of mobile networks alone vanishes in the national series":
        f"{HERE}::test_a_mobile_curfew_is_found_by_network",
    "networks fall in an order":
        f"{SCORES}/test_done_when.py::test_iran_2019_each_network_has_its_onset",
    "3 % at noon are not the event at four":
        f"{DETECTORS}/test_episodes.py::test_a_small_step_down_is_not_the_event",
    "54 hours of history": f"{HERE}::test_two_days_of_history_are_enough_for_a_deep_loss",
    "several methods of one operator are one witness":
        f"{DETECTORS}/test_fuse.py::test_several_methods_of_one_operator_are_one_witness",
    "… by IODA's names":
        f"{SOURCES}/test_ioda_words.py::test_methods_of_one_operator_are_one_operator",
    "IODA's null is missing; value i is at from + i·step":
        f"{SOURCES}/test_ioda_api.py::test_value_i_stands_at_from_plus_i_steps_and_null_is_missing",
    "a series a product; delay and loss are objects, and rise":
        f"{SOURCES}/test_ioda_api.py::test_products_are_signals_and_delay_is_left_out",
    "an empty cell of a page export is missing":
        f"{SOURCES}/test_ioda_page.py::test_an_empty_cell_is_missing_and_unknown_columns_are_told",
    "normalised or raw":
        f"{SOURCES}/test_ioda_page.py::test_normalised_by_name_by_declaration_or_by_what_it_holds",
    "Tor's columns may change their order":
        f"{SOURCES}/test_tor.py::test_columns_are_found_by_name",
    "Tor's `??` is nobody": f"{SOURCES}/test_tor.py::test_countries_and_the_world_and_nobody",
    "Tor's detector cannot run on one country":
        f"{SCORES}/test_baselines.py::test_tor_says_nothing_of_few_countries",
    "a week after a drop, Tor's reference is low itself":
        f"{HERE}::test_recovery_is_no_loss_and_no_reference",
    "RIPEstat's -1 is no data":
        f"{SOURCES}/test_ripestat.py::test_ipv4_and_ipv6_are_apart_and_minus_one_is_no_data",
    "Radar's open end": f"{SOURCES}/test_radar.py::test_annotations_and_anomalies_are_reports",
    "local time without its offset":
        f"{SOURCES}/test_monash.py::test_local_time_must_declare_its_offset",
    "an epoch of local time":
        f"{SOURCES}/test_times.py::test_an_epoch_of_a_local_clock_is_moved_by_its_offset",
    "no measurement is evidence only where many are usual":
        f"{HERE}::test_silence_of_volunteers_counts_only_where_they_are_many",
    "an absent row is zero on a counted day":
        f"{SOURCES}/test_ooni_counts.py::test_an_absent_row_is_zero_on_a_counted_day_and_missing_on_another",
    "72 nights are one pattern": f"{SCORES}/test_done_when.py::test_myanmar_has_72_nights",
    "a power cut looks alike":
        f"{SCORES}/test_done_when.py::test_a_power_cut_is_a_loss_and_not_a_shutdown",
    "an export that begins in the dark":
        f"{DETECTORS}/test_begins.py::test_a_file_that_begins_in_the_dark_says_so",
    "every window has a maximum of its own":
        f"{SOURCES}/test_join.py::test_windows_with_their_own_maxima_are_scaled_where_they_overlap",
    "an export that a spreadsheet has saved again":
        f"{SOURCES}/test_ioda_page.py::test_an_export_that_a_spreadsheet_has_saved_again",
    "addresses that move away for good":
        f"{DETECTORS}/test_belief.py::test_addresses_that_move_away_are_no_loss",
    "a leak that doubles the routes for days":
        f"{DETECTORS}/test_belief.py::test_routes_that_double_for_days_fall_back_to_what_is_usual",
    "a hole of a week takes no season away":
        f"{DETECTORS}/test_weighing.py::test_after_a_hole_the_season_is_that_of_before",
    "back, but not quite: the next blackout is another":
        f"{DETECTORS}/test_fuse.py::test_two_blackouts_are_two_however_well_it_came_back",
    "a signal that falls in most countries at once has failed by itself":
        "events/test_connectivity_common.py"
        "::test_what_falls_everywhere_at_once_is_the_instruments_failure",
    "rows in any order, and twice": f"{HERE}::test_rows_in_any_order_and_twice",
    "a clock in any zone": f"{HERE}::test_a_clock_in_any_zone",
}  # fmt: skip


def test_every_trap_has_its_test() -> None:
    for trap, where in TRAPS.items():
        path, _, name = where.partition("::")
        tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
        names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert name in names, f"{trap}: {where}"


# --- January 2026, invented after its description -------------------------------------------------

DARK, SEARCH_BACK, LIGHT, DAYS = 30.6875, 40.54, 49.3, 62.0  # days; 19 days dark


def january(step: int, seed: int = 0) -> dict[str, FloatArray]:
    """Five signals by the titles of IODA's pages: raw counts, NaN where missing."""
    rng = np.random.default_rng(seed)
    days = np.arange(round(DAYS * DAY / step)) * step / DAY
    hour = 24 * (days % 1)
    dark = (days >= DARK) & (days < LIGHT)

    def noise(share: float) -> FloatArray:
        found: FloatArray = 1 + share * rng.standard_normal(len(days))
        return found

    probing = 29_000 * (0.97 + 0.02 * np.sin(hour / 24 * 2 * np.pi)) * noise(0.003)
    night = np.clip(0.57 + 0.43 * np.sin((hour - 9) / 24 * 2 * np.pi), 0.14, 1)
    search = 1_000 * night * noise(0.03) * np.where(dark & (days < SEARCH_BACK), 0.02, 1)
    telescope = rng.poisson(np.where(dark, 20, 500) * noise(0.1).clip(0.3)).astype(float)
    telescope[(days >= DARK - 2.3) & (days < DARK - 2.2)] *= 2.4
    telescope[dark & (days > DARK + 1) & (rng.random(len(days)) < 0.95)] = np.nan
    mozilla = np.round(15 * (0.7 + 0.3 * night) * noise(0.03) * np.where(dark, 0.05, 1))
    if step < HOUR:
        mozilla[np.arange(len(days)) * step % HOUR != 0] = np.nan
    return {
        "Google (Search)": search,
        "Telescope (# Unique Source IPs)": telescope,
        "BGP (#Visible /24s)": np.round(46_000 * noise(0.0004) * np.where(dark, 0.96, 1)),
        "Active Probing (#/24s Up)": np.round(probing * np.where(dark, 0.034, 1)),
        "Mozilla (City Count)": mozilla,
    }


def page(columns: dict[str, FloatArray], step: int, change: Callable[[list[str]], None]) -> str:
    """IODA's page export."""
    out = io.StringIO()
    csv.writer(out).writerow(["Time (UTC)", *columns])
    rows = []
    for place in range(len(next(iter(columns.values())))):
        time = datetime.fromtimestamp(START + place * step, UTC).strftime("%Y-%m-%d %H:%M:%S")
        cells = ["" if np.isnan(values[place]) else repr(float(values[place]))
                 for values in columns.values()]  # fmt: skip
        rows.append(",".join([time, *cells]))
    change(rows)
    return out.getvalue() + "\n".join(rows) + "\n"


def leave(rows: list[str]) -> None:
    """As exported."""


def shuffle(rows: list[str]) -> None:
    random.Random(2).shuffle(rows)


def double(rows: list[str]) -> None:
    rows += rows


def normalised(columns: dict[str, FloatArray]) -> dict[str, FloatArray]:
    return {name: values / np.nanmax(values) * 100 for name, values in columns.items()}


def found_in(text: str, name: str = "ioda-country-XA-raw.csv") -> list[ConnectivityEvent]:
    return connectivity_events(detect(read(text, name).series))


def assert_january(found: list[ConnectivityEvent], step: int) -> None:
    (event,) = found
    assert event.kind == "connectivity_loss"
    assert event.onset.earliest <= at(DARK) + HOUR
    assert at(DARK) - HOUR <= event.onset.latest <= at(DARK) + 2 * max(step, HOUR)
    assert event.end is not None
    assert abs(event.end.latest - at(LIGHT)) <= 2 * max(step, HOUR)
    assert (event.depth or 0) > 0.9
    assert {item.signal: item.role for item in event.signals}["bgp"] == "unmoved"


@pytest.mark.parametrize("step", [600, 1_800, HOUR, DAY])
@pytest.mark.parametrize("export", ["raw", "normalized"])
def test_january_in_every_export_is_one_event(step: int, export: str) -> None:
    columns = january(step) if export == "raw" else normalised(january(step))
    name = f"ioda-country-XA-{export}.csv"
    assert_january(found_in(page(columns, step, leave), name), step)


@pytest.mark.parametrize("change", [shuffle, double])
def test_rows_in_any_order_and_twice(change: Callable[[list[str]], None]) -> None:
    columns = january(HOUR, seed=3)
    wanted = found_in(page(columns, HOUR, leave))
    assert found_in(page(columns, HOUR, change)) == wanted
    assert_january(wanted, HOUR)


@pytest.mark.parametrize("title", ["Active Probing (#/24s Up)", "Google (Search)"])
def test_one_column_alone(title: str) -> None:
    (event,) = found_in(page({title: january(HOUR, seed=4)[title]}, HOUR, leave))
    back = LIGHT if title.startswith("Active") else SEARCH_BACK
    assert abs(event.onset.latest - at(DARK)) <= 2 * HOUR
    assert event.end is not None and abs(event.end.latest - at(back)) <= 2 * HOUR


@pytest.mark.parametrize("offset", ["+06:30", "-04:00", "+00:00", "+05:45"])
def test_a_clock_in_any_zone(offset: str) -> None:
    """The same moments, written by another clock, are the same event."""
    hours, minutes = offset[1:].split(":")
    moved = (int(hours) * 60 + int(minutes)) * 60 * (1 if offset[0] == "+" else -1)
    values = january(HOUR, seed=5)["Active Probing (#/24s Up)"]
    rows = [
        datetime.fromtimestamp(START + place * HOUR + moved, UTC).strftime("%Y-%m-%d %H:%M")
        + f",{value}"
        for place, value in enumerate(values)
    ]
    head = f"# entity: country:XA\n# signal: probing\n# scale: level\n# utc_offset: {offset}\n"
    (event,) = found_in(head + "time,value\n" + "\n".join(rows), "a.csv")
    assert abs(event.onset.latest - at(DARK)) <= HOUR
    assert event.end is not None and abs(event.end.latest - at(LIGHT)) <= HOUR


# --- other traps that need a country --------------------------------------------------------------


def test_a_mobile_curfew_is_found_by_network() -> None:
    """Iran 2022: mobile only, and by night; national routes and probing look almost as ever."""
    mobile = flat(50, level=300)
    for night in range(25, 39):
        mobile = cut(mobile, night + 0.65, 8 / 24, 0.05)
    fixed = flat(50, level=9_700, seed=2)
    found = events(
        series(mobile + fixed),
        series(flat(50, noise=0.001), "bgp"),
        series(mobile, entity="asn:64500"),
        series(fixed, entity="asn:64501"),
    )
    (event,) = found
    assert (event.entity, event.kind) == ("asn:64500", "recurring")
    assert len(event.occurrences) == 14


def test_two_days_of_history_are_enough_for_a_deep_loss() -> None:
    """November 2019 begins 54 hours before the blackout."""
    listed = [
        series(cut(flat(9, step=600, swing=0.02), 2.25, 99, 0.05, 600), step=600),
        series(cut(flat(9, step=600, noise=0.001, seed=2), 2.2, 99, 0.6, 600), "bgp", step=600),
    ]
    (event,) = events(*listed)
    assert event.end is None
    assert at(2.2) - 600 <= event.onset.earliest <= event.onset.latest <= at(2.25) + 600


def test_recovery_is_no_loss_and_no_reference() -> None:
    """A rule that looks a week back takes the drop for its reference, and misses the next one."""
    values = cut(cut(flat(120, step=DAY, level=20_000), 60, 3, 0.2, DAY), 67, 3, 0.2, DAY)
    found = events(series(values, "tor-users", step=DAY, scale="count"))
    assert [(item.onset.latest, item.end and item.end.latest) for item in found] == [
        (at(60), at(63)), (at(67), at(70))]  # fmt: skip


def test_silence_of_volunteers_counts_only_where_they_are_many() -> None:
    """Iran, November 2019: 1,094 measurements a day, then one; elsewhere three are usual."""
    rng = np.random.default_rng(4)
    many = rng.negative_binomial(20, 20 / 1_020, 90).astype(float)
    few = rng.negative_binomial(2, 2 / 5, 90).astype(float)
    many[60:64] = [1, 0, 2, 1]
    few[60:64] = 0.0
    loud = series(many, "ooni-measurements", step=DAY, scale="count")
    faint = series(few, "ooni-measurements", step=DAY, scale="count", entity="country:XB")
    found = events(loud, faint)
    assert [(item.entity, item.onset.latest) for item in found] == [("country:XA", at(60))]


def test_labels_with_impossible_ends_are_kept_as_days(tmp_path: Path) -> None:
    """113 of IODA's 1,704 curated rows have no end, or one before their start."""
    path = tmp_path / "truth.csv"
    path.write_text(
        "id,group,cc,country,scope,where,kind,start_utc,end_utc,series\n"
        "A,,XA,,national,,outage,2026-01-02T00:00Z,,\n"
        "B,,XA,,national,,outage,2026-01-02T00:00Z,2026-01-01T00:00Z,\n",
        encoding="utf-8",
    )
    first, second = read_truth(path)
    assert first.end is None
    assert second.end == second.start + DAY
