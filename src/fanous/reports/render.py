"""Templates to pages, in a language.

Decides how templates speak (the catalogue through Jinja2's i18n extension), that everything from
data is escaped with its control characters made visible, and how a page links to others: relative,
so that a site works from a folder. Leaves what a page says to its template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from fanous import __version__
from fanous.i18n import LANGUAGES, Messages, Phrase, isolated, messages, visible
from fanous.reports import event_words, sentences, words
from fanous.reports.chart import STATES
from fanous.reports.summary import state_of_tally
from fanous.rules.mechanisms import load_mechanisms
from fanous.rules.registry import rule_named

__all__ = ["Page", "Renderer"]

_TEMPLATES = files("fanous.web") / "templates"
_CONSTANT_MESSAGE = re.compile(r'\{\{ _\("([^"\\]*)"\) \}\}')
_REMEMBERED = ("state", "target_state", "outcome", "network", "layer", "why", "confused",
               "step", "judged", "change", "seen_elsewhere")  # fmt: skip
_SHORT_CHARACTERS = 60  # a forged name must not push a table off the page; CSV files have it all
_RECORD_CHARACTERS = 5_000  # of a text that our own records hold: their schema keeps it short
_REMEMBERED_PIECES = 4_096


@dataclass(frozen=True, slots=True)
class Page:
    """A page's place: `path` is the same in every language; `crumbs` lead up to it."""

    path: str
    language: str
    languages: tuple[str, ...]
    title: str
    crumbs: tuple[tuple[str, str], ...] = ()

    @property
    def file(self) -> str:
        """Where the page is written within the site."""
        return _prefix(self.language) + self.path

    @property
    def root(self) -> str:
        """The way up to the site's folder."""
        return "../" * self.file.count("/")

    def to(self, path: str) -> str:
        """A link to another page in the same language."""
        return self.root + _prefix(self.language) + path

    def table(self, path: str) -> str:
        """A link to a file that all languages share."""
        return self.root + path

    @property
    def twins(self) -> tuple[tuple[str, str], ...]:
        """The same page in the other languages: language and link."""
        return tuple(
            (other, self.root + _prefix(other) + self.path)
            for other in self.languages
            if other != self.language
        )


def _prefix(language: str) -> str:
    return "" if language == LANGUAGES[0] else f"{language}/"


class Renderer:
    """The templates in one language; `common` holds what every page of the site prints."""

    def __init__(self, language: str, common: Mapping[str, object]) -> None:
        self.messages = messages(language)
        self._environment = _environment(self.messages)
        self._environment.globals.update(common)
        self._environment.globals["known"] = self._remembered()

    def _remembered(self) -> SimpleNamespace:
        """Macros whose answers are kept: thousands of pages print the same few hundred pieces."""
        macros = self._environment.get_template("macros.html").module
        remembered = lru_cache(_REMEMBERED_PIECES, typed=True)  # 1 and True are not printed alike
        return SimpleNamespace(**{name: remembered(getattr(macros, name)) for name in _REMEMBERED})

    def render(self, template: str, page: Page, **context: object) -> bytes:
        """A page's bytes."""
        found = self._environment.get_template(template)
        return found.render(page=page, **context).encode("utf-8", "replace")


class _Generator(CodeGenerator):
    """Prints a value by one call of `_shown`, which escapes, and not by two.

    Pages print millions of values. Where autoescape could be off, Jinja2's own way stays.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(")")


class _Environment(Environment):
    code_generator_class = _Generator


def _environment(spoken: Messages) -> Environment:
    environment = _Environment(
        loader=FunctionLoader(lambda name: _template(spoken, name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        finalize=_shown,
    )
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # added by the extension
    environment.globals.update(_speech(spoken))
    environment.filters.update(_filters(spoken))
    return environment


def _template(spoken: Messages, name: str) -> str:
    """A template's source, with the messages that take no value already said.

    Saying them once a language and not once a page saves about a fifth of a report's time.
    """
    source = _TEMPLATES.joinpath(name).read_text("utf-8")
    return _CONSTANT_MESSAGE.sub(lambda found: str(spoken.html(found[1])), source)


def _shown(value: object) -> str:
    """Whatever a template prints, escaped: words of ours as they are, data made visible."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]  # it is a str
    if kind is int or kind is float:
        return str(value)
    if value is None:
        return "–"
    return escape(visible(value) if kind is str else value)  # type: ignore[arg-type]  # as above


