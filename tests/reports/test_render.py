"""Rendering: where links lead, and what happens to whatever a template prints."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from fanous.i18n import Phrase, messages
from fanous.model.outcome import Layer
from fanous.reports.render import Page, Renderer, _template
from fanous.rules.registry import RULES

COMMON = {"synthetic": 0, "received": 1, "rules_version": "1"}


def test_links_are_relative_and_stay_in_the_language() -> None:
    page = Page("cc/XA/a.html", "fa", ("en", "fa"), "A")
    assert page.file == "fa/cc/XA/a.html"
    assert page.to("index.html") == "../../../fa/index.html"
    assert page.table("cc/XA/a~days.csv") == "../../../cc/XA/a~days.csv"
    assert page.twins == (("en", "../../../cc/XA/a.html"),)
    english = Page("index.html", "en", ("en", "fa"), "A")
    assert (english.file, english.root, english.to("x.html")) == ("index.html", "", "x.html")
    assert english.twins == (("fa", "fa/index.html"),)


@pytest.mark.parametrize(
    ("template", "value", "shown"),
    [
        ("{{ value }}", "<b>\u202e", "&lt;b&gt;⟨U+202E⟩"),
        ("{{ value }}", None, "–"),
        ("{{ value|wire }}", "<b>", '<bdi dir="ltr" class="wire">&lt;b&gt;</bdi>'),
        ("{{ value|whole }}", "x" * 400, "x" * 400),
        ("{{ value|whole }}", "<\u202e", "&lt;⟨U+202E⟩"),
        ("{{ value|data }}", Phrase("\u2068x\u2069"), "<bdi>\u2068x\u2069</bdi>"),
        ("{{ value|number }}", 1234, "1,234"),
        (
            "{{ value|moment }}",
            datetime(2026, 1, 5, 3, 4, tzinfo=UTC),
            '<time datetime="2026-01-05T03:04:00Z"><bdi>2026-01-05 03:04 UTC</bdi></time>',
        ),
        ("{{ value|day }}", None, "–"),
        ("{{ known.why(value) }}", RULES[Layer.DNS].rules[-1].id, RULES[Layer.DNS].rules[-1].why),
        ("{{ value }}", Markup("<b>"), "<b>"),
        ("{{ value }}", Phrase("a<b"), "a&lt;b"),
        ("{{ value }}", 1.5, "1.5"),
        ("{{ value }}", ["<b>"], "[&#39;&lt;b&gt;&#39;]"),
        ("{{ '<i>' }}{{ '<' ~ value }}", "<b>", "&lt;i&gt;&lt;&lt;b&gt;"),
        ("{{ known.why(value) }}", "no.such", "This rule is not part of this version of Fanous."),
    ],
)
def test_what_templates_print(template: str, value: object, shown: str) -> None:
    environment = Renderer("en", COMMON)._environment
    assert environment.from_string(template).render(value=value).strip() == shown


def test_constant_messages_are_said_before_a_page_is_made() -> None:
    source = _template(messages("fa"), "base.html")
    assert "رفتن به متن" in source
    assert "Skip to the content" not in source
    assert "_(" in source  # messages with values stay


def test_what_is_not_given_is_an_error_and_not_an_empty_place() -> None:
    template = Renderer("en", COMMON)._environment.from_string("{{ nothing }}")
    with pytest.raises(UndefinedError):
        template.render()


def test_a_remembered_piece_answers_for_its_own_type_only() -> None:
    template = Renderer("en", COMMON)._environment.from_string("{{ known.state(value) }}")
    assert "<b>" not in template.render(value="<b>")
    template.render(value=Markup("<b>"))
    assert "<b>" not in template.render(value="<b>")
