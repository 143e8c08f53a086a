"""What a file of the register may hold: the nouns, each a struct with its fields.

Decides which fields there are, which must be there, and which words a field may take. The JSON
Schemas in `data/register/schema` are generated from here. Leaves what holds between files (ids,
references, cycles, dates) to `check`, and reading to `load`. Every scalar of a file is text until
this module gives it a type, so that `NO` stays Norway.

No kind of entity is a person, and no field holds one: a claim about somebody in public office has
the office as its subject.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

__all__ = [
    "ELEMENTS",
    "HEDGES",
    "LADDER",
    "RECORDS",
    "TESTS",
    "Amount",
    "Attribution",
    "Claim",
    "Conversion",
    "Element",
    "Entity",
    "Link",
    "Links",
    "Listing",
    "Predicate",
    "Source",
    "SourceError",
    "Tombstone",
]

HEDGES = ("asserted", "reported", "alleged", "author-doubts")  # from strongest to weakest
LADDER = ("none", "offered", "contracted", "delivered", "installed", "used", "used-against")
ELEMENTS = (
    "occurrence",
    "time",
    "place",
    "method",
    "operator",
    "vendor",
    "order",
    "intent",
    "use",
)
TESTS = (
    "connectivity-drop",
    "im-blocking",
    "web-blocking",
    "dns-tampering",
    "throttling",
    "method-observed",
    "speed-compared",
    "reach-compared",
    "target-down-everywhere",
)

Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=80)]
Text = Annotated[str, Meta(min_length=1, max_length=1200)]
Hedge = Literal["asserted", "reported", "alleged", "author-doubts"]
Status = Literal["draft", "reviewed", "disputed", "withdrawn"]
Element = Literal[
    "occurrence", "time", "place", "method", "operator", "vendor", "order", "intent", "use"
]
Step = Literal["none", "offered", "contracted", "delivered", "installed", "used", "used-against"]
TestName = Literal[
    "connectivity-drop",
    "im-blocking",
    "web-blocking",
    "dns-tampering",
    "throttling",
    "method-observed",
    "speed-compared",
    "reach-compared",
    "target-down-everywhere",
]


class _Record(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True, omit_defaults=True):
    """Fields are checked; one that nobody knows is an error, never dropped."""


class Listing(_Record, frozen=True):
    """A name on a list. The kind says what follows from it: a ban is not an NGO's opinion."""

    kind: Literal["asset-freeze", "export-control", "trade-ban", "ngo-listing", "rating"]
    jurisdiction: Text
    target: Id
    start: str
    end: str = ""


class SourceError(_Record, frozen=True):
    """What is known to be wrong in a source. It is told, and never mended in silence."""

    what: Text
    claim: Id | None = None
    differs: tuple[Id, ...] = ()


class Source(_Record, frozen=True):
    """An article, law, contract, listing or data set that says something."""

    id: Id
    kind: Literal[
        "analysis",
        "news-report",
        "opinion",
        "advocacy-news",
        "report",
        "statement",
        "document",
        "law",
        "treaty",
        "listing",
        "data-set",
    ]
    title: Text
    published: str
    seen: Literal["text", "cited"]
    """`text`: the writers of the register read it. `cited`: known only through others."""
    publisher: Id | None = None
    """None: nobody is named; `note` says what is known."""
    language: str = "en"
    url: str = ""
    derived_from: tuple[Id, ...] = ()
    copy_of: Id | None = None
    listing: Listing | None = None
    standing: str = ""
    errors: tuple[SourceError, ...] = ()
    status: Status = "reviewed"
    status_reason: str = ""
    note: str = ""


class Entity(_Record, frozen=True):
    """A company, public body, NGO, system, instrument or place. Never a person."""

    id: Id
    kind: Literal["company", "public-body", "ngo", "system", "instrument", "place"]
    name: Text
    name_fa: str = ""
    aliases: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    summary: str = ""
    trace: Literal["yes", "partly", "consistent-at-most", "no"] | None = None
    """Of a system: whether it leaves a trace in network measurement."""
    trace_note: str = ""
    part_of: Id | None = None
    status: Status = "reviewed"
    status_reason: str = ""
    note: str = ""


