"""TLS rules, from the strongest evidence to none."""

from __future__ import annotations

from collections.abc import Iterator

from fanous.model.outcome import Evidence, Layer, Locus, Outcome
from fanous.rules.facts import TLS, TLS_IMPOSSIBLE
from fanous.rules.rule import LayerRules, Rule

__all__ = ["TLS_RULES"]

_CONTROL_OK = frozenset({"CONTROL_HANDSHAKE_OK", "ADDRESS_GENUINE"})
_ELSEWHERE = frozenset({"HELPER_SILENT", "HANDSHAKE_ELSEWHERE"})
_AT_HOP = frozenset({"NETWORK_FAILURE_AT_HOP", "CONTROL_COMPLETED_CHAIN"})
_HOP_DOUBT = (
    "a site that redirects visitors of this country elsewhere, or a forged answer for the "
    "redirect's name"
)


def _interrupted(word: str, fact: str, what: str, *, at_hop: bool) -> Rule:
    """A handshake cut by reset, close or silence. Silence on an extra check is no statement."""
    needed = frozenset({"FETCHES_BODY"}) if word == "timeout" else frozenset()
    ending = (
        "; the control followed the same chain to its end."
        if at_hop
        else (", while the control completed one for the same name there.")
    )
    where = "after a redirect " if at_hop else ""
    return Rule(
        id=f"tls.{word}_at_hop" if at_hop else f"tls.{word}_control_ok",
        when=frozenset({fact}) | needed | (_AT_HOP if at_hop else _CONTROL_OK),
        outcome=Outcome.BLOCKED,
        mechanism=f"tls.{word}",
        why=f"The TLS handshake {where}{what}{ending}",
        confused_with=_HOP_DOUBT if at_hop else "a server that refuses this region",
    )


def _shown(place: str, when: frozenset[str], contrast: str) -> Iterator[Rule]:
    """A certificate that we refuted ourselves, where a sound one was to be expected."""
    for word, node, fact, what in _FALSE:
        yield Rule(
            id=f"tls.{word}{place}",
            when=when | {fact, "HANDSHAKE_FAILED"},
            outcome=Outcome.BLOCKED,
            mechanism=f"tls.mitm.{node}",
            locus=Locus.PATH if place == "_control_ok" else Locus.UNKNOWN,
            why=f"The probe was shown {what}, as we checked ourselves, while {contrast}.",
            confused_with="virus scanners and office gateways that open TLS, or the sign-in page "
            "of the probe's own network",
        )


_FALSE = (
    (
        "self_signed",
        "self_signed",
        "SHOWN_SELF_SIGNED",
        "a certificate that is signed by nothing but itself",
    ),
    (
        "untrusted",
        "ca_signed",
        "SHOWN_UNTRUSTED",
        "a certificate of an authority that nobody should trust",
    ),
    ("other_name", "wrong_name", "SHOWN_WRONG_NAME", "a certificate for another name"),
)

