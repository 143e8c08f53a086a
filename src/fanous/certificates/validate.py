"""Certificate chains re-validated by us: valid, or one word for why not.

Decides the result (`certificates.result`) from the bytes a server sent, the name asked for, the day
and the roots of that day. Nothing is ever fetched. Accepting rests on the library's own path
validation; a result that may accuse rests on signatures that were checked; everything else is doubt
and gets a doubtful word. Whatever is sent, it costs a bounded time and never raises.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from fanous.certificates.accept import Acceptor
from fanous.certificates.certificate import Certificate, read_certificate
from fanous.certificates.links import Links
from fanous.certificates.names import server_name
from fanous.certificates.paths import MAX_SENT, Issuers, Search, by_subject
from fanous.certificates.profile import judge_path, weak_key
from fanous.certificates.result import Result
from fanous.certificates.trust import TrustStore

__all__ = ["Validator", "validate", "validate_chains"]

Chain = tuple[str, ...]  # SHA-256 of each certificate, the server's first

_CACHE_ENTRIES = 8_000  # certificates, some 10 KB each
_NOON = time(12, tzinfo=UTC)

# Of several paths the best counts: one good path is enough, for browsers too.
_PREFERENCE = (
    Result.VALID,
    Result.NO_NAME,
    Result.WRONG_NAME,
    Result.EXPIRED,
    Result.NOT_YET_VALID,
    Result.WEAK,
    Result.NOT_PERMITTED,
)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What of a chain can be used."""

    leaf: Certificate
    issuers: Issuers  # what came with it, by subject
    hashes: frozenset[str]
    unreadable: bool  # some of what came with it cannot be read
    cut: bool  # there was more than is looked at