class Attribution(_Record, frozen=True):
    """Who says it: in words, and as an entity where the register has one."""

    words: Text
    by: Id | None = None
    via: Id | None = None


class Conversion(_Record, frozen=True):
    """A sum in another currency, with the rate that was used. Empty fields are not known."""

    value: Text
    currency: Text
    rate: str = ""
    date: str = ""
    by: str = ""


class Amount(_Record, frozen=True):
    """A number of a claim. Money keeps its own currency."""

    value: Text
    unit: Text
    bound: Literal["exact", "about", "more-than", "estimate"] = "exact"
    conversion: Conversion | None = None


class Claim(_Record, frozen=True):
    """One statement of one source, in our own words."""

    id: Id
    status: Status
    source: Id
    locator: Text
    kind: Literal[
        "agreement",
        "blocking",
        "crackdown",
        "law",
        "listing",
        "sanction",
        "shutdown",
        "spending",
        "statement",
        "statistic",
        "supply",
        "surveillance-capability",
    ]
    predicate: Id
    text: Text
    hedge: Hedge
    attribution: Attribution
    subject: Id | None = None
    subject_words: str = ""
    objects: tuple[Id, ...] = ()
    systems: tuple[Id, ...] = ()
    date: str = ""
    date_basis: str = ""
    places: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    rests_on: tuple[Id, ...] = ()
    restates: tuple[Id, ...] = ()
    reply_to: tuple[Id, ...] = ()
    contradicts: tuple[Id, ...] = ()
    supersedes: Id | None = None
    hedge_note: str = ""
    measurable: Literal["yes", "partly", "no"] = "no"
    measurable_note: str = ""
    status_reason: str = ""
    note: str = ""


class Link(_Record, frozen=True):
    """One thing that would follow in the network if the claim held, and the test that looks."""

    id: Id
    element: Element
    implication: Text
    test: TestName | None = None
    """None: no test can speak to this element; `reason` says why."""
    reason: str = ""
    entity: str = ""
    """What is looked at: `country:IR`, `region:IR-06`, `asn:58224`."""
    targets: tuple[str, ...] = ()
    asns: tuple[int, ...] = ()
    date_from: str = ""
    date_to: str = ""
    mechanisms: tuple[str, ...] = ()
    compare_with: tuple[str, ...] = ()
    """Other windows of the same entity, as EDTF intervals."""
    control_targets: tuple[str, ...] = ()
    """Targets known to be blocked there and then: seeing them shows that the instrument can see."""
    control_windows: tuple[str, ...] = ()
    """Times of other drops of the same entity that the same signals must have seen."""
    rivals: tuple[Text, ...] = ()
    """What else would look the same."""
    excluded: tuple[Text, ...] = ()
    """Of the rivals, those that are excluded, each with its ground: `rival: ground`."""
    needs: str = ""
    """What would have to be measured, where the data at hand cannot reach."""


class Links(_Record, frozen=True):
    """The links of one claim."""

    claim: Id
    links: Annotated[tuple[Link, ...], Meta(min_length=1)]


class Predicate(_Record, frozen=True):
    """A verb of the register and its step on the ladder."""

    id: Id
    words: Text
    step: Step
    reason: str = ""


class Tombstone(_Record, frozen=True):
    """What stands where an id was taken away: ids are never given again."""

    id: Id
    reason: Text
    removed: str
    successor: Id | None = None


RECORDS: dict[str, type[Struct]] = {
    "sources": Source,
    "entities": Entity,
    "claims": Claim,
    "links": Links,
    "predicates": Predicate,
    "tombstones": Tombstone,
}
"""Folder of the register → what each of its files holds."""
