from __future__ import annotations

from collections.abc import Callable

from fanous.evaluation.simulator.encounter import encounter
from fanous.evaluation.simulator.scenario import Interference
from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.wire.queries import (
    do53_record,
    duplicate_responses,
    legacy_queries,
    queries,
    whoami,
)


def test_getaddrinfo_is_one_classic_pseudo_query(scene_of: Callable[..., Scene]) -> None:
    rows = queries(encounter(scene_of("weather.example")).visit)
    (row,) = [row for row in rows if row["engine"] == "getaddrinfo"]
    assert row["query_type"] == "ANY"
    assert row["tags"] == ["classic", "depth=0"]
    assert row["resolver_address"] == ""
    assert "raw_response" not in row
    assert row["answers"] == [
        {
            "asn": 65010,
            "as_org_name": "Example Hosting",
            "answer_type": "A",
            "ipv4": "198.51.100.50",
            "ttl": None,
        },
        {
            "asn": 65010,
            "as_org_name": "Example Hosting",
            "answer_type": "AAAA",
            "ipv6": "2001:db8:100::50",
            "ttl": None,
        },
    ]


def test_no_answers_are_null(scene_of: Callable[..., Scene]) -> None:
    rows = queries(encounter(scene_of("news.example")).visit)
    empty = [row for row in rows if row["failure"] == "dns_no_answer"]
    assert [row["engine"] for row in empty] == ["udp", "doh"]
    assert all(row["answers"] is None and row["raw_response"] for row in empty)


def test_where_no_reply_came_there_is_none_to_show(scene_of: Callable[..., Scene]) -> None:
    dropped = Interference("dns.timeout", "news.example", (64500,))
    visit = encounter(scene_of("news.example", met=(dropped,))).visit
    udp = [row for row in queries(visit) if row["engine"] == "udp"]
    assert {row["failure"] for row in udp} == {"generic_timeout_error"}
    assert not any("raw_response" in row for row in udp)
    events = do53_record(visit)["network_events"]
    assert isinstance(events, list)
    assert {event["operation"] for event in events} == {"write"}


def test_an_answer_that_no_one_announces_has_no_network(scene_of: Callable[..., Scene]) -> None:
    visit = encounter(scene_of("forum.example", mechanism="dns.injection.bogon")).visit
    forged = [row for row in queries(visit) if row["failure"] is None and row["engine"] == "udp"]
    assert forged[0]["answers"] == [{"answer_type": "A", "ipv4": "10.66.66.36", "ttl": None}]
    assert len(duplicate_responses(visit)) == 1


def test_the_old_shape_has_neither_number_nor_start(scene_of: Callable[..., Scene]) -> None:
    rows = legacy_queries(encounter(scene_of("weather.example", legacy=True)).visit)
    assert [(row["engine"], row["query_type"]) for row in rows] == [
        ("system", "A"),
        ("system", "AAAA"),
    ]
    assert not {"t0", "transaction_id"} & set(rows[0])
    assert rows[0]["tags"] is None


def test_side_records_name_the_public_resolver(scene_of: Callable[..., Scene]) -> None:
    visit = encounter(scene_of("news.example")).visit
    assert list(whoami(visit)) == ["system_v4", "udp_v4"]
    events = do53_record(visit)["network_events"]
    assert isinstance(events, list)
    assert [event["operation"] for event in events] == ["write", "read"] * 2
