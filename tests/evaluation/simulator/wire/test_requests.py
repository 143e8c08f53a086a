from __future__ import annotations

from collections.abc import Callable

from fanous.evaluation.simulator.encounter import encounter
from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.wire.requests import legacy_requests, requests


def test_the_final_response_comes_first(scene_of: Callable[..., Scene]) -> None:
    rows = requests(encounter(scene_of("library.example")).visit)
    codes = [row["response"]["code"] for row in rows if isinstance(row["response"], dict)]
    assert codes == [200, 301]
    numbers = [int(str(row["transaction_id"])) for row in rows]
    assert [number // 10000 for number in numbers] == [5, 4]
    assert "alpn" in rows[0] and "alpn" not in rows[1]


def test_headers_are_written_twice(scene_of: Callable[..., Scene]) -> None:
    (row,) = requests(encounter(scene_of("weather.example")).visit)
    response = row["response"]
    assert isinstance(response, dict)
    assert dict(response["headers_list"]) == response["headers"]
    assert response["headers"]["Content-Length"] == str(len(response["body"].encode()))


def test_nothing_is_written_when_no_connection_came_up(scene_of: Callable[..., Scene]) -> None:
    assert requests(encounter(scene_of("shop.example", is_down=True)).visit) == []


def test_the_old_shape_writes_a_request_without_an_answer(scene_of: Callable[..., Scene]) -> None:
    visit = encounter(scene_of("shop.example", is_down=True, legacy=True)).visit
    (row,) = legacy_requests(visit, failure="generic_timeout_error")
    assert row["failure"] == "generic_timeout_error"
    response = row["response"]
    assert isinstance(response, dict)
    assert (response["code"], response["body"]) == (0, "")
    assert not {"address", "transaction_id"} & set(row)
