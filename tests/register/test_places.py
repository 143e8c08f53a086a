from __future__ import annotations

import pytest

from fanous.register.places import problem


@pytest.mark.parametrize("code", ["NO", "IR", "IR-23", "CN-XJ", "RU-MOW", "M49:145", "M49:001"])
def test_codes(code: str) -> None:
    assert problem(code) == ""


@pytest.mark.parametrize(
    ("code", "says"), [("ir", "capitals"), ("EU", "ISO"), ("M49:999", "M49"), ("Iran", "capitals")]
)
def test_what_is_wrong(code: str, says: str) -> None:
    assert says in problem(code)
