"""What the library's path validation says of one path from a server's certificate to a root.

Decides nothing itself: `cryptography.x509.verification` checks signatures, dates, name constraints,
path lengths and algorithms. It is asked twice at most: with its own profile, which is that of the
CA/Browser Forum and stricter than any browser, and without the parts that browsers don't check.
It is given one path at a time, since it searches without a bound. What lies above the server's
certificate is the same for thousands of servers, and is checked once (`Acceptor`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address as parsed_address
from typing import TYPE_CHECKING

from fanous.certificates.certificate import Certificate
from fanous.certificates.paths import Path
from fanous.model.names import ip_address

if TYPE_CHECKING:
    from cryptography.x509 import verification

__all__ = ["Acceptor", "accepts_for_name", "accepts_path"]

_CACHE_ENTRIES = 10_000


class Acceptor:
    """`accepts_for_name` with a memory of the issuers that were accepted, and between which dates.

    Issuers that were accepted above one certificate are good for any other, at the same depth and
    within the dates of all: only then is the certificate checked against its issuer alone. Where an
    issuer constrains names, what is below matters to it, and everything is checked each time.
    """

    def __init__(self) -> None:
        self._accepted: dict[tuple[str, ...], tuple[datetime, datetime]] = {}

    def accepts(self, path: Path, name: str, moment: datetime) -> bool:
        """Whether the strict profile takes a path for this server name at this moment."""
        issuers = path[1:]
        key = tuple(item.sha256 for item in issuers)
        since, until = self._accepted.get(key, (None, None))
        if since and until and since <= moment <= until:
            return accepts_for_name(path[:2], name, moment)
        accepted = accepts_for_name(path, name, moment)
        if accepted and all(_leaves_names_free(item) for item in issuers):
            if len(self._accepted) >= _CACHE_ENTRIES:
                self._accepted.clear()
            self._accepted[key] = (
                max(item.not_before for item in issuers),
                min(item.not_after for item in issuers),
            )
        return accepted


def _leaves_names_free(issuer: Certificate) -> bool:
    return issuer.extensions is not None and not issuer.extensions.constrains_names


def accepts_for_name(path: Path, name: str, moment: datetime) -> bool:
    """Whether the strict profile takes a path for this server name at this moment."""
    from cryptography import x509

    try:
        subject = x509.IPAddress(parsed_address(name)) if ip_address(name) else x509.DNSName(name)
        verifier = _builder(path, moment).build_server_verifier(subject)
        verifier.verify(path[0].decoded, [item.decoded for item in path[1:-1]])
    except Exception:
        # Refusals, and all that the library cannot decode in a forged certificate.
        return False
    return True


def accepts_path(path: Path, moment: datetime) -> bool:
    """Whether signatures, dates, constraints and algorithms hold, whatever else is in it.

    Names, key usage and unknown critical extensions are left to the caller.
    """
    ca_policy, ee_policy = _lenient()
    try:
        verifier = (
            _builder(path, moment)
            .extension_policies(ca_policy=ca_policy, ee_policy=ee_policy)
            .build_client_verifier()
        )
        verifier.verify(path[0].decoded, [item.decoded for item in path[1:-1]])
    except Exception:
        return False
    return True


def _builder(path: Path, moment: datetime) -> verification.PolicyBuilder:
    from cryptography.x509 import verification

    store = verification.Store([path[-1].decoded])
    naive = moment.astimezone(UTC).replace(tzinfo=None)
    return verification.PolicyBuilder().store(store).time(naive)


@cache
def _lenient() -> tuple[verification.ExtensionPolicy, verification.ExtensionPolicy]:
    """Policies for authorities and servers: an authority must say that it is one, nothing more."""
    from cryptography import x509
    from cryptography.x509.verification import Criticality, ExtensionPolicy

    def is_authority(
        _policy: verification.Policy, _certificate: x509.Certificate, basic: x509.BasicConstraints
    ) -> None:
        if not basic.ca:
            raise ValueError("not an authority")

    authorities = ExtensionPolicy.permit_all().require_present(
        x509.BasicConstraints, Criticality.AGNOSTIC, is_authority
    )
    return authorities, ExtensionPolicy.permit_all()
