"""The whole measurement against the format: required keys in both shapes."""

from __future__ import annotations

from typing import Any

Rows = list[dict[str, Any]]

ENVELOPE = (
    "annotations data_format_version extensions input measurement_start_time probe_asn probe_cc "
    "probe_ip probe_network_name report_id resolver_asn resolver_ip resolver_network_name "
    "software_name software_version test_helpers test_keys test_name test_runtime test_start_time "
    "test_version"
)
SUMMARY = (
    "agent client_resolver retries socksproxy network_events queries requests tcp_connect "
    "tls_handshakes control control_failure dns_experiment_failure dns_consistency "
    "http_experiment_failure body_proportion body_length_match headers_match status_code_match "
    "title_match blocking accessible"
)
ONLY_MODERN = (
    "x_dns_whoami x_doh x_do53 x_dns_duplicate_responses x_control_request x_conn_priority_log "
    "x_dns_flags x_blocking_flags x_null_null_flags"
)
ONLY_LEGACY = "x_status x_dns_runtime x_th_runtime x_tcptls_runtime x_http_runtime"


def about(rows: Rows, host: str) -> list[dict[str, Any]]:
    return [row["test_keys"] for row in rows if host in row["input"]]


def test_the_envelope_is_whole(modern_rows: Rows, legacy_rows: Rows) -> None:
    for row in modern_rows + legacy_rows:
        assert set(row) - {"measurement_uid"} == set(ENVELOPE.split())
        assert row["data_format_version"] == "0.2.0"


def test_each_shape_has_its_own_keys(modern_rows: Rows, legacy_rows: Rows) -> None:
    for row in modern_rows:
        assert set(row["test_keys"]) == set(SUMMARY.split()) | set(ONLY_MODERN.split())
    for row in legacy_rows:
        assert set(row["test_keys"]) == set(SUMMARY.split()) | set(ONLY_LEGACY.split())


def test_an_idn_input_is_unicode_and_travels_as_punycode(modern_rows: Rows) -> None:
    rows = about(modern_rows, "فانوس")
    assert rows
    for keys in rows:
        assert {query["hostname"] for query in keys["queries"]} == {"xn--mgby3bvk.example"}
        assert keys["requests"][0]["request"]["url"] == "https://xn--mgby3bvk.example/"
        assert keys["accessible"] is True


def test_late_answers_tell_of_an_injector(modern_rows: Rows) -> None:
    told = [keys["x_dns_duplicate_responses"] for keys in about(modern_rows, "video.example")]
    late = [rows for rows in told if rows]
    assert late and len(late) < len(told)
    assert all(rows[0]["answers"][0]["ipv4"] == "198.51.100.150" for rows in late)


def test_the_doh_resolver_is_kept_apart(modern_rows: Rows) -> None:
    record = modern_rows[0]["test_keys"]["x_doh"]
    assert [row["server_name"] for row in record["tls_handshakes"]] == ["dns.resolver.example"]
    assert record["queries"][0]["hostname"] == "dns.resolver.example"
    assert record["requests"] == []


def test_one_connection_is_granted_the_request(modern_rows: Rows) -> None:
    (keys, *_) = about(modern_rows, "weather.example")
    granted = [line["msg"] for line in keys["x_conn_priority_log"] if "granted" in line["msg"]]
    assert len(granted) == len(keys["requests"])