class Validator:
    """Validates chains against one trust store; remembers certificates and links between them.

    `ders` gives the bytes of each hash. `intermediates` are hashes of certificates seen elsewhere:
    they can complete a path to a root, and never make a chain look worse.
    """

    def __init__(
        self, trust: TrustStore, ders: Mapping[str, bytes], *, intermediates: Iterable[str] = ()
    ) -> None:
        self._trust = trust
        self._ders = ders
        self._read: dict[str, Certificate | None] = {}
        self._links: dict[tuple[str, str], bool | None] = {}
        self._acceptor = Acceptor()
        self._eras: dict[date, tuple[Issuers, frozenset[str]]] = {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._roots = [read_certificate(root.sha256, root.der) for root in trust.roots]
            self._seen = by_subject(self._authorities(intermediates))
            readable = {root.sha256: root for root in self._roots if root}
            self._all_roots = by_subject(readable.values()), frozenset(readable)

    def validate(self, chain: Sequence[str], name: str | None, when: date) -> Result:
        """One word for a chain, shown for a server name, on a day or (as datetime) at a moment.

        On a day, a certificate is within its dates if it was so at any time of that day.
        """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd serial numbers and the like are evidence
            sent = self._sent(chain)
            if sent is None:
                return Result.UNREADABLE
            moment = _moment(when, sent.leaf)
            roots, trusted = self._era(moment.date())
            known = server_name(name)
            if known and self._accepted(sent, roots, trusted, known, moment):
                return Result.VALID
            return self._diagnosed(sent, roots, trusted, known, moment)

    def _accepted(
        self, sent: _Sent, roots: Issuers, trusted: frozenset[str], name: str, moment: datetime
    ) -> bool:
        """The quick way, which most chains go: the library takes a path by itself."""

        def usable(issuer: Certificate, _child: Certificate) -> bool:
            return issuer.key_bits != 0 and issuer.not_before <= moment <= issuer.not_after

        if weak_key(sent.leaf, moment.date()):  # the library looks at issuers' keys only
            return False
        search = Search(roots, self._above(sent, trusted), link=usable)
        return any(
            self._acceptor.accepts(path, name, moment)
            for path in search.paths(sent.leaf)
            if len(path) > 1
        )

    def _diagnosed(
        self, sent: _Sent, roots: Issuers, trusted: frozenset[str], name: str, moment: datetime
    ) -> Result:
        """The slow way: follow signatures, and say what is wrong."""
        links = Links(self._links, sent.hashes | self._all_roots[1])
        search = Search(roots, self._above(sent, trusted), link=links.check)
        found = [judge_path(path, name, moment) for path in search.paths(sent.leaf)]
        if found:
            return min(found, key=_PREFERENCE.index)
        ever, ever_trusted = self._all_roots
        search = Search(ever, self._above(sent, ever_trusted), link=links.check)
        if next(search.paths(sent.leaf), None):
            return Result.ROOT_OF_OTHER_DATE
        return self._without_root(sent, search, links)

    def _without_root(self, sent: _Sent, search: Search, links: Links) -> Result:
        """No root was reached: is that certain, or could one be missing?"""
        if links.signs_itself(sent.leaf):
            return Result.SELF_SIGNED
        sent_along = [item for item in search.reached.values() if item.sha256 in sent.hashes]
        ended = any(links.signs_itself(item) for item in sent_along)
        if links.forged:
            return Result.BAD_SIGNATURE
        if sent.unreadable or sent.leaf.extensions is None:
            return Result.UNREADABLE
        if ended and not (sent.cut or search.gave_up or links.unchecked):
            return Result.UNTRUSTED
        return Result.WEAK if links.unchecked else Result.INCOMPLETE

    def _above(self, sent: _Sent, roots: frozenset[str]) -> tuple[Issuers, ...]:
        """Where issuers are looked for besides the roots."""
        issuers = {
            subject: [item for item in items if item.sha256 not in roots]
            for subject, items in sent.issuers.items()
        }
        return issuers, self._seen

    def _sent(self, chain: Sequence[str]) -> _Sent | None:
        """What can be used of a chain, or None if the server's own certificate can't be read."""
        hashes = list(dict.fromkeys(chain[:MAX_SENT]))
        leaf = self._certificate(hashes[0]) if hashes else None
        if leaf is None:
            return None
        read = [self._certificate(sha256) for sha256 in hashes[1:]]
        return _Sent(
            leaf,
            by_subject(item for item in read if item),
            frozenset(hashes),
            unreadable=None in read,
            cut=len(chain) > MAX_SENT,
        )

    def _certificate(self, sha256: str) -> Certificate | None:
        if sha256 not in self._read:
            if len(self._read) >= _CACHE_ENTRIES:
                self._read.clear()
                self._links.clear()
            self._read[sha256] = read_certificate(sha256, self._ders.get(sha256, b""))
        return self._read[sha256]

    def _authorities(self, hashes: Iterable[str]) -> Iterator[Certificate]:
        """Certificates that may issue others, in order of hash: the result must not vary."""
        for sha256 in sorted(set(hashes)):
            certificate = read_certificate(sha256, self._ders.get(sha256, b""))
            if certificate and certificate.extensions and certificate.extensions.is_authority:
                yield certificate

    def _era(self, day: date) -> tuple[Issuers, frozenset[str]]:
        """The roots of a day, by subject, and their hashes."""
        if day not in self._eras:
            places = self._trust.era(day)
            roots = [root for place in places if (root := self._roots[place])]
            self._eras[day] = by_subject(roots), frozenset(root.sha256 for root in roots)
        return self._eras[day]


def _moment(when: date, leaf: Certificate) -> datetime:
    """A moment of the day at which the server's certificate was valid, if there is one."""
    if isinstance(when, datetime):
        return when.astimezone(UTC)
    noon = datetime.combine(when, _NOON)
    for bound, outside in (
        (leaf.not_before, leaf.not_before > noon),
        (leaf.not_after, leaf.not_after < noon),
    ):
        if outside and bound.date() == when:
            return bound
    return noon


def validate(chain: Sequence[bytes], name: str | None, when: date, trust: TrustStore) -> Result:
    """One word for one chain of DER certificates, the server's first."""
    ders = {hashlib.sha256(der).hexdigest(): der for der in chain}
    hashes = [hashlib.sha256(der).hexdigest() for der in chain]
    return Validator(trust, ders).validate(hashes, name, when)


def validate_chains(
    chains: Iterable[tuple[Chain, str, date]],
    ders: Mapping[str, bytes],
    trust: TrustStore,
    *,
    intermediates: Iterable[str] = (),
) -> Iterator[tuple[Chain, str, date, str]]:
    """Chain, server name, day and result, once for each distinct one, in the order given.

    A hash without bytes in `ders` (or `""`) is a certificate that cannot be read.
    """
    validator = Validator(trust, ders, intermediates=intermediates)
    for chain, name, day in dict.fromkeys(chains):
        yield chain, name, day, validator.validate(chain, name, day).value
