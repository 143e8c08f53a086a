"""TLS rules, from the strongest evidence to none."""

from __future__ import annotations

from fanous.model.outcome import Evidence, Layer, Outcome
from fanous.rules.facts import TLS, TLS_IMPOSSIBLE
from fanous.rules.rule import LayerRules, Rule

__all__ = ["TLS_RULES"]

_CONTROL_OK = frozenset({"CONTROL_HANDSHAKE_OK", "ADDRESS_GENUINE"})
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


_RULES = (
    _interrupted("reset", "HANDSHAKE_RESET", "was reset", at_hop=False),
    _interrupted("eof", "HANDSHAKE_EOF", "was cut off", at_hop=False),
    Rule(
        id="tls.unknown_authority_control_ok",
        when=_CONTROL_OK | {"UNKNOWN_AUTHORITY", "FETCHES_BODY"},
        outcome=Outcome.BLOCKED,
        mechanism="tls.mitm",
        why="On a genuine address the probe was shown a certificate of an authority that nobody "
        "should trust, while the control was shown a valid one.",
        confused_with="virus scanners and office gateways that open TLS, or a probe with an "
        "outdated list of authorities",
    ),
    Rule(
        id="tls.wrong_name_control_ok",
        when=_CONTROL_OK | {"WRONG_NAME", "FETCHES_BODY"},
        outcome=Outcome.BLOCKED,
        mechanism="tls.mitm.wrong_name",
        why="On a genuine address the probe was shown a certificate for another name, while the "
        "control was shown a valid one.",
        confused_with="a sign-in page of the probe's own network",
    ),
    _interrupted("timeout", "HANDSHAKE_TIMEOUT", "timed out", at_hop=False),
    _interrupted("reset", "HANDSHAKE_RESET", "was reset", at_hop=True),
    _interrupted("eof", "HANDSHAKE_EOF", "was cut off", at_hop=True),
    _interrupted("timeout", "HANDSHAKE_TIMEOUT", "timed out", at_hop=True),
    Rule(
        id="tls.verified",
        when=frozenset({"HANDSHAKE_VERIFIED"}),
        outcome=Outcome.OK,
        why="The probe completed the handshake and accepted the certificate for the name.",
    ),
    Rule(
        id="tls.unverified",
        when=frozenset({"HANDSHAKE_UNVERIFIED"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="The handshake was completed without a look at the certificate.",
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
        id="tls.extra_check_failed",
        when=frozenset({"HANDSHAKE_FAILED", "EXTRA_CHECK"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="An extra handshake failed that was not needed to reach the site.",
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
        why="No handshake was tried.",
    ),
)

TLS_RULES = LayerRules(Layer.TLS, TLS, TLS_IMPOSSIBLE, _RULES)
