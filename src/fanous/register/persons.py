"""No natural person in the register: names that look like one's are refused.

Decides what looks like a person's name: a given name of the list, followed by another word with a
capital (or, in Persian, a given name at the start of a short name), in a place where no person may
stand. The list is short and made of common names, so this is a help to reviewers and no proof.
What may look like one and is none (a company named after its founder) is said with a word of its
kind: `Company`, `University`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fanous.register.fold import fold
from fanous.register.load import Register
from fanous.register.problem import Problem

__all__ = ["person_in", "persons"]

_GIVEN = frozenset(
    """
    abbas abdullah ahmad ahmed akbar alexander ali alireza amir andrew angela anna antonio
    asghar ayatollah bahram barack behnam benjamin boris charles chen cyrus daniel dariush david
    dmitry donald ebrahim elena elizabeth emma eric esmail farhad fatemeh fatima george ghazal
    hamid hassan hossein hussein ivan james jamal javad jina joe john joseph kamal karim
    katherine kaveh khalid laura leila linda ludmila mahmoud mahsa majid mao maria mary maryam
    masoud maya mehdi michael mohammad mohammed mojtaba mona moosa mostafa muhammad narges
    nasrin natalia nika nikolai omar parvin patrick paul peter reza richard robert roya ruhollah
    saeed saeid sajjad salman sara sarah sergei shirin soheil susan thomas vladimir wang william
    xi yeonmi yusuf zahra zhang
    """.split()
)
_GIVEN_PERSIAN = frozenset(
    fold(
        """
        علی محمد حسین حسن رضا مهدی احمد محمود مسعود ابراهیم فاطمه زهرا مریم زینب سارا امیر سعید
        حمید مجید عباس جواد علیرضا محمدرضا مهسا ژینا نرگس نسرین روح‌الله آیت‌الله موسی
        """
    ).split()
)
_OFFICE = re.compile(
    r"\b(agency|bank|bill|broadcaster|bureau|center|centre|commission|committee|company|"
    r"corporation|council|court|engineering|foundation|group|holdings?|inc|institute|law|ltd|"
    r"ministry|motion|network|newspaper|office|party|press|province|school|service|system|"
    r"technolog(y|ies)|treaty|tribunal|university)\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+[\w-]*)+")
_MOST_WORDS = 4
_CLAIM_FIELDS = (
    "subject_words",
    "text",
    "date_basis",
    "hedge_note",
    "measurable_note",
    "note",
    "status_reason",
)
_REMEDY = (
    "The register holds no natural person. Name the office, body or company; in an attribution, "
    "write the public role, as in 'head of the judicial commission'."
)


def person_in(text: str) -> str:
    """The first thing in a text that looks like a person's name; empty if nothing does."""
    for found in _CAPITALS.finditer(text):
        parts = found[0].split()
        for first in range(len(parts) - 1):  # `As Hassan Example said` begins with no given name
            name = " ".join(parts[first:])
            if parts[first].casefold() in _GIVEN and not _OFFICE.search(name):
                return name
    return ""


def _whole_name(name: str) -> str:
    """A name of an entity that is a person's, in English or Persian."""
    parts = fold(name).split()
    persian = 1 < len(parts) <= _MOST_WORDS and parts[0] in _GIVEN_PERSIAN
    return name if persian else person_in(name)


def persons(register: Register) -> Iterator[Problem]:
    """Names of persons: as entities, as subjects, and in what claims and sources say."""
    for key, entity in register.entities.items():
        fields = {"name": entity.name, "name_fa": entity.name_fa, "summary": entity.summary}
        fields |= {f"alias {alias}": alias for alias in entity.aliases}
        for name, text in fields.items():
            if found := _whole_name(text) if name != "summary" else person_in(text):
                at = ("aliases",) if name.startswith("alias") else (name,)
                what = f"{at[0]}: {found!r} looks like a person's name"
                yield register.problem("entities", key, at, "person", what, _REMEDY)
    for folder, names in (
        ("claims", _CLAIM_FIELDS),
        ("sources", ("title", "standing", "note", "status_reason")),
    ):
        for key, record in getattr(register, folder).items():
            for name in names:
                if found := person_in(getattr(record, name)):
                    what = f"{name}: {found!r} looks like a person's name"
                    yield register.problem(folder, key, (name,), "person", what, _REMEDY)
