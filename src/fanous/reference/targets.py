"""Services that people know by one name, made of several targets: `data/targets/*.toml`.

Decides what a well-formed service is, which service a target belongs to (a domain stands for itself
and every host beneath it), and how members make one answer. Leaves what was measured of a member to
`data/services` and the rules, and categories to test lists.

Ids are contracts: `service:telegram` means the same in ten years.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fanous.paths import data_folder
from fanous.reference.toml_file import Place, TomlFile

__all__ = ["Member", "Service", "Targets", "domain_of", "load_targets", "targets"]

FOLDER = "targets"
PREFIX = "service:"
DOMAIN = "domain:"
RULES = ("any_of", "all_of")
_ID = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_DOMAIN = re.compile(r"(?!www\.)[a-z0-9-]+(\.[a-z0-9-]+)+")
_NAME = re.compile(r"[^\s].*[^\s]|[^\s]")
_CATEGORY = re.compile(r"[A-Z]{3,5}")


@dataclass(frozen=True, slots=True)
class Member:
    """One part of a service: a service test (`service:telegram`), or a domain with every host
    beneath it (`domain:telegram.org`).

    A part that is not `core` is told where it is blocked, and does not make the service blocked.
    """

    target: str
    core: bool


@dataclass(frozen=True, slots=True)
class Service:
    """A service. `rule`: blocked where any core member is (`any_of`), or only where all that were
    measured are (`all_of`). `names` by language."""

    id: str
    names: dict[str, str]
    category: str
    rule: str
    members: tuple[Member, ...]

    @property
    def target(self) -> str:
        """The id as a target: `service:telegram`."""
        return PREFIX + self.id


@dataclass(frozen=True, slots=True)
class Targets:
    """All services, and which member of which service a measured target is."""

    services: dict[str, Service]
    by_member: dict[str, Service]

    def find(self, target: str) -> tuple[Service, Member] | None:
        """The service and the member that a measured target belongs to, if any."""
        for name in _ancestors(target):
            if service := self.by_member.get(name):
                return service, next(m for m in service.members if m.target == name)
        return None

    def group(self, target: str) -> str:
        """The name that a target is told under: its service's where it is a core member of one that
        is blocked with any of them, else its domain (without `www.`), or its own name. One member
        of an `all_of` service says nothing of the service."""
        found = self.find(target)
        if found and found[1].core and found[0].rule == "any_of":
            return found[0].target
        return domain_of(target)

    def name(self, target: str, language: str = "en") -> str:
        """What people call a target."""
        service = self.services.get(target)
        return service.names.get(language, service.names["en"]) if service else target

    def named(self, name: str) -> str:
        """The name in full, of what people write: `x`, `service:x`, `x.com`, `domain:x.com`."""
        for given in (name, PREFIX + name):
            if given in self.services:
                return given
        return name if ":" in name else DOMAIN + name


def domain_of(target: str) -> str:
    """A host's target without `www.`: people name the domain."""
    www = DOMAIN + "www."
    return DOMAIN + target.removeprefix(www) if target.startswith(www) else target


def _ancestors(target: str) -> list[str]:
    """A host and every domain above it, longest first; any other target is only itself."""
    if not target.startswith(DOMAIN):
        return [target]
    parts = target.removeprefix(DOMAIN).split(".")
    return [DOMAIN + ".".join(parts[start:]) for start in range(max(1, len(parts) - 1))]


@cache
def targets() -> Targets:
    """The services that ship."""
    return load_targets(data_folder() / FOLDER)


def load_targets(folder: Path) -> Targets:
    """Every service of a folder. Raises CuratedFileError, with path and line."""
    services: dict[str, Service] = {}
    by_member: dict[str, Service] = {}
    for path in sorted(folder.glob("*.toml")):
        service = _service(TomlFile(path))
        services[service.target] = service
        for number, member in enumerate(service.members):
            if member.target in by_member:
                other = by_member[member.target].id
                TomlFile(path).refuse(
                    Place("member", number),
                    "",
                    f"{member.target!r} is a member of {other!r} already",
                    "A target belongs to one service.",
                )
            by_member[member.target] = service
    return Targets(services, by_member)


def _service(file: TomlFile) -> Service:
    head, place = file.document, Place()
    file.close_keys(place, head, required=("id", "names", "category", "rule", "member"))
    identifier = file.text(place, head, "id", _ID)
    if identifier != file.path.stem:
        file.refuse(
            place, "id", f"{identifier!r} is not the file's name", "Name the file after it."
        )
    members = tuple(
        _member(file, Place("member", number), values)
        for number, values in enumerate(file.tables(place, head, "member"))
    )
    if not any(member.core for member in members):
        file.refuse(place, "member", "no core member", "Mark one member at least: core = true.")
    return Service(
        identifier,
        _names(file, head),
        file.text(place, head, "category", _CATEGORY),
        file.choice(place, head, "rule", RULES),
        members,
    )


def _names(file: TomlFile, head: dict[str, object]) -> dict[str, str]:
    names = head["names"]
    if not isinstance(names, dict) or "en" not in names:
        file.refuse(Place(), "names", f"{names!r} names nothing", 'Write { en = "…", fa = "…" }.')
    return {
        key: file.text(Place(), {"names": value}, "names", _NAME) for key, value in names.items()
    }


def _member(file: TomlFile, place: Place, values: dict[str, object]) -> Member:
    file.close_keys(place, values, required=(), allowed=("test", "domain", "core"))
    core = file.flag(place, values, "core")
    if "test" in values and "domain" not in values:
        return Member(PREFIX + file.text(place, values, "test", _ID), core)
    if "domain" not in values or "test" in values:
        file.refuse(place, "", "a member is one test or one domain", "Give `test` or `domain`.")
    return Member(DOMAIN + file.text(place, values, "domain", _DOMAIN), core)