def _speech(spoken: Messages) -> dict[str, object]:
    """What templates say and name things with."""
    return {
        "_": spoken.html,
        "gettext": spoken.html,
        "ngettext": spoken.html_count,
        "text": spoken.text,
        "count": spoken.count,
        "messages": spoken,
        "everyone": tuple(messages(language) for language in LANGUAGES),
        "banners": words,
        "fanous_version": __version__,
        "states": STATES,
        "state_words": words.STATE_WORDS,
        "target_state_words": words.TARGET_STATE_WORDS,
        "outcome_words": words.OUTCOME_WORDS,
        "layer_words": words.LAYER_WORDS,
        "locus_words": words.LOCUS_WORDS,
        "mechanisms": {node.id: node.sentence for node in load_mechanisms().values()},
        "categories": words.CATEGORIES,
        "kind_words": event_words.KIND_WORDS,
        "event_state_words": event_words.STATE_WORDS,
        "confidence_words": event_words.CONFIDENCE_WORDS,
        "action_words": event_words.ACTION_WORDS,
        "moment_of": event_words.moment_of,
        "refusal_words": event_words.REFUSAL_WORDS,
        "facts": words.FACTS,
        "rule_named": rule_named,
        "state_of_tally": state_of_tally,
        "country_name": lambda cc: sentences.country_name(spoken, cc),
        "target_title": lambda target: words.target_title(spoken, target),
        "validity_words": lambda codes: words.validity_words(spoken, tuple(codes or ())),
        "headline": lambda cc, row: sentences.headline(spoken, cc, row),
        "remarks": lambda row: tuple(sentences.remarks(spoken, row)),
    }


def _filters(spoken: Messages) -> dict[str, Callable[..., object]]:
    return {
        "number": spoken.number,
        "tupled": lambda value: tuple(value or ()),
        "ours": lambda value: Phrase(value),
        "day": lambda value: _time(spoken.day(value), value) if value else Phrase("–"),
        "moment": lambda value: _time(spoken.moment(value), value) if value else Phrase("–"),
        "said": lambda sentence: sentence.html(spoken),
        "data": lambda value: isolated(_of_data(value)),
        "heading": _heading,
        "short": lambda value: isolated(visible(value, _SHORT_CHARACTERS)),
        "brief": lambda value: isolated(visible(value, _SHORT_CHARACTERS), _WIRE),
        "called": lambda target: _called(words.target_title(spoken, target), _SHORT_CHARACTERS),
        "name": lambda value: isolated(_of_data(value), ' dir="ltr"'),
        "whole": lambda value: Phrase(visible(str(value), _RECORD_CHARACTERS)),
        "wire": lambda value: isolated(_of_data(value), _WIRE),
    }


_WIRE = ' dir="ltr" class="wire"'


def _called(title: str, limit: int) -> Markup:
    """A target's title: words of ours in the page's direction, a name of the wire in its own."""
    return isolated(title) if isinstance(title, Phrase) else isolated(visible(title, limit), _WIRE)


def _heading(value: str) -> Markup:
    """A page's title: words of ours run in the page's direction, whatever letter comes first."""
    return escape(value) if isinstance(value, Phrase) else isolated(_of_data(value))


def _of_data(value: object) -> str:
    return value if isinstance(value, Phrase) else visible(str(value))


def _time(written: str, value: date) -> Markup:
    machine = value.astimezone(UTC) if isinstance(value, datetime) else value
    iso = machine.isoformat().replace("+00:00", "Z")
    return Markup(f'<time datetime="{iso}"><bdi>{written}</bdi></time>')
