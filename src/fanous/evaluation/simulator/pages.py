"""What the simulated sites serve: short HTML pages and response headers.

Decides text that is plainly made up, in English or Persian, with a title that names the site. A
page is the same for everyone and every day, so that a difference in a measurement arose on the way.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape
from random import Random

from fanous.evaluation.simulator.scenario import Site

__all__ = ["http_date", "page", "page_headers", "redirect_headers"]

_ENGLISH = """
lantern harbour letter garden river market window paper morning evening station bridge teacher
winter summer city village mountain kitchen journey story picture number answer question table
weather music children neighbour doctor school library money water bread light shadow quiet
bright simple careful small large early late between behind beyond under over again perhaps
"""
_PERSIAN = """
فانوس بندر نامه باغ رود بازار پنجره کاغذ بامداد شب ایستگاه پل آموزگار زمستان تابستان شهر
روستا کوه آشپزخانه سفر داستان تصویر پاسخ پرسش میز هوا موسیقی کودکان همسایه پزشک مدرسه
کتابخانه آب نان روشنایی سایه آرام ساده کوچک بزرگ زود دیر میان پشت زیر دوباره شاید
"""
_WORDS = {"en": _ENGLISH.split(), "fa": _PERSIAN.split()}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def http_date(moment: datetime) -> str:
    """A date as HTTP writes it; strftime would follow the machine's locale."""
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02d} {month} {moment.year} {moment:%H:%M:%S} GMT"


def _paragraph(rng: Random, words: list[str]) -> str:
    sentences = (
        " ".join(rng.choice(words) for _ in range(rng.randint(6, 14))).capitalize()
        for _ in range(rng.randint(2, 4))
    )
    return f"<p>{'. '.join(sentences)}.</p>"


def _story(rng: Random, words: list[str], number: int) -> str:
    return (
        f'<section class="story" id="s{number}">\n'
        f"<h2>{rng.choice(words)} {rng.choice(words)}</h2>\n{_paragraph(rng, words)}\n"
        f'<a href="/stories/{number}">{rng.choice(words)}</a>\n</section>\n'
    )


def page(site: Site) -> str:
    """The site's front page, 1 to 4 KB. The same site always has the same page."""
    rng, words = Random(f"page:{site.host}"), _WORDS[site.language]
    direction = ' dir="rtl"' if site.language == "fa" else ""
    stories = "".join(_story(rng, words, number) for number in range(1, rng.randint(4, 9)))
    return (
        f'<!doctype html>\n<html lang="{site.language}"{direction}>\n<head>\n'
        f'<meta charset="utf-8">\n<title>{escape(site.title)}</title>\n'
        "<!-- synthetic: no such site exists -->\n</head>\n<body>\n"
        f"<h1>{escape(site.title)}</h1>\n{stories}<footer>{site.host}</footer>\n"
        "</body>\n</html>\n"
    )


def page_headers(body: str, *, moment: datetime, server: str) -> dict[str, str]:
    """Headers of a 200 response, in the alphabetical order the probe writes them in."""
    return {
        "Cache-Control": "max-age=600",
        "Content-Length": str(len(body.encode())),
        "Content-Type": "text/html; charset=utf-8",
        "Date": http_date(moment),
        "Last-Modified": http_date(moment - timedelta(days=1)),
        "Server": server,
        "Vary": "Accept-Encoding",
    }


def redirect_headers(location: str, *, moment: datetime) -> dict[str, str]:
    """Headers of a 301 response with an empty body."""
    return {
        "Content-Length": "0",
        "Content-Type": "text/html; charset=utf-8",
        "Date": http_date(moment),
        "Location": location,
        "Server": "example-server",
    }
