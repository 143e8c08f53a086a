"""CSV tables: the same numbers as the pages, in the contract's columns."""

from __future__ import annotations

import csv
from pathlib import Path

from fanous.model.tables import ENDPOINT_VERDICTS, VERDICTS
from fanous.reports.measurement import STEP_COLUMNS
from fanous.store.query import open_store, rows
from tests.reports.conftest import Site


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_every_verdict_is_in_its_targets_file(site: Site) -> None:
    connection = open_store(site.store)
    query = "SELECT measurement_uid FROM verdicts WHERE state <> 'not_handled'"
    expected = sorted(row["measurement_uid"] for row in rows(connection, query))
    found = [row for path in site.folder.rglob("*~verdicts.csv") for row in read(path)]
    assert sorted(row["measurement_uid"] for row in found) == expected
    assert set(found[0]) == {*VERDICTS.names, "page"} - {"record"}
    assert all((site.folder / row["page"]).is_file() for row in found)
    assert all(row["state"] for row in found)


def test_endpoints_of_the_listed_measurements(site: Site) -> None:
    found = read(site.folder / "cc/XA/news.example~endpoints.csv")
    assert set(found[0]) == {*ENDPOINT_VERDICTS.names, "measurement_uid"} - {"record"}
    uids = {row["measurement_uid"] for row in read(site.folder / "cc/XA/news.example~verdicts.csv")}
    assert {row["measurement_uid"] for row in found} == uids
    assert {row["layer"] for row in found} == {"dns", "tcp", "tls", "http"}
    assert any("HANDSHAKE_RESET" in row["facts"].split(";") for row in found)


def test_steps_of_the_listed_measurements(site: Site) -> None:
    found = read(site.folder / "cc/XA/news.example~steps.csv")
    assert set(found[0]) == {"measurement_uid", *STEP_COLUMNS}
    first = [row for row in found if row["measurement_uid"] == found[0]["measurement_uid"]]
    assert [row["place"] for row in first] == ["1", "2", "3", "4"]
    assert [row["layer"] for row in first] == ["dns", "tcp", "tls", "http"]
    assert first[0]["tried"].startswith("the device's own resolver")
    failed = [row for row in found if row["failure"] == "connection_reset"]
    assert failed and all(row["succeeded"] == "false" for row in failed)
    assert all(float(row["start"]) <= float(row["end"]) for row in found)


def test_targets(site: Site) -> None:
    by_name = {row["target"]: row for row in read(site.folder / "cc/XA/index~targets.csv")}
    news = by_name["domain:news.example"]
    assert (news["state"], news["accusing"], news["conclusive"]) == ("likely_blocked", "5", "6")
    assert (news["networks_accused"], news["category"]) == ("1", "NEWS")


def test_rules_say_why(site: Site) -> None:
    first = read(site.folder / "cc/XA/news.example~rules.csv")[0]
    assert first["rule"] == "tls.reset_control_ok"
    assert (first["measurements"], first["of"]) == ("5", "6")
    assert first["why"].startswith("The TLS handshake was reset")


def test_days_of_all_networks_and_of_each(site: Site) -> None:
    days = read(site.folder / "cc/XA/news.example~days.csv")
    everywhere = [row for row in days if row["probe_asn"] == "all"]
    each = [row for row in days if row["probe_asn"] == "64502"]
    assert [row["day"] for row in everywhere] == [row["day"] for row in each]
    assert sum(int(row["likely_blocked"]) for row in everywhere) == 5


def test_rejects_name_their_source_and_remedy(site: Site) -> None:
    found = {row["reason"]: row for row in read(site.folder / "index~rejects.csv")}
    assert found["not_json"]["source_name"] == "source0.jsonl.gz"
    assert "OONI JSON Lines" in found["not_json"]["remedy"]
    (source,) = read(site.folder / "index~sources.csv")
    assert source["names"] == "source0.jsonl.gz"
