"""What each column tells of a step, and what it doesn't."""

from __future__ import annotations

from msgspec import UNSET

from fanous.sources.ooni.wire import Answer, HttpResponse, Query
from fanous.sources.tables.steps import connects, handshakes, queries, requests
from tests.making import ADDRESS, ADDRESS6, HOST
from tests.making_tables import OBS_COLUMNS, TIMEOUT
from tests.sources.tables.reading import rows

LOOKED_UP = {"hostname": HOST, "dns_engine": "system"}
ENDPOINT = {"ip": ADDRESS, "port": "443.0", "hostname": HOST}
LINK = f"https://{HOST}/"
STATUS = "http_response_status_code"


def test_answers_of_several_rows_are_one_query() -> None:
    made = queries(
        rows(
            LOOKED_UP | {"dns_answer": ADDRESS, "ip": ADDRESS, "ip_asn": "64500.0"},
            LOOKED_UP | {"dns_answer": ADDRESS6, "ip": "192.0.2.99", "ip_asn": "1"},
            LOOKED_UP | {"dns_answer": ADDRESS},
            LOOKED_UP | {"dns_answer": "www.shop.example"},
        )
    )
    assert made == [
        Query(
            hostname=HOST,
            engine="system",
            answers=[
                Answer("A", ipv4=ADDRESS, asn=64500),
                Answer("AAAA", ipv6=ADDRESS6),
                Answer("A", ipv4=ADDRESS),
                Answer("CNAME", hostname="www.shop.example"),
            ],
        )
    ]


def test_a_failed_look_up_is_one_of_its_own() -> None:
    failed = LOOKED_UP | {"dns_failure": "dns_nxdomain_error"}
    made = queries(rows(failed, failed, LOOKED_UP | {"dns_answer": ADDRESS}, {"hostname": HOST}))
    assert [(item.failure, item.answers is None) for item in made] == [
        ("dns_nxdomain_error", True),
        (None, False),
    ]


def test_a_connect_is_made_or_failed_and_else_nothing() -> None:
    made = connects(
        rows(
            ENDPOINT | {"tcp_success": "1.0"},
            ENDPOINT | {"tcp_success": "1.0"},
            ENDPOINT | {"tcp_success": "0.0", "tcp_failure": TIMEOUT, "port": "80"},
            ENDPOINT | {"tcp_success": "1.0", "tcp_failure": TIMEOUT, "port": "81"},
            ENDPOINT | {"tcp_success": "0.0", "port": "82"},  # filled in where nothing was tried
            {"tcp_success": "1.0", "port": "83"},
            ENDPOINT,
        )
    )
    assert [(item.port, item.status and item.status.success) for item in made] == [
        (443, True),
        (80, False),
        (81, False),
    ]


def test_tls_success_is_not_believed() -> None:
    tried = ENDPOINT | {"tls_success": "1", "tls_handshake_time": "10.0"}
    valid = {"tls_is_certificate_valid": "1.0"}
    made = [
        item.wire
        for item in handshakes(
            rows(
                tried | valid,
                tried | {"tls_failure": TIMEOUT, "ip": "192.0.2.11"},
                tried | valid | {"tls_failure": "connection_reset", "ip": "192.0.2.12"},
                tried | {"ip": "192.0.2.13"},
                ENDPOINT | {"tls_success": "1"},  # nothing was tried
            )
        )
    ]
    assert [item.failure for item in made] == [None, TIMEOUT, "connection_reset", UNSET]
    assert [item.no_tls_verify for item in made] == [False, None, False, None]
    assert {item.server_name for item in made} == {HOST}
    assert made[0].address == f"{ADDRESS}:443"


def test_a_handshake_on_port_80_is_a_pair_by_address_and_its_endpoint_is_left_open() -> None:
    (made,) = handshakes(rows(ENDPOINT | {"port": "80.0", "tls_is_certificate_valid": "1.0"}))
    assert made.wire.address is None


def test_what_a_handshake_sent_and_received() -> None:
    (made,) = handshakes(
        rows(
            ENDPOINT
            | {"tls_failure": TIMEOUT, "tls_handshake_read_count": "0.0"}
            | {"tls_handshake_write_count": "1.0", "tls_handshake_write_bytes": "280.0"}
            | {"tls_handshake_last_operation": "write_1"}
        )
    )
    assert made.traffic == (0, None, 1, 280, "write_1")


def test_an_empty_failure_is_none_and_a_missing_column_says_nothing() -> None:
    asked = {"http_request_url": LINK}
    (ended,) = requests(rows(asked), None, is_service=False)
    assert ended.failure is None
    without = [name for name in OBS_COLUMNS if name != "http_failure"]
    (unsaid,) = requests(rows(asked, columns=without), None, is_service=False)
    assert unsaid.failure is UNSET
    assert unsaid.response is UNSET


def test_no_status_is_made_up() -> None:
    failed = {"http_request_url": LINK, "http_failure": TIMEOUT}
    (page,) = requests(rows(failed), LINK, is_service=False)
    assert page.response is UNSET
    (service,) = requests(rows(failed), None, is_service=True)
    assert service.response is None  # no response came
    (ended,) = requests(rows({"http_request_url": LINK}), None, is_service=True)
    assert ended.response is UNSET


def test_a_status_that_the_file_has_is_read_and_an_empty_cell_says_nothing() -> None:
    columns = (*OBS_COLUMNS, STATUS, "http_response_header_location")
    cells = {"http_request_url": LINK, STATUS: "302", "http_response_header_location": "/away"}
    (made,) = requests(rows(cells, columns=columns), None, is_service=False)
    assert made.response == HttpResponse(code=302, headers={"location": "/away"})
    silent = {"http_request_url": LINK, "http_failure": TIMEOUT}
    (made,) = requests(rows(silent, columns=columns), None, is_service=True)
    assert made.response == HttpResponse(headers={})


def test_the_last_request_comes_first() -> None:
    start = f"http://{HOST}/"
    links = (start, LINK, "https://away.example/")
    made = requests(rows(*({"http_request_url": link} for link in links)), start, is_service=False)
    assert made[-1].request and made[-1].request.url == start
    columns = (*OBS_COLUMNS, "http_t")
    timed = [
        {"http_request_url": link, "http_t": str(at)}
        for link, at in (("https://a.example/", 1.5), ("https://b.example/", 2.5))
    ]
    made = requests(rows(*timed, columns=columns), None, is_service=False)
    assert [item.t for item in made] == [2.5, 1.5]


def test_a_port_that_is_none_is_none() -> None:
    (made,) = connects(rows(ENDPOINT | {"tcp_success": "1", "port": "70000"}))
    assert made.port is None