_RULES = (
    _interrupted("reset", "HANDSHAKE_RESET", "was reset", at_hop=False),
    _interrupted("eof", "HANDSHAKE_EOF", "was cut off", at_hop=False),
    *_shown("_control_ok", _CONTROL_OK | {"FETCHES_BODY"}, "the control was shown a valid one"),
    _interrupted("timeout", "HANDSHAKE_TIMEOUT", "timed out", at_hop=False),
    _interrupted("reset", "HANDSHAKE_RESET", "was reset", at_hop=True),
    _interrupted("eof", "HANDSHAKE_EOF", "was cut off", at_hop=True),
    _interrupted("timeout", "HANDSHAKE_TIMEOUT", "timed out", at_hop=True),
    *_shown(
        "_at_hop",
        _AT_HOP | {"FETCHES_BODY"},
        "the control followed the same chain of redirects to its end",
    ),
    *(
        Rule(
            id=f"tls.{word}_works_elsewhere",
            when=_ELSEWHERE | {fact} | needed,
            outcome=Outcome.BLOCKED,
            mechanism=f"tls.{word}",
            why=f"The TLS handshake {what}. The test helper was silent, but several other networks "
            "completed one for the same name there on the same day.",
            confused_with="a server that refuses this region",
        )
        for word, fact, what, needed in (
            ("reset", "HANDSHAKE_RESET", "was reset", frozenset[str]()),
            ("eof", "HANDSHAKE_EOF", "was cut off", frozenset[str]()),
            ("timeout", "HANDSHAKE_TIMEOUT", "timed out", frozenset({"FETCHES_BODY"})),
        )
    ),
    *_shown(
        "_works_elsewhere",
        _ELSEWHERE | {"FETCHES_BODY"},
        "several other networks were shown a valid one on the same day",
    ),
    Rule(
        id="tls.claim_refuted",
        when=frozenset({"CERTIFICATE_REFUTED", "HANDSHAKE_VERIFIED"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="The record says that the certificate was accepted, and the certificate in it cannot "
        "have been: the record is damaged or forged.",
    ),
    Rule(
        id="tls.revalidated",
        when=frozenset({"CERTIFICATE_REVALIDATED"}),
        outcome=Outcome.OK,
        why="The probe completed the handshake, and we validated the certificate for the name "
        "ourselves.",
    ),
    Rule(
        id="tls.verified",
        when=frozenset({"HANDSHAKE_VERIFIED"}),
        outcome=Outcome.OK,
        why="The probe completed the handshake and accepted the certificate for the name.",
    ),
    Rule(
        id="tls.service_completed",
        when=frozenset({"HANDSHAKE_UNVERIFIED", "CERTIFICATE_OF_ITS_OWN", "ADDRESS_GENUINE"}),
        outcome=Outcome.OK,
        why="The handshake with the service was completed, at an address that is its own.",
    ),
    Rule(
        id="tls.unverified",
        when=frozenset({"HANDSHAKE_UNVERIFIED"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="The handshake was completed; nothing says that the certificate was looked at.",
    ),
    Rule(
        id="tls.fails_everywhere",
        when=frozenset({"HANDSHAKE_FAILED", "CONTROL_HANDSHAKE_FAILED"}),
        outcome=Outcome.DOWN,
        why="The handshake failed for the probe and for the control.",
    ),
    Rule(
        id="tls.certificate_invalid_control_ok",
        when=_CONTROL_OK | {"CERTIFICATE_INVALID"},
        outcome=Outcome.UNKNOWN,
        why="The probe refused a certificate, while the control accepted the one it was shown.",
        confused_with="a probe whose clock is wrong",
    ),
    Rule(
        id="tls.unknown_authority_control_ok",
        when=_CONTROL_OK | {"UNKNOWN_AUTHORITY"},
        outcome=Outcome.UNKNOWN,
        why="The probe did not trust the authority of the certificate, while the control accepted "
        "the one it was shown. No proof is kept that the certificate was false.",
        confused_with="a probe with an outdated list of authorities, or a virus scanner",
    ),
    Rule(
        id="tls.wrong_name_control_ok",
        when=_CONTROL_OK | {"WRONG_NAME"},
        outcome=Outcome.UNKNOWN,
        why="The certificate was for another name, while the control accepted the one it was "
        "shown. No proof is kept of what was shown.",
        confused_with="a sign-in page of the probe's own network",
    ),
    Rule(
        id="tls.extra_check_failed",
        when=frozenset({"HANDSHAKE_FAILED", "EXTRA_CHECK"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="An extra handshake failed that was not needed to reach the site.",
    ),
    Rule(
        id="tls.refuted",
        when=frozenset({"CERTIFICATE_REFUTED"}),
        outcome=Outcome.UNKNOWN,
        why="A certificate was shown that was not one for this name and trusted at the time; "
        "nothing tells whether the server showed it to everybody.",
        confused_with="a server that is set up wrongly",
    ),
    Rule(
        id="tls.failed",
        when=frozenset({"HANDSHAKE_FAILED"}),
        outcome=Outcome.UNKNOWN,
        why="The handshake failed, and nothing tells whether the network did it.",
        confused_with="a server that is out of order",
    ),
    Rule(
        id="tls.no_data",
        when=frozenset(),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.NONE,
        why="The record shows no handshake, or not how it ended.",
    ),
)

TLS_RULES = LayerRules(Layer.TLS, TLS, TLS_IMPOSSIBLE, _RULES)
