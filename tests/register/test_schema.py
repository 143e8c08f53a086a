from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from fanous.register import schema


def test_words_and_types_agree() -> None:
    assert get_args(schema.Hedge) == schema.HEDGES
    assert get_args(schema.Step) == schema.LADDER
    assert get_args(schema.Element) == schema.ELEMENTS
    assert get_args(schema.TestName) == schema.TESTS


@pytest.mark.parametrize("kind", ["person", "Person", "official"])
def test_no_entity_is_a_person(kind: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"id": "x", "kind": kind, "name": "X"}, schema.Entity)


def test_no_field_holds_a_person() -> None:
    names = {
        field.name for kind in schema.RECORDS.values() for field in msgspec.structs.fields(kind)
    }
    assert not names & {"person", "birth_date", "nationality", "passport", "score", "rating"}


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.convert({"id": "x", "kind": "ngo", "name": "X", "score": "9"}, schema.Entity)
