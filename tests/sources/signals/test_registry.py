from __future__ import annotations

import re
from dataclasses import fields

from fanous.sources.signals.registry import SIGNAL_FORMATS
from tests.conftest import ROOT

FOLDER = ROOT / "src" / "fanous" / "sources" / "signals"


def test_registry_equals_files() -> None:
    declared = set()
    for path in FOLDER.glob("*.py"):
        declared |= set(re.findall(r'^    name = "(\w+)"', path.read_text(), re.MULTILINE))
    assert declared == set(SIGNAL_FORMATS)


def test_every_format_states_its_manifest() -> None:
    for known in SIGNAL_FORMATS.values():
        assert all(getattr(known.manifest, field.name) for field in fields(known.manifest))


def test_the_plain_table_is_asked_last() -> None:
    assert list(SIGNAL_FORMATS)[-1] == "plain"
