from __future__ import annotations

import msgspec
import pytest

from fanous.sources.ooni.wire import IGNORED_KEYS, Binary, Envelope, WebConnectivity
from tests.making import changed, measurement, to_line


def decode(record: object) -> WebConnectivity:
    return msgspec.json.decode(to_line(record), type=WebConnectivity)


def test_a_record_decodes() -> None:
    message = decode(measurement())
    assert message.test_name == "web_connectivity"
    keys = message.test_keys
    assert keys is not None and keys.queries and keys.tcp_connect and keys.requests
    assert keys.queries[0].tags == ("classic", "depth=0")


def test_what_is_missing_is_null_but_a_missing_response_is_not_a_null_one() -> None:
    record = measurement()
    del record["test_keys"]["requests"][0]["response"]
    keys = decode(record).test_keys
    assert keys is not None and keys.requests is not None
    assert keys.requests[0].response is msgspec.UNSET
    keys = decode(changed(measurement(), "test_keys.requests.0.response", None)).test_keys
    assert keys is not None and keys.requests is not None
    assert keys.requests[0].response is None


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**70, 1.5, "1"])
def test_integers_are_those_that_a_table_can_hold(number: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode(changed(measurement(), "test_keys.requests.0.response.code", number))


def test_bodies_are_text_or_base64() -> None:
    path = "test_keys.requests.0.response.body"
    record = changed(measurement(), path, {"format": "base64", "data": "YQ=="})
    keys = decode(record).test_keys
    assert keys is not None and keys.requests is not None
    response = keys.requests[0].response
    assert response and response.body == Binary("YQ==")


def test_another_test_keeps_its_keys_as_bytes() -> None:
    envelope = msgspec.json.decode(b'{"test_name":"ndt","test_keys":{"a": [1]}}', type=Envelope)
    assert bytes(envelope.test_keys) == b'{"a": [1]}'


def test_a_field_is_read_or_ignored_never_both() -> None:
    fields = {field.name for field in msgspec.structs.fields(WebConnectivity)}
    assert not fields & IGNORED_KEYS
