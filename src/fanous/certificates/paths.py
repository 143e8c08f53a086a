"""Paths from a server's certificate to a root, found by name, at a bounded cost.

Decides the order in which paths are tried (roots first, then what was sent, in the order sent, then
intermediates seen elsewhere) and how far a search goes: a forged chain of a thousand certificates
that name each other in circles costs no more than an honest one of a few. What the search gave up
on is said, so that nobody is accused for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from fanous.certificates.certificate import Certificate

__all__ = ["MAX_SENT", "Path", "Search", "by_subject"]

Path = tuple[Certificate, ...]  # the server's certificate first, a root last
Issuers = dict[bytes, list[Certificate]]

MAX_SENT = 16  # certificates of a chain that are looked at; misordered real ones have up to ten
MAX_DEPTH = 8  # certificates from the server's to the root
MAX_STEPS = 48
MAX_PATHS = 6


def by_subject(certificates: Iterable[Certificate]) -> Issuers:
    """Certificates by the name under which others refer to them, in the order given."""
    found: Issuers = defaultdict(list)
    for certificate in certificates:
        found[certificate.subject].append(certificate)
    return dict(found)


class Search:
    """One bounded search upwards from a server's certificate."""

    def __init__(
        self,
        roots: Issuers,
        others: Iterable[Issuers],
        *,
        link: Callable[[Certificate, Certificate], bool],
    ) -> None:
        """`link(issuer, child)` says whether a step is taken; names agree already."""
        self._roots = roots
        self._others = tuple(others)
        self._link = link
        self._steps = 0
        self.reached: dict[str, Certificate] = {}  # every certificate that the search stood on
        self.gave_up = False

    def paths(self, leaf: Certificate) -> Iterator[Path]:
        """Paths that end in a root, the first few."""
        for count, path in enumerate(self._from((leaf,)), start=1):
            yield path
            if count == MAX_PATHS:
                self.gave_up = True
                return

    def _from(self, path: Path) -> Iterator[Path]:
        last = path[-1]
        self.reached[last.sha256] = last
        for root in self._roots.get(last.issuer, ()):
            if self._step(root, last):
                yield (*path, root) if root.sha256 != last.sha256 else path
        if len(path) == MAX_DEPTH - 1:
            self.gave_up = True
            return
        seen = {certificate.sha256 for certificate in path}
        for others in self._others:
            for issuer in others.get(last.issuer, ()):
                if issuer.sha256 not in seen and self._step(issuer, last):
                    yield from self._from((*path, issuer))

    def _step(self, issuer: Certificate, child: Certificate) -> bool:
        """Whether a step may be taken, while there are steps left."""
        if self._steps >= MAX_STEPS:
            self.gave_up = True
            return False
        self._steps += 1
        return self._link(issuer, child)
