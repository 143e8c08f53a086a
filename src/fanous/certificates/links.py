"""Who signed whom in one chain, and whether a signature proves a forgery.

Decides that only a failed signature by the very key that a certificate names as its issuer's proves
anything: names repeat, and an issuer that is missing is no forgery. Leaves which links are tried to
`certificates.paths`.
"""

from __future__ import annotations

from fanous.certificates.certificate import Certificate

__all__ = ["Links"]


class Links:
    """Signatures checked on the way up, and what they showed."""

    def __init__(self, known: dict[tuple[str, str], bool | None], usable: frozenset[str]) -> None:
        self._known = known
        self._usable = usable  # issuers that may prove a forgery: sent along, or roots
        self._forged: list[str] = []
        self._vouched: set[str] = set()
        self.unchecked = False  # some signature could not be checked

    def check(self, issuer: Certificate, child: Certificate) -> bool:
        """Whether `issuer` signed `child`; each pair is checked once."""
        pair = issuer.sha256, child.sha256
        if pair not in self._known:
            self._known[pair] = issuer.signed(child)
        signed = self._known[pair]
        if signed:
            self._vouched.add(child.sha256)
        elif signed is None:
            self.unchecked = True
        elif self._proves(issuer, child):
            self._forged.append(child.sha256)
        return bool(signed)

    def signs_itself(self, certificate: Certificate) -> bool:
        """Whether a certificate is its own issuer, by name and by signature."""
        return certificate.subject == certificate.issuer and self.check(certificate, certificate)

    @property
    def forged(self) -> bool:
        """Whether a certificate names a key as its issuer's that did not sign it."""
        return any(child not in self._vouched for child in self._forged)

    def _proves(self, issuer: Certificate, child: Certificate) -> bool:
        """Whether a signature that is not this issuer's shows a forgery."""
        if issuer.sha256 == child.sha256 or issuer.sha256 not in self._usable:
            return False
        return _same_key_id(issuer, child)


def _same_key_id(issuer: Certificate, child: Certificate) -> bool:
    above, below = issuer.extensions, child.extensions
    return bool(above and below and above.key_id and above.key_id == below.issuer_key_id)
