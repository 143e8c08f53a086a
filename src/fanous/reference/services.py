"""The services that tests are about, read from `data/services/*.toml`: what each consists of.

Decides what a well-formed declaration is, and gives it as flat rows to join observations with. The
words are those of `fanous.reference.service`. Endpoints are names (`e{1..16}.whatsapp.net` stands
for sixteen), addresses, or `others`: whatever else the test tries.

Keys of a file: id (as in `model.names.SERVICES`), test_name, names{en, fa}, rule, sources;
`[[root]]` sha256, subject, since, until, source; `[[member]]` id, names{en, fa}, rule, needed;
`[[member.endpoint]]` one of hosts, addresses, others; layers, source, and as they apply: ports,
status_ignored, certificate_ignored, own_root, asn, up, down.
"""

from __future__ import annotations

import re
from pathlib import Path

from fanous.model.names import SERVICES, ip_address
from fanous.model.outcome import LAYERS
from fanous.paths import data_folder
from fanous.reference.service import FLAGS, Member, Root, Service, ServiceRow
from fanous.reference.toml_file import Place, Table, TomlFile

__all__ = ["FOLDER", "load_services", "service_rows"]

FOLDER = "services"
_LANGUAGES = ("en", "fa")
_RULES = ("all_of", "any_of")
_KINDS = ("hosts", "addresses", "others")
_OPTIONAL = ("ports", "status_ignored", "certificate_ignored", "own_root", "asn", "up", "down")
_RANGE = re.compile(r"\{(\d{1,2})\.\.(\d{1,2})\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_HOST = re.compile(r"[a-z0-9-]*(\{\d{1,2}\.\.\d{1,2}\})?[a-z0-9-]*(\.[a-z0-9-]+)+")
_TEXT = re.compile(r"\S(.*\S)?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LAYER = re.compile("|".join(LAYERS))
_LAST_PORT, _LAST_ASN = 0xFFFF, 0xFFFFFFFF


def load_services(folder: Path | None = None) -> dict[str, Service]:
    """Every service by id, in order of the files (default: those that ship).

    Raises CuratedFileError, with path and line, for anything that is not as declared above.
    """
    found: dict[str, Service] = {}
    for path in sorted((folder or data_folder() / FOLDER).glob("*.toml")):
        file = _File(path)
        service = file.service()
        if service.id != path.stem or service.id in found:
            what = f"{service.id!r} in a file called {path.name}"
            file.refuse(Place(), "id", what, "Call the file as the service.")
        found[service.id] = service
    return found


def service_rows(folder: Path | None = None) -> list[ServiceRow]:
    """All endpoints of all services, in the order of the files; columns as `SERVICE_COLUMNS`."""
    return [
        row
        for service in load_services(folder).values()
        for member in service.members
        for row in member.endpoints
    ]


class _File(TomlFile):
    """One declaration, each of its values checked."""

    def service(self) -> Service:
        """The whole file."""
        head, place = self.document, Place()
        required = ("id", "test_name", "names", "rule", "sources", "member")
        self.close_keys(place, head, required=required, allowed=("root",))
        service_id = self.choice(place, head, "id", tuple(sorted(SERVICES)))
        test_name = self.text(place, head, "test_name", _NAME)
        rule = self.choice(place, head, "rule", _RULES)
        start = (service_id, f"service:{service_id}", test_name, rule)
        members: list[Member] = []
        before = 0  # endpoints of earlier members: the file counts them all as one list of tables
        for number, table in enumerate(self.tables(place, head, "member")):
            members.append(self._member(Place("member", number), table, start, before))
            before += len(self.tables(Place("member", number), table, "endpoint"))
            self._unlike_earlier(Place("member", number), members)
        return Service(
            service_id,
            test_name,
            self._names(place, head),
            rule,
            tuple(self.texts(place, head, "sources", _TEXT)),
            tuple(self._root(n, table) for n, table in enumerate(self.tables(place, head, "root"))),
            tuple(members),
        )

    def _unlike_earlier(self, place: Place, members: list[Member]) -> None:
        """Refuse the last member if its id, or one of its endpoints, is another's too."""
        *earlier, last = members
        if last.id in [member.id for member in earlier]:
            self.refuse(place, "id", f"{last.id!r} occurs twice", "Ids of members are unique.")
        seen = {_where_of(row) for member in earlier for row in member.endpoints}
        for row in last.endpoints:
            if _where_of(row) in seen:
                what = f"{row.hostname or row.ip or row.kind} {row.port or ''} occurs twice"
                self.refuse(place, "", what, "An endpoint belongs to one member.")
            seen.add(_where_of(row))

    def _names(self, place: Place, table: Table) -> dict[str, str]:
        names = table["names"]
        if not isinstance(names, dict) or names.keys() != set(_LANGUAGES):
            self.refuse(place, "names", f"{names!r} are no names", 'Write { en = "…", fa = "…" }.')
        return {language: self.text(place, names, language, _TEXT) for language in _LANGUAGES}

    def _root(self, number: int, table: Table) -> Root:
        place = Place("root", number)
        self.close_keys(place, table, required=(*Root._fields, "source"))
        self.text(place, table, "source", _TEXT)
        return Root(
            self.text(place, table, "sha256", _SHA256),
            self.text(place, table, "subject", _TEXT),
            self.day(place, table, "since"),
            self.day(place, table, "until"),
        )

    def _member(self, place: Place, table: Table, start: tuple[str, ...], before: int) -> Member:
        self.close_keys(place, table, required=("id", "names", "rule", "needed", "endpoint"))
        member_id = self.text(place, table, "id", _NAME)
        rule = self.choice(place, table, "rule", _RULES)
        needed = self.flag(place, table, "needed")
        rows: list[ServiceRow] = []
        sources: dict[str, None] = {}
        for number, endpoint in enumerate(self.tables(place, table, "endpoint"), before):
            at = Place("member.endpoint", number)
            rest = self._speaking(at, endpoint)
            sources[self.text(at, endpoint, "source", _TEXT)] = None
            rows += [
                ServiceRow._make((*start, member_id, rule, needed, *where, *rest))
                for where in self._where(at, endpoint)
            ]
        names = self._names(place, table)
        return Member(member_id, names, rule, needed, tuple(rows), tuple(sources))

    def _where(
        self, place: Place, table: Table
    ) -> list[tuple[str, str | None, str | None, object]]:
        """Kind, host name, address and port of each endpoint of a table."""
        kinds = [kind for kind in _KINDS if kind in table]
        self.close_keys(place, table, required=("layers", "source"), allowed=(*_KINDS, *_OPTIONAL))
        if len(kinds) != 1:
            what = f"an endpoint with {' and '.join(kinds) or 'nothing'}"
            self.refuse(place, "", what, f"Give one of {', '.join(_KINDS)}.")
        if kinds == ["others"]:
            return [("other", None, None, None)]
        ports = self._ports(place, table)
        if kinds == ["addresses"]:
            addresses = self.texts(place, table, "addresses", _TEXT)
            for text in addresses:
                if ip_address(text) != text:
                    remedy = "Write it as it is stored: lower case, shortest form, no zone."
                    self.refuse(place, "addresses", f"{text!r} is no address", remedy)
            return [("address", None, ip, port) for ip in addresses for port in ports]
        kind = "status" if "up" in table or "down" in table else "host"
        written = self.texts(place, table, "hosts", _HOST)
        for host in written:
            if not _names_of(host):
                self.refuse(place, "hosts", f"{host!r} stands for no name", "Count upwards.")
        return [(kind, name, None, port) for host in written for name in _names_of(host)
                for port in ports]  # fmt: skip

    def _ports(self, place: Place, table: Table) -> list[int | None]:
        """The declared ports; any, where a name declares none."""
        ports = table.get("ports")
        if ports is None and "hosts" in table:
            return [None]
        if not isinstance(ports, list) or not ports:
            self.refuse(place, "ports", f"{ports!r} are no ports", "List at least one.")
        return [self.number(place, {"ports": port}, "ports", _LAST_PORT) for port in ports]

    def _speaking(self, place: Place, table: Table) -> tuple[object, ...]:
        """What of an endpoint says something: layers, what to ignore, network, words."""
        if "layers" not in table:
            self.refuse(place, "", "'layers' is missing", f"List some of {', '.join(LAYERS)}.")
        layers = self.texts(place, table, "layers", _LAYER)
        flags = (self.flag(place, table, name) for name in FLAGS)
        asn = self.number(place, table, "asn", _LAST_ASN) if "asn" in table else None
        up, down = (
            self.texts(place, table, key, _TEXT) if key in table else [] for key in ("up", "down")
        )
        return (*(layer in layers for layer in LAYERS), *flags, asn, up, down)


def _where_of(row: ServiceRow) -> tuple[str | None, str | None, int | None]:
    return row.hostname, row.ip, row.port


def _names_of(host: str) -> list[str]:
    """The names that a declared one stands for: `e{1..16}.x` is sixteen."""
    found = _RANGE.search(host)
    if found is None:
        return [host]
    numbers = range(int(found[1]), int(found[2]) + 1)
    return [f"{host[: found.start()]}{number}{host[found.end() :]}" for number in numbers]
