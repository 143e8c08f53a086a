from __future__ import annotations

from datetime import UTC, datetime

from fanous.evaluation.simulator.pages import http_date, page, page_headers, redirect_headers
from fanous.evaluation.simulator.two_countries import TWO_COUNTRIES

MOMENT = datetime(2026, 1, 5, 7, 8, 9, tzinfo=UTC)


def test_pages_are_short_and_name_their_site() -> None:
    for site in TWO_COUNTRIES.sites:
        body = page(site)
        assert f"<title>{site.title}</title>" in body
        assert 1000 < len(body.encode()) < 6000
        assert page(site) == body


def test_the_persian_page_is_persian() -> None:
    body = page(TWO_COUNTRIES.site("xn--mgby3bvk.example"))
    assert '<html lang="fa" dir="rtl">' in body
    assert "فانوس" in body


def test_dates_are_written_as_http_has_them() -> None:
    assert http_date(MOMENT) == "Mon, 05 Jan 2026 07:08:09 GMT"


def test_headers_are_sorted_and_count_bytes() -> None:
    headers = page_headers("سلام", moment=MOMENT, server="s")
    assert headers["Content-Length"] == "8"
    assert list(headers) == sorted(headers)


def test_a_redirect_points_somewhere() -> None:
    assert redirect_headers("https://a.example/", moment=MOMENT)["Location"] == "https://a.example/"
