"""HTTP rules, from the strongest evidence to none."""

from __future__ import annotations

from fanous.model.outcome import Evidence, Layer, Locus, Outcome
from fanous.rules.facts import HTTP, HTTP_IMPOSSIBLE
from fanous.rules.rule import LayerRules, Rule

__all__ = ["HTTP_RULES"]

_AT_INPUT = frozenset({"AT_INPUT", "CONNECTION_ESTABLISHED", "CONTROL_FETCHED", "ADDRESS_GENUINE"})
_REDIRECTED = frozenset(
    {"IS_REDIRECT", "IN_CLEARTEXT", "ADDRESS_GENUINE", "CONTROL_COMPLETED_CHAIN"}
)
_FILTERS = "a filter of the office, school or home, or the sign-in page of the probe's own network"
_ELSEWHERE = frozenset(
    {"CONNECTION_ESTABLISHED", "HELPER_SILENT", "FETCHED_ELSEWHERE", "ADDRESS_GENUINE"}
)
_AT_HOP = frozenset({"CONNECTION_ESTABLISHED", "NETWORK_FAILURE_AT_HOP", "CONTROL_COMPLETED_CHAIN"})


def _interrupted(word: str, what: str, *, at_hop: bool) -> Rule:
    """A request cut after it was sent."""
    return Rule(
        id=f"http.{word}_at_hop" if at_hop else f"http.{word}_control_fetched",
        when=frozenset({f"REQUEST_{word.upper()}"}) | (_AT_HOP if at_hop else _AT_INPUT),
        outcome=Outcome.BLOCKED,
        mechanism=f"http.{word}",
        why=f"After a redirect, {what}; the control followed the same chain to its end."
        if at_hop
        else f"On a genuine address, {what}, while the control got the page.",
        confused_with="a site that redirects visitors of this country elsewhere"
        if at_hop
        else "a server that refuses this region",
    )


def _matches(word: str, fact: str, what: str, *, at_site: bool = False) -> Rule:
    """The page the control got, by one more likeness than its status.

    A weak likeness speaks only for a page of the site itself: the control does not say where it
    ended.
    """
    needed = frozenset({"FROM_ITS_HOST"} if at_site else ())
    return Rule(
        id=f"http.{word}_as_control",
        when=needed | {"RESPONDED", "IS_FINAL", "STATUS_MATCHES", fact},
        outcome=Outcome.OK,
        why=f"The response has the control's status, and {what}.",
    )


