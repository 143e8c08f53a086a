from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np

from fanous.cells.volume import STORED_VOLUME
from fanous.detectors.connectivity.detect import detect as detect_series
from fanous.events.evidence import _without_volume, add_stored, coverage_of
from fanous.events.stored import detect
from fanous.model.series import moment
from fanous.register.grading.connectivity import connectivity_drop
from fanous.register.grading.grade import grade_claim
from fanous.register.grading.measured import Measured
from fanous.register.load import load_register
from tests.making_events import blocked_source, built
from tests.making_signals import START, cut, events, flat, series
from tests.making_store_signals import blackout_files, store_of
from tests.register.grading.evidence_of import drop_link, events_of, measured, order_of


def test_coverage_is_told_a_day_and_a_hole_is_seen() -> None:
    values = flat(10)
    values[5 * 24 : 6 * 24] = np.nan
    (entity,) = detect_series([series(values)])
    lines = list(coverage_of(entity.judged))
    assert [line.points for line in lines] == [24] * 5 + [0] + [24] * 4
    assert all(line.expected == 24 for line in lines)
    assert lines[0].first == moment(START) and lines[0].last - lines[0].first == timedelta(days=1)


def test_a_day_without_data_is_where_it_may_have_happened() -> None:
    whole = [series(flat(30)), series(flat(30, seed=2), "bgp")]
    holed = [item.with_values(np.where(np.arange(720) // 24 == 15, np.nan, item.values))
             for item in whole]  # fmt: skip
    link = drop_link(entity="country:XA", date_from="2026-01-10", date_to="2026-01-20")
    for listed, outcome in ((whole, "absent"), (holed, "not-covered")):
        (entity,) = detect_series(listed)
        covered = list(coverage_of(entity.judged))
        assert connectivity_drop(link, measured(covered=covered)).outcome == outcome


def test_what_a_simulator_made_is_no_evidence(tmp_path: Path) -> None:
    store = store_of(tmp_path, *blackout_files(tmp_path / "files"))
    detect(store)
    evidence = Measured()
    add_stored(evidence, store, ["country:XA"])
    assert not evidence.signals and not evidence.covered
    assert set(evidence.inputs) == {"events", "coverage"}


def test_events_of_a_store_are_evidence(tmp_path: Path) -> None:
    files = blackout_files(tmp_path / "files")
    for path in files:
        path.write_text(path.read_text().replace("# synthetic: yes\n", ""))
    store = built(tmp_path, blocked_source(tmp_path / "raw.jsonl.gz"), *files)
    detect(store)
    evidence = Measured()
    add_stored(evidence, store, ["country:XA"])
    assert {event.entity for event in evidence.signals} == {"country:XA", "asn:64500"}
    assert evidence.events and evidence.events[0].kind != "silence"
    assert {line.signal for line in evidence.covered} >= {"probing", "google:search"}


def test_november_2019_fits_with_its_numbers(tmp_path: Path, shared: Path) -> None:
    """The whole way: a file of signals, a store, an event, a claim."""
    store = store_of(tmp_path, shared / "signals" / "ioda_asn_IR_2019-11_5min.csv.gz")
    detect(store)
    register, evidence = load_register(), Measured()
    add_stored(evidence, store, ["country:IR"])
    grades = {item.element: item for item in
              grade_claim(register, register.claims["S2-16"], evidence)}  # fmt: skip
    assert {grades[element].grade for element in ("occurrence", "time")} == {"consistent"}
    assert grades["occurrence"].operators == ("ioda",)  # three methods are one operator's
    assert grades["vendor"].grade == "not_measurable"
    (event,) = events_of(grades["time"])
    assert event["onset"] == ["2019-11-16T14:00:00+00:00", "2019-11-16T18:15:00+00:00"]
    assert event["t90_t10_minutes"] == {"probing": 90.0}
    assert 0.03 < event["residual"]["probing"] < 0.06
    order = order_of(grades["occurrence"])
    assert order.index("asn:44244") < order.index("asn:58224")
    assert len(order) == 9


def test_what_was_fetched_is_no_second_witness() -> None:
    """A store that holds half of a month must not corroborate anything."""
    (event,) = events(series(cut(flat(40), 20, 5, 0.05)))
    said = event.to_json()
    signals = [*event.to_json()["signals"], {"signal": STORED_VOLUME, "operator": "OONI"}]  # type: ignore[misc]
    kept = _without_volume({**said, "signals": signals})["signals"]
    assert [item["signal"] for item in kept] == ["probing"]
