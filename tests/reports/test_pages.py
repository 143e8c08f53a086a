"""Pages: what each is given, and where it goes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fanous.explain.explanation import NO_REVIEWS
from fanous.explain.reviews import Review, Reviews
from fanous.i18n import LANGUAGES
from fanous.reference.load import Reference, load_reference
from fanous.reports.measurement import read_measurements
from fanous.reports.pages import Site, country_page, measurement_page, target_page
from fanous.reports.reading import enter_country
from fanous.reports.render import Renderer
from fanous.reports.timeline import Timeline
from fanous.store.query import open_store
from fanous.store.store import Store
from tests.making import changed, measurement, reset_measurement, uid
from tests.reports.conftest import Html, at, make_store, read_html
from tests.reports.test_country import country
from tests.reports.test_target import target

WINDOW = Timeline(date(2026, 2, 1), date(2026, 3, 31))
SITE = Site(("en", "fa"), WINDOW, {})
RENDERER = Renderer("en", {"synthetic": 0, "received": 9, "rules_version": "1"})


def test_silence_around_the_data_is_drawn(store: Store, reference: Reference) -> None:
    path, content = target_page(
        SITE,
        RENDERER,
        country(store, "XA", reference),
        target(store, reference, "news.example"),
    )
    assert path == "cc/XA/news.example.html"
    page = read_html(content.decode())
    gaps = page.has("rect", fill="url(#p-gap)", **{"class": "gap"})
    assert len(gaps) >= 4  # before and after, in the bars and in the strip
    assert "2026-02-01 – 2026-03-03: no measurements" in page.text


def written(record: object, folder: Path, language: str, reviews: Reviews = NO_REVIEWS) -> Html:
    """The page of a store's only measurement."""
    store = make_store(folder, [record])
    here = country(store, "XA", load_reference())
    goal = target(store, load_reference(), "shop.example")
    connection = open_store(store)
    enter_country(connection, "XA")
    (report,) = read_measurements(connection, [goal.listed[0].record], reviews)
    common = {"synthetic": 0, "received": 1, "rules_version": "1"}
    made = Renderer(language, common)
    return read_html(measurement_page(SITE, made, here, goal, "m/x.html", report)[1].decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_measurement_is_explained_and_drawn(tmp_path: Path, language: str) -> None:
    review = Review(uid(0), "a reader", date(2026, 5, 1), "likely_blocked", "down",
                    "It was <b>off</b>.", ("https://notes.example/",), "a.toml", 0)  # fmt: skip
    page = written(reset_measurement(), tmp_path, language, Reviews([review]))
    assert page.problems == []
    assert {"reviews", "layers", "steps", "endpoints", "changes", "control"} <= set(page.ids)
    (drawing,) = page.has("svg", role="img")
    assert set((drawing["aria-labelledby"] or "").split()) <= set(page.ids)
    assert len(page.has("svg", **{"class": "end"})) == 4
    assert len(page.has("path", **{"class": "cross"})) == 2
    assert len(page.has("circle", **{"class": "dot"})) == 2
    for said in ("tls.reset_control_ok", "HANDSHAKE_RESET", "It was <b>off</b>.", "a reader"):
        assert said in page.text


def test_without_times_a_sentence_stands_in_place_of_the_drawing(tmp_path: Path) -> None:
    record = reset_measurement()
    for key in ("queries", "tcp_connect", "tls_handshakes", "requests"):
        record["test_keys"][key][0] |= {"t0": 0, "t": 0}
    page = written(record, tmp_path, "en")
    assert page.has("svg", role="img") == []
    assert "No times were recorded" in page.text
    assert "reviews" not in page.ids


def test_days_with_measurements_are_of_the_whole_window(store: Store, reference: Reference) -> None:
    path, content = country_page(SITE, RENDERER, country(store, "XA", reference))
    assert path == "cc/XA/index.html"
    assert " of 59 " in read_html(content.decode()).text


def test_steps_with_the_same_facts_and_rules_name_the_first(tmp_path: Path) -> None:
    record = measurement(host="shop.example")
    record["test_keys"]["queries"].append(record["test_keys"]["queries"][0] | {"transaction_id": 9})
    page = written(record, tmp_path, "en")
    assert page.text.count("Facts and rules are those of step 1.") == 1
    assert page.text.count("Rules that held:") == len(record["test_keys"]["queries"]) - 1 + 3


@pytest.mark.parametrize(
    ("language", "where", "sound", "unsound"),
    [
        ("en", "no contrast shows where", "nothing unsound was found in it", "a clock is wrong"),
        ("fa", "هیچ تفاوتی نشان نمی‌دهد کجا", "چیزِ نادرستی در آن دیده نشد", "ساعتی نادرست است"),
    ],
)
def test_where_and_whether_the_record_is_sound(
    tmp_path: Path, language: str, where: str, sound: str, unsound: str
) -> None:
    blocked = written(reset_measurement(), tmp_path / "a", language)
    assert where in blocked.text
    assert sound in blocked.text
    record = changed(measurement(), "measurement_uid", uid(0, start=at(-24)))
    late = written(record, tmp_path / "b", language)
    assert where not in late.text
    assert unsound in late.text
