"""Facts of DNS: what one response of one resolver is, and what is known of its addresses."""

from __future__ import annotations

from fanous.rules.facts.base import CHAIN, HELPER_SILENT, fact, kinds

__all__ = ["DNS", "DNS_IMPOSSIBLE"]

_SERVFAIL = (
    "('dns_servfail_error', 'dns_server_misbehaving', 'dns_temporary_failure', "
    "'dns_non_recoverable_failure')"
)

DNS = (
    fact("ANSWERED", "The resolver answered with an address.", "answered"),
    fact(
        "NXDOMAIN",
        "The resolver said that the name does not exist.",
        "NOT answered AND failure = 'dns_nxdomain_error'",
        fails="LOOKUP_FAILED",
    ),
    fact(
        "REFUSED",
        "The resolver refused to answer.",
        "NOT answered AND failure = 'dns_refused_error'",
        fails="LOOKUP_FAILED",
    ),
    fact(
        "SERVFAIL",
        "The resolver said that it failed.",
        f"NOT answered AND failure IN {_SERVFAIL}",
        fails="LOOKUP_FAILED",
    ),
    fact(
        "NO_ADDRESS",
        "The resolver answered without an address.",
        "NOT answered AND failure = 'dns_no_answer'",
        fails="LOOKUP_FAILED",
    ),
    fact(
        "NOTHING_RETURNED",
        "The record shows neither an address nor a failure.",
        "NOT answered AND failure IS NULL",
    ),
    fact(
        "NO_DATA_ANDROID",
        "Android's resolver said it has no data, which hides what the network's resolver said.",
        "NOT answered AND failure = 'android_dns_cache_no_data'",
        fails="LOOKUP_FAILED",
    ),
    fact(
        "LOOKUP_FAILED",
        "The look-up gave no address.",
        "NOT answered AND failure IS NOT NULL",
        fails=True,
    ),
    fact(
        "ASKED_FOR_IPV4",
        "The query asked for IPv4 addresses, or for any.",
        "asked_for IN (4, 0)",
    ),
    fact(
        "ANSWER_FINGERPRINTED",
        "An answer is a known forged address of the probe's country.",
        "answered AND fingerprint_kind = 'country'",
    ),
    fact(
        "ANSWER_FINGERPRINT_ABROAD",
        "An answer is a known forged address of another country.",
        "answered AND fingerprint_kind = 'abroad'",
    ),
    fact(
        "ANSWER_REWRITTEN",
        "A public resolver that never tells where the asker is, asked in cleartext, gave only "
        "addresses of the probe's own network. The control's are in another network, where an "
        "encrypted resolver asked by the same probe got its answer too.",
        "answered AND rewritten",
    ),
    fact("ANSWER_BOGON", "An answer is special-purpose address space.", "answered AND any_bogon"),
    fact(
        "ANSWER_REFUTED",
        "Only the probe's resolver gave this address; it lies in another network than the "
        "control's, and there the control could not shake hands for the name, though it could "
        "on its own.",
        "answered AND all_refuted",
    ),
    fact(
        "ANSWER_GENUINE",
        "The control got an answered address too, or its certificate for the name validated there.",
        "answered AND any_genuine",
    ),
    fact(
        "ANSWER_VERIFIED_BY_PROBE",
        "On an answered address the probe accepted a certificate for the name.",
        "answered AND any_verified",
    ),
    fact(
        "ANSWER_REVALIDATED",
        "On an answered address a server showed a certificate for the name that we validated.",
        "answered AND any_revalidated",
    ),
    fact(
        "ANSWER_VERIFIED_BEFORE",
        "On an answered address, handshakes for the name were verified on this network on at least "
        "three of the fourteen days before.",
        "answered AND verified_before",
    ),
    fact(
        "ANSWER_IN_LEARNED_NETWORK",
        "An answered address is in a network where enough other networks found the name.",
        "answered AND any_learned",
    ),
    fact(
        "ANSWER_DECLARED",
        "An answered address is one that the service declares, or in its own network.",
        "answered AND any_declared",
    ),
    fact(
        "ANSWER_SAME_NETWORK",
        "An answered address is in a network that the control's answers are in.",
        "answered AND any_same_network",
    ),
    fact(
        "CONTROL_RESOLVED",
        "The control got an address of the family asked for.",
        """about_target AND CASE asked_for WHEN 4 THEN resolved_v4 WHEN 6 THEN resolved_v6
        WHEN 0 THEN resolved ELSE false END""",
    ),
    fact(
        "CONTROL_ANSWERS_PUBLIC",
        "The control got addresses, all of them public.",
        "about_target AND resolved AND NOT resolved_bogon",
    ),
    fact(
        "CONTROL_ANSWERS_BOGON",
        "The control got special-purpose address space too.",
        "about_target AND resolved AND resolved_bogon",
    ),
    fact(
        "CONTROL_FOUND_NOTHING",
        "The control looked the name up and found no address.",
        "about_target AND found_nothing",
    ),
    fact(
        "ANOTHER_RESOLVER_ANSWERED",
        "Another resolver answered the same probe with an address for the name.",
        "others_answered",
    ),
    fact(
        "ENCRYPTED_NXDOMAIN",
        "An encrypted resolver told the same probe that the name does not exist.",
        "encrypted_nxdomain AND NOT encrypted_answered",
    ),
    fact(
        "OTHER_FAMILY_ONLY",
        "The name has addresses of the other family: this resolver or the control gave some.",
        "family_answered_other OR (about_target AND resolved AND CASE asked_for "
        "WHEN 4 THEN NOT resolved_v4 WHEN 6 THEN NOT resolved_v6 ELSE false END)",
    ),
    fact(
        "NAME_PROVEN",
        "In this measurement a server showed a certificate for the name that we validated.",
        "proven_name",
    ),
    fact(
        "NAME_KNOWN_ELSEWHERE",
        "Enough other networks got a page of this name over TLS on the same day.",
        "known_name",
    ),
    HELPER_SILENT,
    *CHAIN,
)
DNS_IMPOSSIBLE = (
    kinds(
        DNS,
        "ANSWERED NXDOMAIN REFUSED SERVFAIL NO_ADDRESS NOTHING_RETURNED NO_DATA_ANDROID",
        "one response of one resolver",
    ),
    kinds(DNS, "ANSWERED LOOKUP_FAILED", "one response of one resolver"),
    kinds(DNS, "NOTHING_RETURNED LOOKUP_FAILED", "one response of one resolver"),
    *(
        kinds(DNS, f"{silent} {name}", "one response: this is said of an address in it")
        for silent in ("LOOKUP_FAILED", "NOTHING_RETURNED")
        for name in (
            "ANSWER_FINGERPRINTED",
            "ANSWER_FINGERPRINT_ABROAD",
            "ANSWER_REWRITTEN",
            "ANSWER_REVALIDATED",
            "ANSWER_IN_LEARNED_NETWORK",
            "ANSWER_VERIFIED_BEFORE",
            "ANSWER_DECLARED",
            "ANSWER_BOGON",
            "ANSWER_REFUTED",
            "ANSWER_GENUINE",
            "ANSWER_VERIFIED_BY_PROBE",
            "ANSWER_SAME_NETWORK",
        )
    ),
    kinds(
        DNS,
        "ANSWER_FINGERPRINTED ANSWER_FINGERPRINT_ABROAD",
        "one match of the table: the strongest kind is kept",
    ),
    *(
        kinds(DNS, f"HELPER_SILENT {name}", "whether the one helper answered")
        for name in (
            "CONTROL_RESOLVED",
            "CONTROL_FOUND_NOTHING",
            "CONTROL_ANSWERS_PUBLIC",
            "CONTROL_ANSWERS_BOGON",
            "CONTROL_COMPLETED_CHAIN",
            "ANSWER_REFUTED",
            "ANSWER_GENUINE",
            "ANSWER_SAME_NETWORK",
            "ANSWER_REWRITTEN",
        )
    ),
    *(
        kinds(DNS, f"ANSWER_REWRITTEN {name}", "which network each answered address is in")
        for name in ("ANSWER_SAME_NETWORK", "ANSWER_REFUTED")
    ),
    kinds(DNS, "CONTROL_RESOLVED CONTROL_FOUND_NOTHING", "the control's one look-up"),
    kinds(
        DNS,
        "CONTROL_ANSWERS_PUBLIC CONTROL_ANSWERS_BOGON CONTROL_FOUND_NOTHING",
        "the control's one look-up",
    ),
    kinds(
        DNS,
        "ANSWER_REFUTED ANSWER_GENUINE",
        "the control's own result on each answered address",
    ),
    kinds(
        DNS,
        "ANSWER_REFUTED ANSWER_SAME_NETWORK",
        "the AS number of each answered address",
    ),
)
