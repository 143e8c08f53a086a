"""Facts of HTTP: how one request ended, and how its response stands to the control's."""

from __future__ import annotations

from fanous.rules.facts.base import CHAIN, HELPER_SILENT, fact, kinds

__all__ = ["HTTP", "HTTP_IMPOSSIBLE"]

# Tables of observations, and some early records, say that a request ended and not with what.
_ENDED_WELL = (
    "success AND status IS NULL AND failure IS NULL "
    "AND coalesce(fingerprint_kind, 'false_positive') = 'false_positive'"
)

HTTP = (
    fact(
        "RESPONDED",
        "A response came, to its end or to the probe's limit.",
        "status > 0 AND success",
    ),
    fact(
        "REQUEST_RESET",
        "The connection was reset after the request.",
        "failure = 'connection_reset' AND status = 0 AND connection_established",
        fails="REQUEST_FAILED",
    ),
    fact(
        "REQUEST_EOF",
        "The connection was closed after the request.",
        "failure = 'eof_error' AND status = 0 AND connection_established",
        fails="REQUEST_FAILED",
    ),
    fact(
        "REQUEST_TIMEOUT",
        "No response came in time over the connection that was made.",
        "failure = 'generic_timeout_error' AND status = 0 AND connection_established",
        fails="REQUEST_FAILED",
    ),
    fact(
        "BODY_STALLED",
        "A response began and its body did not arrive in time, or was cut.",
        """status > 0
        AND failure IN ('generic_timeout_error', 'connection_reset', 'eof_error')""",
        fails="REQUEST_FAILED",
    ),
    fact(
        "REDIRECT_BROKEN",
        "The server's redirect leads nowhere or in circles.",
        "failure IN ('http_invalid_redirect_location_host', 'http_too_many_redirects')",
        fails="REQUEST_FAILED",
    ),
    fact("REQUEST_FAILED", "The request failed.", "failure IS NOT NULL", fails=True),
    fact(
        "CONNECTION_ESTABLISHED",
        "The connection that the request needs had been established.",
        "connection_established",
    ),
    fact("AT_INPUT", "The request was for the input itself.", "coalesce(depth, 0) = 0"),
    fact("CONTROL_FETCHED", "The control got a response.", "fetched"),
    fact("CONTROL_FETCH_FAILED", "The control's fetch failed too.", "fetch_failed"),
    fact(
        "ADDRESS_GENUINE",
        "The control resolved the name to this address or validated a certificate on it; or we "
        "did, or enough other networks; or a service declares it.",
        "genuine",
    ),
    fact("IN_CLEARTEXT", "The request was made without encryption.", "scheme = 'http'"),
    fact(
        "OVER_VERIFIED_TLS",
        "The response came over a connection whose certificate the probe accepted for the name.",
        "scheme = 'https' AND verified_tls",
    ),
    fact(
        "FINGERPRINT_OF_COUNTRY",
        "The response carries the fingerprint of a block page of the probe's country.",
        "fingerprint_kind = 'country'",
    ),
    fact(
        "FINGERPRINT_FALSE_POSITIVE",
        "The response carries a mark of pages that are no block pages.",
        "fingerprint_kind = 'false_positive'",
    ),
    fact(
        "FINGERPRINT_ABROAD",
        "The response carries the fingerprint of a block page of another country.",
        "fingerprint_kind = 'abroad'",
    ),
    fact(
        "FINGERPRINT_PRODUCT",
        "The response carries the fingerprint of a filtering product, or the words of a refusal.",
        "fingerprint_kind IN ('product', 'vague')",
    ),
    fact(
        "REDIRECTS_TO_PRIVATE",
        "The response redirects to an address of a private network.",
        "redirects_to_private",
    ),
    fact(
        "FROM_ITS_HOST",
        "The last response came from the input's host, or from a name above or below it.",
        "status > 0 AND is_final AND from_its_host",
    ),
    fact(
        "NOT_SENT",
        "The look-up, every connect or every handshake that the request needs failed.",
        "not_sent AND NOT connection_established",
    ),
    fact("IS_REDIRECT", "The response redirects.", "is_redirect"),
    fact("IS_FINAL", "It is the last response of the chain.", "status > 0 AND is_final"),
    fact("STATUS_SUCCESS", "The status says success.", "status BETWEEN 200 AND 299"),
    fact("STATUS_MATCHES", "The status is the control's.", "is_final AND status = http_status"),
    fact(
        "TITLE_MATCHES",
        "The title is the control's.",
        "is_final AND title IS NOT NULL AND title_matches",
    ),
    fact(
        "BODY_LENGTH_MATCHES",
        "The body is about as long as the control's (at least 0.7 of the longer; a short one only "
        "with the same title, or over TLS), and no title speaks against it.",
        "is_final AND NOT coalesce(body_is_truncated, false) AND length_matches",
    ),
    fact(
        "BODY_TRUNCATED",
        "The body was longer than what the probe keeps.",
        "is_final AND body_is_truncated",
    ),
    fact(
        "HEADERS_MATCH",
        "The response has headers in common with the control's that few servers send (asked only "
        "where neither title nor length agrees).",
        "is_final AND shares_uncommon_header",
    ),
    fact(
        "DIFFERS_FROM_CONTROL",
        "The response is not what the control got: another status, or another title, or less than "
        "a third of its length.",
        """is_final AND status > 0 AND fetched AND (status <> http_status
        OR NOT title_matches OR length_ratio < 0.3)""",
    ),
    fact(
        "FETCHED_ELSEWHERE",
        "Enough other networks got a response from this site on the same day.",
        "fetched_elsewhere",
    ),
    fact(
        "SERVICE_RESPONDED",
        "The service answered, and not with a redirect, nor with a page.",
        """is_service AND status > 0 AND NOT is_redirect
        AND (scheme = 'https' OR status >= 400 OR (title IS NULL AND body_length > 0))
        AND coalesce(fingerprint_kind, 'false_positive') = 'false_positive'""",
    ),
    fact(
        "ENDED_WELL",
        "The last request ended without failure, and the record does not keep the status of the "
        "response.",
        f"{_ENDED_WELL} AND (is_service OR sequence = 0)",
    ),
    fact(
        "SERVICE_ENDED_WELL",
        "A request to the service ended without failure, and the record does not keep the status "
        "of the response.",
        f"{_ENDED_WELL} AND is_service",
    ),
    HELPER_SILENT,
    *CHAIN,
)
HTTP_IMPOSSIBLE = (
    kinds(
        HTTP,
        "RESPONDED REQUEST_RESET REQUEST_EOF REQUEST_TIMEOUT BODY_STALLED REDIRECT_BROKEN "
        "ENDED_WELL",
        "one request",
    ),
    *(
        kinds(HTTP, f"SERVICE_ENDED_WELL {name}", "one request")
        for name in (
            "RESPONDED",
            "REQUEST_RESET",
            "REQUEST_EOF",
            "REQUEST_TIMEOUT",
            "BODY_STALLED",
            "REDIRECT_BROKEN",
            "REQUEST_FAILED",
            "SERVICE_RESPONDED",
        )
    ),
    *(
        kinds(HTTP, f"{ended} {name}", "the status of one response, which is not kept")
        for ended in ("ENDED_WELL", "SERVICE_ENDED_WELL")
        for name in (
            "IS_FINAL",
            "IS_REDIRECT",
            "STATUS_SUCCESS",
            "STATUS_MATCHES",
            "DIFFERS_FROM_CONTROL",
        )
    ),
    *(
        kinds(HTTP, f"{ended} {name}", "one match of the tables")
        for ended in ("ENDED_WELL", "SERVICE_ENDED_WELL")
        for name in ("FINGERPRINT_OF_COUNTRY", "FINGERPRINT_ABROAD", "FINGERPRINT_PRODUCT")
    ),
    kinds(HTTP, "ENDED_WELL REQUEST_FAILED", "one request"),
    kinds(HTTP, "ENDED_WELL SERVICE_RESPONDED", "one request"),
    kinds(HTTP, "RESPONDED REQUEST_FAILED", "one request"),
    *(
        kinds(HTTP, f"{failure} {said}", "one request: this is said of its response")
        for failure in ("REQUEST_RESET", "REQUEST_EOF", "REQUEST_TIMEOUT")
        for said in (
            "FINGERPRINT_OF_COUNTRY",
            "FINGERPRINT_FALSE_POSITIVE",
            "REDIRECTS_TO_PRIVATE",
            "FROM_ITS_HOST",
            "FINGERPRINT_ABROAD",
            "FINGERPRINT_PRODUCT",
            "DIFFERS_FROM_CONTROL",
            "SERVICE_RESPONDED",
            "IS_REDIRECT",
            "IS_FINAL",
            "STATUS_SUCCESS",
            "STATUS_MATCHES",
            "TITLE_MATCHES",
            "BODY_LENGTH_MATCHES",
            "BODY_TRUNCATED",
            "HEADERS_MATCH",
        )
    ),
    kinds(HTTP, "CONTROL_FETCHED CONTROL_FETCH_FAILED", "the control's one fetch"),
    kinds(HTTP, "CONTROL_COMPLETED_CHAIN CONTROL_FETCH_FAILED", "the control's one fetch"),
    *(
        kinds(HTTP, f"HELPER_SILENT {name}", "whether the one helper answered")
        for name in (
            "CONTROL_FETCHED",
            "CONTROL_FETCH_FAILED",
            "CONTROL_COMPLETED_CHAIN",
            "STATUS_MATCHES",
            "TITLE_MATCHES",
            "BODY_LENGTH_MATCHES",
            "HEADERS_MATCH",
            "DIFFERS_FROM_CONTROL",
        )
    ),
    *(
        kinds(HTTP, f"{name} FETCHED_ELSEWHERE", "others are only asked where nothing came")
        for name in (
            "RESPONDED",
            "BODY_STALLED",
            "SERVICE_RESPONDED",
            "ENDED_WELL",
            "SERVICE_ENDED_WELL",
        )
    ),
    *(
        kinds(HTTP, f"{name} {of_service}", "which test it is")
        for of_service in ("SERVICE_RESPONDED", "SERVICE_ENDED_WELL")
        for name in ("IS_FINAL", "CONTROL_FETCHED", "CONTROL_FETCH_FAILED")
    ),
    kinds(HTTP, "IN_CLEARTEXT OVER_VERIFIED_TLS", "the request's URL"),
    kinds(
        HTTP,
        "FINGERPRINT_OF_COUNTRY FINGERPRINT_FALSE_POSITIVE FINGERPRINT_ABROAD FINGERPRINT_PRODUCT",
        "one match of the tables: a false-positive marker silences the others",
    ),
    *(
        kinds(HTTP, f"NOT_SENT {name}", "whether a connection was made")
        for name in (
            "CONNECTION_ESTABLISHED",
            "RESPONDED",
            "REQUEST_RESET",
            "REQUEST_EOF",
            "REQUEST_TIMEOUT",
            "BODY_STALLED",
            "SERVICE_RESPONDED",
            "ENDED_WELL",
            "SERVICE_ENDED_WELL",
            "IS_REDIRECT",
            "IS_FINAL",
        )
    ),
    kinds(HTTP, "IS_REDIRECT STATUS_SUCCESS", "one status code"),
    kinds(HTTP, "AT_INPUT NETWORK_FAILURE_AT_HOP", "the request's depth"),
    kinds(HTTP, "BODY_LENGTH_MATCHES BODY_TRUNCATED", "one flag of the body"),
)
