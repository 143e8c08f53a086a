from __future__ import annotations

from fanous.model.outcome import LAYERS
from fanous.reference.service import FLAGS, SERVICE_COLUMNS, ServiceRow


def test_the_columns_are_the_fields_of_a_row() -> None:
    assert tuple(name for name, _ in SERVICE_COLUMNS) == ServiceRow._fields
    assert {kind for _, kind in SERVICE_COLUMNS} == {"string", "int64", "bool", "list<string>"}
    assert {*LAYERS, *FLAGS} <= set(ServiceRow._fields)
