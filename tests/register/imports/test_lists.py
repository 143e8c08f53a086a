from __future__ import annotations

from fanous.register.imports.lists import COLUMNS, LISTS, MANIFESTS


def test_every_list_has_its_manifest_and_columns() -> None:
    assert set(LISTS) == set(MANIFESTS) == set(COLUMNS)


def test_access_now() -> None:
    row = {
        "start_date": "2018-05-01 00:00:00.000000", "end_date": "", "start_date_type": "Estimated",
        "country": "Iran (Islamic Republic of)", "area_name": "Nationwide",
        "shutdown_extent": "Service-based", "shutdown_status": "Ongoing",
        "telegram_affected": "Yes", "whatsapp_affected": "No", "other_affected": "Signal, Viber",
        "info_source_link": "https://a.example; https://b.example", "count_year": "2018",
        "actual_cause": "Information control",
    }  # fmt: skip
    ((found, problems),) = LISTS["access-now-stop"](row)
    assert problems == []
    assert (found.cc, found.kind, found.start, found.end) == ("IR", "services", "2018-05-01~", "")
    assert found.services == ("Signal", "Viber", "telegram")
    assert found.sources == ("https://a.example", "https://b.example")


def test_ioda_takes_the_region_out_of_the_scope() -> None:
    row = {
        "ID": "61AE", "Begin time": "7/28/2020 17:00:00 PM", "End time": "7/27/2020",
        "Country": "South Sudan", "Cause": "", "Region": "", "AS": "",
        "Scope (based on granularity at which the outage appears in IODA)": "Region (Bago)",
    }  # fmt: skip
    ((found, problems),) = LISTS["ioda-curated"](row)
    assert (found.place, found.cc, found.start) == ("Bago", "SS", "2020-07-28")
    assert len(problems) == 2
    assert "ends" in problems[1]


def test_pulse() -> None:
    row = {
        "detail_url": "https://p.example/x", "status": "Ongoing", "country_code": "UG",
        "start_datetime": "2026-01-17T20:00:00+00:00", "end_datetime": "", "country": "Uganda",
        "shutdown_type": "Service blocking", "region": "",
    }  # fmt: skip
    ((found, problems),) = LISTS["isoc-pulse"](row)
    assert problems == []
    assert (found.cc, found.kind, found.start) == ("UG", "services", "2026-01-17T20:00:00Z")


def test_ooni_is_one_incident_a_country() -> None:
    row = {
        "id": "34", "title": "x", "CCs": "GA;CM", "start_time": "2026-02-18T00:00:00Z",
        "end_time": "", "domains": "a.example;b.example",
    }  # fmt: skip
    found = [incident for incident, _ in LISTS["ooni-incidents"](row)]
    assert [item.cc for item in found] == ["GA", "CM"]
    assert found[0].services == ("a.example", "b.example")


def test_a_row_without_a_beginning_is_told() -> None:
    row = {"ID": "1", "Begin time": "N/A", "End time": "N/A", "Country": "Guam", "Cause": ""}
    ((_, problems),) = LISTS["ioda-curated"](row)
    assert problems == ["it has no beginning"]
