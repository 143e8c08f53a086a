"""DNS rules, from the strongest evidence to none."""

from __future__ import annotations

from fanous.model.outcome import Evidence, Layer, Locus, Outcome
from fanous.rules.facts import DNS, DNS_IMPOSSIBLE
from fanous.rules.rule import LayerRules, Rule

__all__ = ["DNS_RULES"]

# Over IPv6 alone such answers are common and harm nobody: the name still resolves.
_SPOKEN_AGAINST = frozenset({"CONTROL_RESOLVED", "ANOTHER_RESOLVER_ANSWERED", "ASKED_FOR_IPV4"})
_ELSEWHERE = frozenset({"HELPER_SILENT", "NAME_KNOWN_ELSEWHERE"})
_AT_HOP = frozenset({"NETWORK_FAILURE_AT_HOP", "CONTROL_COMPLETED_CHAIN"})

_RULES = (
    Rule(
        id="dns.fingerprint_of_country",
        when=frozenset({"ANSWERED", "ANSWER_FINGERPRINTED"}),
        outcome=Outcome.BLOCKED,
        mechanism="dns.injection.blockpage",
        artefact=True,
        why="The resolver answered with an address that is known for this country's blocking.",
        confused_with="an address that has changed hands since it was listed",
    ),
    Rule(
        id="dns.bogon_control_public",
        when=frozenset({"ANSWER_BOGON", "CONTROL_ANSWERS_PUBLIC"}),
        outcome=Outcome.BLOCKED,
        mechanism="dns.injection.bogon",
        why="The resolver answered with an address that cannot serve a public site, while the "
        "control got public addresses.",
        confused_with="a filter in the home, school or office that answers the same way",
    ),
    Rule(
        id="dns.rewritten_on_path",
        when=frozenset({"ANSWERED", "ANSWER_REWRITTEN"}),
        outcome=Outcome.BLOCKED,
        mechanism="dns.injection.other",
        locus=Locus.PATH,
        why="A public resolver, asked in cleartext, seemed to answer with an address in the "
        "probe's own network; asked encrypted, a public resolver gave the network that the control "
        "found. Somebody on the path rewrote the answer, even if the page was relayed all the "
        "same.",
        confused_with="a cache of the site's own provider inside the access network",
    ),
    Rule(
        id="dns.address_for_missing_name",
        when=frozenset({"ANSWERED", "CONTROL_FOUND_NOTHING", "ENCRYPTED_NXDOMAIN"}),
        outcome=Outcome.BLOCKED,
        mechanism="dns.injection.other",
        why="The resolver gave an address for a name that does not exist: both the control and an "
        "encrypted resolver asked by the same probe say so.",
        confused_with="a provider that answers every missing name with its own search page",
    ),
    Rule(
        id="dns.answer_refuted",
        when=frozenset({"ANSWER_REFUTED"}),
        outcome=Outcome.BLOCKED,
        mechanism="dns.injection.other",
        why="Only the probe's resolver gave these addresses. They lie in another network than the "
        "control's, and the control could not set up TLS for the name there, though it could on "
        "its own.",
        confused_with="an outdated address that a resolver kept in its cache",
    ),
    Rule(
        id="dns.nxdomain_control_resolved",
        when=frozenset({"NXDOMAIN", "CONTROL_RESOLVED"}),
        outcome=Outcome.BLOCKED,
        mechanism="dns.nxdomain",
        why="The resolver said that the name does not exist, while the control resolved it.",
        confused_with="a name that was registered or removed within the same hours",
    ),
    Rule(
        id="dns.nxdomain_name_proven",
        when=frozenset({"NXDOMAIN", "NAME_PROVEN"}),
        outcome=Outcome.BLOCKED,
        mechanism="dns.nxdomain",
        why="The resolver said that the name does not exist, while in the same measurement a "
        "server showed a certificate for it that we validated.",
        confused_with="a name that was registered or removed within the same hours",
    ),
    Rule(
        id="dns.nxdomain_known_elsewhere",
        when=_ELSEWHERE | {"NXDOMAIN"},
        outcome=Outcome.BLOCKED,
        mechanism="dns.nxdomain",
        why="The resolver said that the name does not exist. The test helper was silent, but "
        "several other networks got this site over TLS on the same day.",
        confused_with="a name that was registered or removed within the same hours",
    ),
    Rule(
        id="dns.bogon_known_elsewhere",
        when=_ELSEWHERE | {"ANSWER_BOGON"},
        outcome=Outcome.BLOCKED,
        mechanism="dns.injection.bogon",
        why="The resolver answered with an address that cannot serve a public site. The test "
        "helper was silent, but several other networks got this site over TLS on the same day.",
        confused_with="a filter in the home, school or office that answers the same way",
    ),
    Rule(
        id="dns.refused_control_resolved",
        when=_SPOKEN_AGAINST | {"REFUSED"},
        outcome=Outcome.BLOCKED,
        mechanism="dns.refused",
        why="The resolver refused to answer for this name, while the control and another resolver "
        "of the same probe resolved it.",
        confused_with="a resolver that refuses this network altogether",
    ),
    Rule(
        id="dns.no_data_android_others_resolved",
        when=frozenset({"NO_DATA_ANDROID", "CONTROL_RESOLVED", "ANOTHER_RESOLVER_ANSWERED"}),
        outcome=Outcome.BLOCKED,
        mechanism="dns",
        why="The system's resolver had no data for this name, while the control and another "
        "resolver of the same probe resolved it. Android hides the reason.",
        confused_with="a resolver that was out of order for a moment",
    ),
    Rule(
        id="dns.no_address_others_resolved",
        when=_SPOKEN_AGAINST | {"NO_ADDRESS"},
        outcome=Outcome.BLOCKED,
        mechanism="dns.no_answer",
        why="The resolver answered without an address, while the control and another resolver of "
        "the same probe got one.",
        confused_with="a resolver that filters one address family",
    ),
    Rule(
        id="dns.servfail_others_resolved",
        when=_SPOKEN_AGAINST | {"SERVFAIL"},
        outcome=Outcome.BLOCKED,
        mechanism="dns.servfail",
        why="The resolver said that it failed for this name, while the control and another "
        "resolver of the same probe resolved it.",
        confused_with="a resolver that validates DNSSEC where the name's signatures are broken",
    ),
    Rule(
        id="dns.nxdomain_at_hop",
        when=frozenset({"NXDOMAIN", "NETWORK_FAILURE_AT_HOP", "CONTROL_COMPLETED_CHAIN"}),
        outcome=Outcome.BLOCKED,
        mechanism="dns.nxdomain",
        why="The site redirects to a name that the resolver said does not exist; the control "
        "followed the same chain to its end.",
        confused_with="a site that redirects visitors of this country elsewhere",
    ),
    Rule(
        id="dns.bogon_at_hop",
        when=_AT_HOP | {"ANSWER_BOGON"},
        outcome=Outcome.BLOCKED,
        mechanism="dns.injection.bogon",
        why="The site redirects to a name for which the resolver gave an address that cannot "
        "serve a public site; the control followed the same chain to its end.",
        confused_with="a site that redirects visitors of this country elsewhere",
    ),
    Rule(
        id="dns.refused_at_hop",
        when=_AT_HOP | {"REFUSED", "ANOTHER_RESOLVER_ANSWERED"},
        outcome=Outcome.BLOCKED,
        mechanism="dns.refused",
        why="The site redirects to a name for which the resolver refused to answer, while another "
        "resolver of the same probe did; the control followed the same chain to its end.",
        confused_with="a resolver that refuses this network altogether",
    ),
    Rule(
        id="dns.servfail_at_hop",
        when=_AT_HOP | {"SERVFAIL", "ANOTHER_RESOLVER_ANSWERED"},
        outcome=Outcome.BLOCKED,
        mechanism="dns.servfail",
        why="The site redirects to a name for which the resolver said that it failed, while "
        "another resolver of the same probe answered; the control followed the same chain to its "
        "end.",
        confused_with="a resolver that validates DNSSEC where the name's signatures are broken",
    ),
    Rule(
        id="dns.bogon_as_control",
        when=frozenset({"ANSWER_BOGON", "CONTROL_ANSWERS_BOGON"}),
        outcome=Outcome.DOWN,
        why="The name points to an address that cannot serve a public site, for the control too.",
        confused_with="a name meant for one network only",
    ),
    Rule(
        id="dns.confirmed_by_control",
        when=frozenset({"ANSWERED", "ANSWER_GENUINE"}),
        outcome=Outcome.OK,
        why="The control got one of these addresses too, or its handshake passed there.",
        confused_with="a forged address that relays to the real site",
    ),
    Rule(
        id="dns.revalidated",
        when=frozenset({"ANSWERED", "ANSWER_REVALIDATED"}),
        outcome=Outcome.OK,
        why="On one of these addresses a server showed a certificate for the name, which we "
        "validated ourselves.",
        confused_with="a forged address that relays to the real site",
    ),
    Rule(
        id="dns.verified_by_probe",
        when=frozenset({"ANSWERED", "ANSWER_VERIFIED_BY_PROBE"}),
        outcome=Outcome.OK,
        why="On one of these addresses the probe accepted a certificate for the name.",
        confused_with="a forged address that relays to the real site",
    ),
    Rule(
        id="dns.verified_before",
        when=frozenset({"ANSWERED", "ANSWER_VERIFIED_BEFORE"}),
        outcome=Outcome.OK,
        why="On one of these addresses the site was verified from this network on several days of "
        "the two weeks before.",
        confused_with="an address that has changed hands since",
    ),
    Rule(
        id="dns.same_network",
        when=frozenset({"ANSWERED", "ANSWER_SAME_NETWORK"}),
        outcome=Outcome.OK,
        why="The answer lies in the network that the control's answer lies in.",
        confused_with="forging with addresses of the same provider",
    ),
    Rule(
        id="dns.learned_network",
        when=frozenset({"ANSWERED", "ANSWER_IN_LEARNED_NETWORK"}),
        outcome=Outcome.OK,
        why="The answer lies in a network where helpers asked from several other networks found "
        "this name on the same day.",
        confused_with="forging with addresses of the same provider",
    ),
    Rule(
        id="dns.declared",
        when=frozenset({"ANSWERED", "ANSWER_DECLARED"}),
        outcome=Outcome.OK,
        why="The answer is an address that the service declares, or lies in its own network.",
        confused_with="forging with addresses of the same provider",
    ),
    Rule(
        id="dns.fingerprint_abroad",
        when=frozenset({"ANSWERED", "ANSWER_FINGERPRINT_ABROAD"}),
        outcome=Outcome.UNKNOWN,
        why="The answer is an address that is known for another country's blocking: spill-over "
        "from there, a VPN, or a wrong idea of where the probe is.",
        confused_with="an address that has changed hands since it was listed",
    ),
    Rule(
        id="dns.fails_everywhere",
        when=frozenset({"LOOKUP_FAILED", "CONTROL_FOUND_NOTHING"}),
        outcome=Outcome.DOWN,
        why="The name has no address, for the control either.",
    ),
    Rule(
        id="dns.missing_name_unconfirmed",
        when=frozenset({"ANSWERED", "CONTROL_FOUND_NOTHING"}),
        outcome=Outcome.UNKNOWN,
        why="The resolver answered for a name that the control could not find; nothing else tells "
        "which of them is right.",
        confused_with="a name that exists only in this country",
    ),
    Rule(
        id="dns.other_family_only",
        when=frozenset({"LOOKUP_FAILED", "OTHER_FAMILY_ONLY"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="The name has no address of this family, which is nothing unusual.",
    ),
    Rule(
        id="dns.unmatched",
        when=frozenset({"ANSWERED", "CONTROL_RESOLVED"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="The answer differs from the control's. Sites with many servers do that all the time.",
    ),
    Rule(
        id="dns.no_control",
        when=frozenset({"ANSWERED"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="The resolver answered; there is nothing to compare the answer with.",
    ),
    Rule(
        id="dns.failed",
        when=frozenset({"LOOKUP_FAILED"}),
        outcome=Outcome.UNKNOWN,
        why="The look-up failed, and nothing tells whether the network did it.",
        confused_with="a resolver that is slow or out of order",
    ),
    Rule(
        id="dns.nothing_returned",
        when=frozenset({"NOTHING_RETURNED"}),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.DISCARDED,
        why="The record shows neither an answer nor a failure.",
    ),
    Rule(
        id="dns.no_data",
        when=frozenset(),
        outcome=Outcome.UNKNOWN,
        evidence=Evidence.NONE,
        why="The record shows no look-up.",
    ),
)

DNS_RULES = LayerRules(Layer.DNS, DNS, DNS_IMPOSSIBLE, _RULES)
