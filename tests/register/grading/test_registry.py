from __future__ import annotations

from fanous.register.grading.registry import TESTS
from fanous.register.load import load_register
from fanous.register.schema import TESTS as NAMES


def test_registry_and_schema_name_the_same_tests() -> None:
    assert tuple(TESTS) == NAMES
    for name, function in TESTS.items():
        assert function.__name__ == name.replace("-", "_")
        assert function.__doc__


def test_ours_uses_every_test() -> None:
    used = {link.test for item in load_register().links.values() for link in item.links}
    assert used - {None} == set(NAMES)
