"""Where the register's pages are written, in one language: names, lists of claims, citations.

Decides what every list of claims shows (never a claim without its attribution and hedge), what a
record is called in the reader's language, and how it is cited. Leaves each kind of page to its
module.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from fanous.i18n import Messages, Phrase
from fanous.register.load import Register
from fanous.register.schema import Claim, Entity
from fanous.reports import register_words as words
from fanous.reports.register_dates import date_words
from fanous.reports.register_measured import NOTHING_BESIDE, Beside
from fanous.reports.register_shelf import (
    INDEX,
    Shelf,
    claim_path,
    entity_path,
    record_digest,
    source_path,
)
from fanous.reports.render import Page, Renderer

__all__ = ["Desk", "Written"]

Written = tuple[str, bytes]
_WORDS = {
    "control_words": words.CONTROL_WORDS,
    "element_words": words.ELEMENT_WORDS,
    "group_words": words.ENTITY_GROUP_WORDS,
    "grade_words": words.GRADE_WORDS,
    "hedge_words": words.HEDGE_WORDS,
    "status_words": words.SOURCE_STATUS_WORDS,
    "step_words": words.STEP_WORDS,
    "trace_words": words.TRACE_WORDS,
}


@dataclass(frozen=True, slots=True)
class Desk:
    """One language's pages. `beside` is what the report that they are part of has measured."""

    shelf: Shelf
    renderer: Renderer
    languages: tuple[str, ...]
    beside: Beside = NOTHING_BESIDE

    @property
    def register(self) -> Register:
        """The register."""
        return self.shelf.register

    @property
    def spoken(self) -> Messages:
        """The reader's language."""
        return self.renderer.messages

    def page(self, path: str, title: str) -> Page:
        """A page's place: below the register, and below the report where it is part of one."""
        crumbs = [(self.spoken.text("What was measured"), "index.html")] if self.beside.home else []
        if path != INDEX:
            crumbs.append((self.spoken.text("The register"), INDEX))
        return Page(path, self.spoken.language, self.languages, title, tuple(crumbs))

    def written(self, template: str, page: Page, **context: object) -> Written:
        """A page's file and bytes."""
        return page.file, self.renderer.render(
            template,
            page,
            **_WORDS,
            named=self.named,
            when=self.when,
            looked=self.shelf.measured,
            **context,
        )

    def when(self, date: str) -> str:
        """An EDTF date in words."""
        return date_words(self.spoken, date)

    def named(self, kinds: str, code: str) -> str:
        """The word for a code of the register's files, such as ("ENTITY_KIND_WORDS", "ngo")."""
        return words.named(self.spoken, getattr(words, kinds), code)

    def name(self, entity: Entity) -> str:
        """What an entity is called in the reader's language."""
        return entity.name_fa if self.spoken.language == "fa" and entity.name_fa else entity.name

    def place(self, code: str) -> str:
        """A country or a part of one, by its entity; else by its code."""
        for entity in self.register.entities.values():
            if entity.kind == "place" and entity.places == (code,):
                return Phrase(self.name(entity))
        return words.country_words(self.spoken, code)

    def subject(self, claim: Claim) -> str:
        """What a claim is about."""
        entity = self.register.entities.get(claim.subject or "")
        return self.name(entity) if entity else claim.subject_words or claim.subject or ""

    def linked(self, keys: Iterable[str | None]) -> list[tuple[str, str]]:
        """Entities with their pages, each once."""
        entities = self.register.entities
        named = dict.fromkeys(key for key in keys if key in entities)
        return [(self.name(entities[key]), entity_path(key)) for key in named if key]

    def brief(self, keys: Iterable[str]) -> list[dict[str, Any]]:
        """Claims for a list: never without attribution and hedge."""
        return [
            {
                "id": key,
                "path": claim_path(key),
                "date": self.when(claim.date),
                "text": claim.text,
                "attribution": claim.attribution.words,
                "hedge": claim.hedge,
                "weakest": self.shelf.standings[key].hedge,
                "status": claim.status,
                "reason": claim.status_reason,
                "roots": len(self.shelf.standings[key].roots),
            }
            for key in keys
            if (claim := self.register.claims.get(key))
        ]

    def sources(self, keys: Iterable[str]) -> list[dict[str, Any]]:
        """Sources for a list."""
        return [
            {
                "id": key,
                "path": source_path(key),
                "title": item.title,
                "seen": item.seen,
                "published": self.when(item.published),
            }
            for key in keys
            if (item := self.register.sources.get(key))
        ]

    def cited(self, record: msgspec.Struct, page: Page, said: str) -> str:
        """Text to cite a version of a record with. Records are in English, and so is this."""
        version = record_digest(record)
        return f"Fanous, the register: {said} Version {version} of the record. {page.path}"
