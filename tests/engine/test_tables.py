"""Tables through the whole corridor: read, stored, judged by the same rules, seen by detectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from fanous import pipeline
from fanous.cells.sightings import sightings
from fanous.engine.alone import Verdict, judge_alone
from fanous.engine.plan import plan
from fanous.reference.load import load_reference
from fanous.sources.base import Context
from fanous.sources.find import find_sources
from fanous.store.query import open_store, rows
from fanous.store.status import read_status
from fanous.store.store import Store
from tests.making import LATEST, NOW, START, measurement, reset_measurement, write_source
from tests.making_services import ACCESS_POINTS
from tests.making_tables import (
    ANALYSIS_COLUMNS,
    FASTPATH_COLUMNS,
    TIMEOUT,
    Cells,
    analysis,
    fastpath,
    table_uid,
    telegram_rows,
    web_rows,
    write_table,
)

DEAD = dict.fromkeys(ACCESS_POINTS, TIMEOUT)
OTHERS = range(64510, 64514)


def stored(folder: Path) -> Store:
    """A store of everything in `folder/raw`, judged."""
    pipeline.ingest([folder / "raw"], folder / "store", now=lambda: NOW)
    pipeline.build(folder / "store")
    return Store(folder / "store")


def judged(folder: Path, cells: Iterable[Cells], number: int = 1) -> dict[str, Any]:
    """The verdict on the measurement of a number, among others of its day."""
    write_table(folder / "raw" / "t.csv.gz", cells)
    found = rows(open_store(stored(folder)), "SELECT * FROM verdicts")
    return next(row for row in found if int(row["measurement_uid"][-16:], 16) == number)


def others(maker: Any) -> list[Cells]:
    """The same from four other networks of the country."""
    return [cells for n, asn in enumerate(OTHERS, 100) for cells in maker(n, asn=asn)]


def test_a_site_that_works_is_ok_by_its_certificate(tmp_path: Path) -> None:
    verdict = judged(tmp_path, web_rows(1, ipv6_unreachable=True))
    assert (verdict["state"], verdict["deciding_rule"]) == ("ok", "http.ended_over_verified_tls")
    assert verdict["validity"] == ["broken_ipv6"]


def test_a_handshake_that_times_out_while_others_pass_is_blocked(tmp_path: Path) -> None:
    cells = [*web_rows(1, tls_failure=TIMEOUT, ipv6_unreachable=True), *others(web_rows)]
    verdict = judged(tmp_path, cells)
    assert (verdict["state"], verdict["mechanisms"]) == ("likely_blocked", ["tls.timeout"])


def test_alone_it_is_impaired(tmp_path: Path) -> None:
    verdict = judged(tmp_path, web_rows(1, tls_failure=TIMEOUT))
    assert verdict["state"] == "impaired"


def test_a_bogon_while_others_know_the_name_is_blocked(tmp_path: Path) -> None:
    cells = [*web_rows(1, answer="192.168.7.1", tcp_failure=TIMEOUT), *others(web_rows)]
    verdict = judged(tmp_path, cells)
    assert verdict["state"] == "likely_blocked"
    assert verdict["mechanisms"] == ["dns.injection.bogon"]


def test_the_ipv6_nuisance_accuses_nobody(tmp_path: Path) -> None:
    rows_ = web_rows(1, ipv6_unreachable=True)
    verdict = judged(tmp_path, [rows_[2], rows_[1] | {"http_failure": TIMEOUT}, *others(web_rows)])
    assert verdict["state"] != "likely_blocked"
    assert verdict["mechanisms"] == []


@pytest.mark.parametrize(
    ("trouble", "state", "mechanisms"),
    [
        ({}, "ok", []),
        ({"http": DEAD}, "likely_blocked", ["http.timeout"]),
        ({"tcp": DEAD}, "likely_blocked", ["tcp.timeout"]),
        ({"http": dict(list(DEAD.items())[:5])}, "ok", []),  # one access point is enough
        ({"web_tls": TIMEOUT}, "ok", []),  # the application does not need the web page
    ],
)
def test_a_service_is_judged_by_its_members(
    trouble: dict[str, Any], state: str, mechanisms: list[str], tmp_path: Path
) -> None:
    verdict = judged(tmp_path, [*telegram_rows(1, **trouble), *others(telegram_rows)])
    assert verdict["state"] == state
    # A request tells not on which of several connections to its port it went.
    assert set(mechanisms) <= set(verdict["mechanisms"]) <= {*mechanisms, "http.timeout"}
    assert bool(verdict["mechanisms"]) == bool(mechanisms)


def test_two_others_are_no_control(tmp_path: Path) -> None:
    few = [cells for n, asn in enumerate(OTHERS[:2], 9) for cells in telegram_rows(n, asn=asn)]
    assert judged(tmp_path, [*telegram_rows(1, http=DEAD), *few])["state"] == "impaired"


def test_a_raw_record_wins_over_the_rows_of_a_table(tmp_path: Path) -> None:
    raw = reset_measurement(1) | {"measurement_uid": table_uid(1)}
    write_source(tmp_path / "raw" / "a.jsonl", [raw])
    write_table(tmp_path / "raw" / "b.csv", [*web_rows(1), *web_rows(2)])
    store = stored(tmp_path)
    found = rows(open_store(store), "SELECT * FROM verdicts ORDER BY measurement_uid")
    assert [row["parser_version"].partition(".")[2] for row in found] == ["", "obs_web1"]
    assert found[0]["deciding_rule"] == "tls.reset_control_ok"
    status = read_status(store, days_to_build=0)
    assert (status.duplicates, status.measurements, status.lines) == (1, 3, 3)
    assert status.adds_up


def test_opinions_are_kept_counted_and_never_judged(tmp_path: Path) -> None:
    cells = [analysis(n, {"dns_ok": 1.0}) for n in (1, 2)]
    write_table(tmp_path / "raw" / "a.csv", cells, ANALYSIS_COLUMNS)
    write_table(tmp_path / "raw" / "b.csv.gz", [fastpath(3, {"confirmed": "t"})], FASTPATH_COLUMNS)
    store = stored(tmp_path)
    assert plan(store) == ([], [])
    assert list(store.builds()) == []
    status = read_status(store, days_to_build=0)
    assert (status.opinions, status.lines, status.measurements, status.judged) == (3, 3, 0, 0)
    assert (status.lines_rejected, status.adds_up) == (0, True)
    connection = open_store(store)
    assert rows(connection, "SELECT count(*) AS n FROM opinions") == [{"n": 3}]
    assert rows(connection, "SELECT * FROM verdicts") == []


def test_what_others_say_is_seen_where_nothing_is_judged(tmp_path: Path) -> None:
    write_source(tmp_path / "raw" / "a.jsonl", [measurement(1) | {"measurement_uid": table_uid(1)}])
    blocked, reset = {"tls_blocked": 0.8}, ("tls", "connection_reset")
    cells = [*(analysis(n, blocked, reset) for n in (1, 2)), analysis(3, {"dns_ok": 1.0})]
    write_table(tmp_path / "raw" / "b.csv", cells, ANALYSIS_COLUMNS)
    quick = [fastpath(2), fastpath(4, {"anomaly": "t", "blocking_type": "dns"})]
    write_table(tmp_path / "raw" / "c.csv", quick, FASTPATH_COLUMNS)
    found = sightings(stored(tmp_path)).to_pylist()
    by_uid = {int(row["measurement_uid"][-16:], 16): row for row in found}
    assert sorted(by_uid) == [1, 2, 3, 4] and len(found) == 4
    assert by_uid[1]["rule"] == "http.success_over_verified_tls"  # ours, not theirs
    assert (by_uid[2]["outcome"], by_uid[2]["state"]) == ("blocked", "likely_blocked")
    assert (by_uid[2]["rule"], by_uid[2]["layer"]) == ("ooni.v5.tls.connection_reset", "tls")
    assert by_uid[2]["mechanism"] == "tls" and by_uid[2]["control"] is None
    assert (by_uid[3]["state"], by_uid[3]["rule"]) == ("ok", "ooni.v5.ok")
    assert (by_uid[4]["state"], by_uid[4]["rule"]) == ("impaired", "ooni.fastpath.anomaly")
    assert sightings(stored(tmp_path), "XB").num_rows == 0
    assert sightings(stored(tmp_path), since=START).num_rows == 4


def test_sightings_of_a_table_say_nothing_of_its_helper(tmp_path: Path) -> None:
    write_table(tmp_path / "raw" / "t.csv", web_rows(1))
    (row,) = sightings(stored(tmp_path)).to_pylist()
    assert (row["outcome"], row["control"]) == ("ok", None)


def test_without_a_store_tables_are_judged_and_opinions_passed_over(tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", [*web_rows(1), *telegram_rows(2)])
    write_table(tmp_path / "b.csv", [analysis(3)], ANALYSIS_COLUMNS)
    sources = find_sources([tmp_path]).sources
    found = list(judge_alone(sources, Context(load_reference()), latest=LATEST))
    assert [type(item) for item in found] == [Verdict, Verdict]
    assert [item.line for item in found] == [2, 4]


def test_a_folder_s_other_tables_are_passed_over_and_a_named_one_is_refused(
    tmp_path: Path,
) -> None:
    write_table(tmp_path / "raw" / "known.csv", web_rows(1))
    (tmp_path / "raw" / "labels.csv").write_text("name,scope\n", encoding="utf-8")
    found = find_sources([tmp_path / "raw"])
    assert [source.name for source in found.sources] == ["known.csv"]
    assert found.ignored == ("labels.csv",)
    named = [tmp_path / "raw" / "labels.csv", tmp_path / "raw" / "known.csv"]
    summary = pipeline.ingest(named, tmp_path / "store", now=lambda: NOW)
    assert (summary.measurements, summary.rejects) == (1, {"unknown_table": 1})
    assert summary.refused == ("labels.csv (unknown_table)",)


def test_again_changes_nothing_and_a_damaged_copy_keeps_what_it_can(tmp_path: Path) -> None:
    path = write_table(tmp_path / "raw" / "t.csv", [*web_rows(1), *web_rows(2)])
    stored(tmp_path)
    again = pipeline.ingest([path], tmp_path / "store", now=lambda: NOW)
    assert (again.new, again.measurements) == (0, 2)
    damaged = tmp_path / "damaged.csv"
    damaged.write_bytes(path.read_bytes() + b'one,"cell\n')
    summary = pipeline.ingest([damaged], tmp_path / "other", now=lambda: NOW)
    assert (summary.measurements, summary.rejects) == (2, {"bad_row": 1})


def test_kenya_s_rows(shared: Path, tmp_path: Path) -> None:
    """The truth of the folder's README: who was cut, how, and that nobody else was."""
    series = shared / "ooni" / "series"
    pipeline.ingest(sorted(series.glob("2023-KE-*")), tmp_path / "store")
    pipeline.build(tmp_path / "store")
    connection = open_store(Store(tmp_path / "store"))
    assert rows(connection, "SELECT count(*) AS n FROM verdicts") == [{"n": 2_344 + 1_228}]
    accused = rows(
        connection,
        """SELECT probe_asn, target, count(*) AS n, min(start_time)::VARCHAR AS first,
            max(start_time)::VARCHAR AS last, list_distinct(flatten(list(mechanisms))) AS how
        FROM verdicts WHERE outcome = 'blocked' GROUP BY ALL ORDER BY ALL""",
    )
    assert {row["probe_asn"] for row in accused} == {12455, 33771, 36926, 37061}
    assert min(row["first"] for row in accused) >= "2023-11-08 09:36"
    assert max(row["last"] for row in accused) < "2023-11-26 11:29"
    cut = {(row["probe_asn"], row["target"]): row for row in accused}
    assert cut[33771, "service:telegram"]["n"] >= 50
    assert "http.timeout" in cut[33771, "service:telegram"]["how"]
    assert cut[12455, "domain:telegram.org"]["how"] == ["dns.injection.bogon"]
    dead = rows(
        connection,
        """SELECT state, deciding_rule, count(*) AS n FROM verdicts
        WHERE probe_asn = 12455 AND target = 'service:telegram'
            AND start_time BETWEEN '2023-11-09 19:36+00' AND '2023-11-24 18:46+00'
        GROUP BY ALL""",
    )
    assert [(row["state"], row["deciding_rule"]) for row in dead] == [("impaired", "tcp.failed")]


def test_taking_any_cell_away_accuses_nobody(tmp_path: Path) -> None:
    """Each variant lacks one cell, or one row; all are judged among networks that succeed."""
    bases: dict[str, Callable[[int, int], list[Cells]]] = {
        "works": lambda number, asn: web_rows(number, asn=asn, ipv6_unreachable=True),
        "unclear": lambda number, asn: web_rows(number, asn=asn, http_failure=TIMEOUT),
        "service": lambda number, asn: telegram_rows(number, asn=asn)[-6:],
    }
    cells = [*others(web_rows), *others(telegram_rows)]
    number = 1_000
    for make in bases.values():
        for place, row in enumerate(make(0, 0)):
            for column in (*(name for name in row if row[name]), None):
                number += 1
                bent = make(number, 70_000 + number)
                if column is None:
                    del bent[place]
                else:
                    bent[place][column] = ""
                cells += bent
    write_table(tmp_path / "raw" / "t.csv", cells)
    found = rows(
        open_store(stored(tmp_path)), "SELECT state, count(*) AS n FROM verdicts GROUP BY 1"
    )
    states = {row["state"]: row["n"] for row in found}
    assert sum(states.values()) > 150
    assert not {"blocked", "likely_blocked"} & set(states)
