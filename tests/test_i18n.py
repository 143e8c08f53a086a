"""Messages: words and numbers in a reader's language, and data that stay data."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from jinja2 import Environment
from markupsafe import Markup

from fanous.errors import UsageError
from fanous.i18n import LANGUAGES, N_, Messages, Phrase, messages, visible


def test_unknown_languages_are_refused() -> None:
    with pytest.raises(UsageError, match="'xx'"):
        messages("xx")


def test_english_is_its_own_key() -> None:
    spoken = messages("en")
    assert (spoken.language, spoken.direction) == ("en", "ltr")
    assert spoken.text(N_("blocked")) == "blocked"
    assert spoken.text("Nobody translated %(what)s.", what="this") == "Nobody translated this."
    assert spoken.text("") == ""
    assert spoken.count("%(n)s network", "%(n)s networks", 1) == "1 network"
    assert spoken.count("%(n)s network", "%(n)s networks", 2000) == "2,000 networks"


def test_persian() -> None:
    spoken = messages("fa")
    assert (spoken.language, spoken.direction) == ("fa", "rtl")
    assert spoken.text("blocked") == "مسدود"
    assert spoken.text("likely blocked") == "احتمالاً مسدود"
    assert spoken.text("") == ""
    assert spoken.count("%(n)s network", "%(n)s networks", 2000) == "۲٬۰۰۰ شبکه"
    assert spoken.number(1234567) == "۱٬۲۳۴٬۵۶۷"
    assert spoken.number(0.5) == "۰٫۵"


def test_days() -> None:
    day, moment = date(2026, 1, 5), datetime(2026, 1, 5, 23, 7, 9, tzinfo=UTC)
    for spoken in (messages("en"), messages("fa")):
        assert spoken.day(day) == "2026-01-05"
        assert spoken.moment(moment) == "2026-01-05 23:07 UTC"
    assert messages("en").period(day, day) == "on 5 January 2026"
    for last, said in (
        (date(2026, 1, 9), "from 5 to 9 January 2026"),
        (date(2026, 3, 1), "from 5 January to 1 March 2026"),
        (date(2027, 1, 5), "from 5 January 2026 to 5 January 2027"),
    ):
        assert messages("en").period(day, last) == said
    assert messages("fa").period(day, day) == "در ۵ ژانویه ۲۰۲۶"
    assert messages("fa").html("%(n)s", n=day) == "<bdi>2026-01-05</bdi>"


def test_months_and_years() -> None:
    assert messages("en").month(date(2019, 11, 16)) == "November 2019"
    assert messages("en").year(2019) == "2019"
    assert messages("fa").year(2019) == "۲۰۱۹"


def test_terminal_messages_may_use_braces() -> None:
    assert messages("en").text("The report is at {path}", path="out") == "The report is at out"
    assert "out" in messages("fa").text("The report is at {path}", path="out")


@pytest.mark.parametrize("language", LANGUAGES)
def test_data_in_html_is_escaped_and_isolated(language: str) -> None:
    said = messages(language).html("on %(day)s", day="<script>\u202e")
    assert "<bdi>&lt;script&gt;⟨U+202E⟩</bdi>" in said
    assert isinstance(said, Markup)
    kept = messages(language).html("on %(day)s", day=Markup("<b>x</b>"))
    assert "<b>x</b>" in kept
    ours = messages(language).html("on %(day)s", day=Phrase("a < b"))
    assert "a &lt; b" in ours
    assert "bdi" not in ours


def test_data_in_plain_text_are_isolated_where_they_could_reorder() -> None:
    assert messages("en").text("on %(day)s", day="x") == "on x"
    assert messages("en").text("on %(day)s", day="روز") == "on \u2068روز\u2069"
    assert messages("fa").text("on %(day)s", day="x") == "در \u2068x\u2069"
    assert messages("fa").text("on %(day)s", day=Phrase("x")) == "در x"


def test_visible() -> None:
    assert visible("plain") == "plain"
    assert visible("می\u200cشود") == "می\u200cشود"
    assert visible("a\u202eb\x00c\n") == "a⟨U+202E⟩b⟨U+0000⟩c⟨U+000A⟩"
    assert visible("\ud800") == "⟨U+D800⟩"
    assert visible("x" * 1000) == "x" * 300 + "…"


def test_jinja_speaks_through_the_catalogue() -> None:
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    spoken: Messages = messages("fa")
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals.update(gettext=spoken.html, ngettext=spoken.html_count, _=spoken.html)
    template = environment.from_string(
        "{{ _('on %(day)s', day=name) }} "
        "{% trans n=count %}%(n)s network{% pluralize %}%(n)s networks{% endtrans %}"
    )
    shown = template.render(name="<i>", count=3)
    assert shown.startswith("در <bdi>&lt;i&gt;</bdi>")
