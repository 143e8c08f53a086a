"""What is wrong with a path whose signatures hold and that ends in a trusted root, if anything is.

Decides the rules of a date: until when browsers took SHA-1, short keys and names outside the
subject alternative names, and what they always asked for (an issuer must be an authority). Where
browsers of the date disagreed, the answer is a doubtful word. Leaves signatures and roots to
`certificates.validate`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from fanous.certificates.accept import accepts_path
from fanous.certificates.certificate import Certificate, Extensions
from fanous.certificates.names import Names, could_cover, covers
from fanous.certificates.paths import Path
from fanous.certificates.result import Result

__all__ = ["judge_path", "weak_key"]

# CA/Browser Forum ballot 118 and Firefox 51, Chrome 56 (January 2017).
SHA1_UNTIL = date(2017, 1, 1)
# CA/Browser Forum baseline requirements, appendix A: none to be valid after 2013.
SHORT_RSA_UNTIL = date(2014, 1, 1)
# Firefox 48 and Chrome 58 stopped reading the common name between August 2016 and April 2017.
COMMON_NAME_UNTIL = date(2016, 8, 1)
# The library knows today's algorithms only; before, own checks stand in where nothing constrains.
OLD_RULES_UNTIL = SHA1_UNTIL
_SHORT_RSA_BITS, _LONG_RSA_BITS = 1024, 2048


def judge_path(path: Path, name: str, moment: datetime) -> Result:
    """What a path of good signatures to a trusted root is for a name (may be `""`), at a moment."""
    day = moment.astimezone(UTC).date()
    leaf = path[0].extensions
    if leaf is None or not _permitted(path):
        return Result.NOT_PERMITTED
    if _weak(path, day):
        return Result.WEAK
    if name and not could_cover(leaf.names, name):
        return Result.WRONG_NAME
    if any(item.not_after < moment for item in path):
        return Result.EXPIRED
    if any(item.not_before > moment for item in path):
        return Result.NOT_YET_VALID
    if not _sound(path, moment, day):
        return Result.NOT_PERMITTED
    if not name:
        return Result.NO_NAME
    named = covers(leaf.names, name) or (
        day < COMMON_NAME_UNTIL and _by_common_name(leaf.names, name)
    )
    return Result.VALID if named else Result.NOT_PERMITTED


def _by_common_name(names: Names, name: str) -> bool:
    """The old rule: a certificate without alternative names is for its common names."""
    return not names.declared and covers(Names(names.common, names.common, (), True), name)


def _permitted(path: Path) -> bool:
    """Whether each certificate may stand where it stands. The root is trusted as it is."""
    found = [item.extensions for item in path[:-1]]
    known = [item for item in found if item is not None]
    if len(known) < len(found) or any(item.unknown_critical or not item.serves for item in known):
        return False
    return all(_may_issue(issuer, below) for below, issuer in enumerate(known[1:]))


def _may_issue(issuer: Extensions, below: int) -> bool:
    """Whether this is an authority's certificate that allows `below` more under it."""
    within = issuer.path_length is None or below <= issuer.path_length
    return issuer.is_authority and issuer.signs_certificates and within


def _weak(path: Path, day: date) -> bool:
    """Whether a key or a signature below the root was refused as weak on that day."""
    for item in path[:-1]:
        if item.weak_hash == "md5" or (item.weak_hash and day >= SHA1_UNTIL):
            return True
        if weak_key(item, day):
            return True
    return False


def weak_key(certificate: Certificate, day: date) -> bool:
    """Whether a key is too short for that day, or of a kind that no browser takes."""
    shortest = _SHORT_RSA_BITS if day < SHORT_RSA_UNTIL else _LONG_RSA_BITS
    return certificate.key_bits == 0 or 0 < certificate.key_bits < shortest


def _sound(path: Path, moment: datetime, day: date) -> bool:
    """Whether what remains to be checked holds: by the library, or by the rules of old."""
    if len(path) == 1:  # a root shows itself: it is trusted as it is
        return True
    if accepts_path(path, moment):
        return True
    constrained = any(item.extensions is None or item.extensions.constrains_names for item in path)
    return day < OLD_RULES_UNTIL and not constrained
