"""What the register's pages are made from: records, how claims stand, grades, and their addresses.

Decides the path of each page. Paths are permanent: ids never change, and none is given twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import msgspec

from fanous.register.exports.rows import claim_row
from fanous.register.load import Register
from fanous.register.roots import Standing, standings

__all__ = [
    "CLAIMS",
    "DIFFERENCES",
    "INDEX",
    "Shelf",
    "claim_path",
    "countries",
    "country_path",
    "entity_path",
    "record_digest",
    "source_path",
]

INDEX = "register/index.html"
CLAIMS = "register/claims.html"
DIFFERENCES = "register/differences.html"
_DIGEST_DIGITS = 16  # of a record's SHA-256: enough to tell one version of a record from another


@dataclass(slots=True)
class Shelf:
    """A register with how its claims stand, and results of grading by claim.

    `measured` is False where the grades were made without looking at any measurement.
    """

    register: Register
    grades: Mapping[str, Sequence[Mapping[str, Any]]]
    measured: bool = True
    standings: dict[str, Standing] = field(init=False)

    def __post_init__(self) -> None:
        self.standings = standings(self.register)

    @property
    def digest(self) -> str:
        """SHA-256 over all that its pages are made of."""
        register = self.register
        kinds = (register.claims, register.sources, register.entities, register.links)
        grades = (sorted(self.grades.items()), self.measured)
        whole = repr((kinds, register.predicates, grades))
        return sha256(whole.encode()).hexdigest()

    @property
    def countries(self) -> list[str]:
        """Countries that claims are about."""
        return countries(self.register)

    def row(self, key: str) -> dict[str, Any]:
        """A claim as a flat row."""
        return claim_row(self.register, self.register.claims[key], self.standings[key])


def claim_path(key: str) -> str:
    """The page of a claim."""
    return f"register/claims/{key}.html"


def source_path(key: str) -> str:
    """The page of a source."""
    return f"register/sources/{key}.html"


def entity_path(key: str) -> str:
    """The page of an entity."""
    return f"register/entities/{key}.html"


def country_path(cc: str) -> str:
    """The page of a country."""
    return f"register/cc/{cc}.html"


def countries(register: Register) -> list[str]:
    """Countries that claims are about."""
    codes = {code[:2] for claim in register.claims.values() for code in claim.places}
    return sorted(code for code in codes if code.isalpha())  # regions of the world are `M49:…`


def record_digest(record: msgspec.Struct) -> str:
    """What tells a version of a record from another: who cites a claim cites one version of it."""
    return sha256(msgspec.json.encode(record, order="deterministic")).hexdigest()[:_DIGEST_DIGITS]