_RULES = (
    Rule(
        id="http.fingerprint_on_genuine",
        when=frozenset({"FINGERPRINT_OF_COUNTRY", "IN_CLEARTEXT", "ADDRESS_GENUINE"}),
        outcome=Outcome.BLOCKED,
        mechanism="http.blockpage",
        artefact=True,
        locus=Locus.PATH,
        why="A genuine address of the site seemed to answer with a known block page of this "
        "country.",
        confused_with="a page that quotes the block page",
    ),
    Rule(
        id="http.fingerprint_of_country",
        when=frozenset({"FINGERPRINT_OF_COUNTRY", "IN_CLEARTEXT"}),
        outcome=Outcome.BLOCKED,
        mechanism="http.blockpage",
        artefact=True,
        why="The response is a known block page of this country.",
        confused_with="a page that quotes the block page",
    ),
    _interrupted("reset", "the connection was reset after the request", at_hop=False),
    _interrupted("eof", "the connection was closed after the request", at_hop=False),
    _interrupted("timeout", "no response came in time", at_hop=False),
    _interrupted("reset", "the connection was reset after the request", at_hop=True),
    _interrupted("eof", "the connection was closed after the request", at_hop=True),
    _interrupted("timeout", "no response came in time", at_hop=True),
    *(
        Rule(
            id=f"http.{word}_fetched_elsewhere",
            when=_ELSEWHERE | {f"REQUEST_{word.upper()}"},
            outcome=Outcome.BLOCKED,
            mechanism=f"http.{word}",
            why=f"On a genuine address, {what}. The test helper was silent, but several other "
            "networks got a response from this site on the same day.",
            confused_with="a server that refuses this region",
        )
        for word, what in (
            ("reset", "the connection was reset after the request"),
            ("eof", "the connection was closed after the request"),
            ("timeout", "no response came in time"),
        )
    ),
    Rule(
        id="http.redirect_to_private",
        when=_REDIRECTED | {"REDIRECTS_TO_PRIVATE"},
        outcome=Outcome.BLOCKED,
        mechanism="http.redirect",
        locus=Locus.PATH,
        why="A genuine address of the site seemed to redirect to an address of a private network, "
        "while the control followed the site's own way to its end.",
        confused_with=_FILTERS,
    ),
    Rule(
        id="http.product_redirect",
        when=_REDIRECTED | {"FINGERPRINT_PRODUCT"},
        outcome=Outcome.BLOCKED,
        mechanism="http.blockpage",
        locus=Locus.PATH,
        why="A genuine address of the site seemed to redirect to the page of a filtering product, "
        "while the control followed the site's own way to its end.",
        confused_with=_FILTERS,
    ),
    Rule(
        id="http.product_page",
        when=frozenset(
            {"FINGERPRINT_PRODUCT", "IN_CLEARTEXT", "ADDRESS_GENUINE", "DIFFERS_FROM_CONTROL"}
        ),
        outcome=Outcome.BLOCKED,
        mechanism="http.blockpage",
        why="A genuine address seemed to answer with the page of a filtering product, or with "
        "the words of a refusal, while the control got another page.",
        confused_with="a filter of the office, school or home, or a server that refuses visitors",
    ),
    Rule(
        id="http.success_over_verified_tls",
        when=frozenset({"RESPONDED", "IS_FINAL", "STATUS_SUCCESS", "OVER_VERIFIED_TLS"}),
        outcome=Outcome.OK,
        why="The page came over a connection whose certificate the probe accepted for the name.",
    ),
    _matches("title", "TITLE_MATCHES", "its title"),
    _matches("length", "BODY_LENGTH_MATCHES", "a body of about the same length", at_site=True),
    _matches("truncated", "BODY_TRUNCATED", "a body too long for a block page"),
    _matches("headers", "HEADERS_MATCH", "headers that few other servers send", at_site=True),
    Rule(
        id="http.service_responded",
        when=frozenset({"SERVICE_RESPONDED", "ADDRESS_GENUINE"}),
        outcome=Outcome.OK,
        why="The service answered on a genuine address.",
    ),
    Rule(
        id="http.service_over_verified_tls",
        when=frozenset({"SERVICE_RESPONDED", "OVER_VERIFIED_TLS"}),
        outcome=Outcome.OK,
        why="The service answered over a connection whose certificate the probe accepted for the "
        "name.",
    ),
    Rule(
        id="http.ended_over_verified_tls",
        when=frozenset({"ENDED_WELL", "OVER_VERIFIED_TLS"}),
        outcome=Outcome.OK,
        why="The request ended without failure over a connection whose certificate the probe "
        "accepted for the name. The status of the response is not kept.",
    ),
    Rule(
        id="http.service_ended",
        when=frozenset({"SERVICE_ENDED_WELL", "ADDRESS_GENUINE"}),
        outcome=Outcome.OK,
        why="A request to a genuine address of the service ended without failure. The status of "
        "the response is not kept.",
        confused_with="the sign-in page of the probe's own network",
    ),
    Rule(
        id="http.fingerprint_abroad",
        when=frozenset({"FINGERPRINT_ABROAD"}),
        outcome=Outcome.UNKNOWN,
        why="The response is a known block page of another country: spill-over from there, a VPN, "
        "or a wrong idea of where the probe is.",
        confused_with="a page that quotes the block page",
    ),
    Rule(
        id="http.false_positive_marker",
        when=frozenset({"FINGERPRINT_FALSE_POSITIVE"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="The response differs from the control's, and carries a mark of pages that block "
        "nothing.",
    ),
    Rule(
        id="http.fails_everywhere",
        when=frozenset({"REQUEST_FAILED", "CONTROL_FETCH_FAILED"}),
        outcome=Outcome.DOWN,
        why="Neither the probe nor the control got the page.",
        confused_with="a helper that failed for reasons of its own",
    ),
    Rule(
        id="http.not_sent",
        when=frozenset({"REQUEST_FAILED", "NOT_SENT"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="The request was never sent: what it needs failed before.",
    ),
    Rule(
        id="http.redirect_broken",
        when=frozenset({"REDIRECT_BROKEN"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="A redirect came that leads nowhere or in circles; who sent it is not known.",
    ),
    Rule(
        id="http.body_stalled",
        when=frozenset({"BODY_STALLED"}),
        outcome=Outcome.UNKNOWN,
        why="A response began and did not arrive whole. One stalled transfer cannot tell "
        "throttling from a bad line.",
        confused_with="a slow or lossy connection",
    ),
    Rule(
        id="http.differs",
        when=frozenset({"RESPONDED", "IS_FINAL", "CONTROL_FETCHED"}),
        outcome=Outcome.UNKNOWN,
        why="The response differs from the control's, and nothing tells who made the difference.",
        confused_with="pages for other countries, checks for robots, refusals by the server",
    ),
    Rule(
        id="http.intermediate",
        when=frozenset({"RESPONDED", "IS_REDIRECT"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="A redirect on the way to the page.",
    ),
    Rule(
        id="http.no_control",
        when=frozenset({"RESPONDED"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="A response came without protection; there is nothing to compare it with.",
    ),
    Rule(
        id="http.failed",
        when=frozenset({"REQUEST_FAILED"}),
        outcome=Outcome.UNKNOWN,
        why="The request failed, and nothing tells whether the network did it.",
        confused_with="a server that is out of order",
    ),
    Rule(
        id="http.no_data",
        when=frozenset(),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.NONE,
        why="The record shows no page that was asked for, or not how that ended.",
    ),
)

HTTP_RULES = LayerRules(Layer.HTTP, HTTP, HTTP_IMPOSSIBLE, _RULES)
