"""The words for what a certificate chain turned out to be.

Decides the closed list of results and which of them are certain. Only a certain one may count
against a network; everything doubtful has a word of its own, so that doubt is never rounded up.
Leaves how a result is found to `certificates.validate`, and what follows from it to the rules.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["CERTAIN", "MEANINGS", "Result"]


class Result(StrEnum):
    """What re-validation says of one chain, for one name, on one day."""

    VALID = "valid"
    SELF_SIGNED = "self_signed"
    UNTRUSTED = "untrusted"
    BAD_SIGNATURE = "bad_signature"
    WRONG_NAME = "wrong_name"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    ROOT_OF_OTHER_DATE = "root_of_other_date"
    INCOMPLETE = "incomplete"
    WEAK = "weak"
    NOT_PERMITTED = "not_permitted"
    NO_NAME = "no_name"
    UNREADABLE = "unreadable"


# What was shown is proven not to be a certificate for this name that browsers of the day trusted.
CERTAIN = frozenset({Result.SELF_SIGNED, Result.UNTRUSTED, Result.BAD_SIGNATURE, Result.WRONG_NAME})

MEANINGS: dict[Result, str] = {
    Result.VALID: "leads to a root of that date, for this name, within its dates",
    Result.SELF_SIGNED: "the server's certificate is signed by its own key and is no root we know",
    Result.UNTRUSTED: "leads to a root that was sent along and that no store we know ever held",
    Result.BAD_SIGNATURE: "names an issuer and its key, and that key did not sign it",
    Result.WRONG_NAME: "leads to a root of that date, but is for other names",
    Result.EXPIRED: "all else holds, but it or one above it had expired (or the clock was wrong)",
    Result.NOT_YET_VALID: "all else holds, but it was not valid yet (or the clock was wrong)",
    Result.ROOT_OF_OTHER_DATE: "leads to a root that was trusted at another time, not on that day",
    Result.INCOMPLETE: "an issuer was neither sent nor is it a root: nothing can be said",
    Result.WEAK: "rests on a key or an algorithm that is refused as weak, or that we do not check",
    Result.NOT_PERMITTED: "leads to a root of that date, but breaks a rule for certificates",
    Result.NO_NAME: "leads to a root of that date, but no name is known to hold it against",
    Result.UNREADABLE: "a certificate that would be needed cannot be read",
}
