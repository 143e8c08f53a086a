from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fanous.errors import CuratedFileError
from fanous.evaluation.countries.document import KEYS, read_scenario
from fanous.evaluation.countries.scenario import (
    Country,
    Network,
    Nuisance,
    ScriptedEvent,
    Target,
)

SMALL = """\
name = "small"
start = 2026-03-02
days = 30

[[country]]
cc = "XA"

[[network]]
asn = 64512
cc = "XA"
name = "XA Mobile"
network_type = "mobile"
sessions_a_day = 3

[[target]]
url = "https://news.example/"

[[target]]
url = "service:telegram"

[[event]]
kind = "blocking"
cc = "XA"
onset = 2026-03-10T12:00:00+03:00
targets = ["news.example"]
mechanisms = ["tls.reset"]

[[nuisance]]
kind = "out_of_order"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, old: str, new: str) -> CuratedFileError:
    assert old in SMALL
    with pytest.raises(CuratedFileError) as caught:
        read_scenario(written(folder, SMALL.replace(old, new, 1)))
    return caught.value


def test_a_small_file_is_read_whole(tmp_path: Path) -> None:
    made = read_scenario(written(tmp_path, SMALL))
    assert (made.name, made.days, made.countries) == ("small", 30, (Country("XA"),))
    (network,) = made.networks
    assert (network.asn, network.network_type, network.sessions_a_day) == (64512, "mobile", 3.0)
    assert made.targets == (Target("https://news.example/"), Target("service:telegram"))
    (event,) = made.events
    assert event.onset == datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert (event.targets, event.end, event.share) == (("domain:news.example",), None, 1.0)
    (nuisance,) = made.nuisances
    assert (nuisance.start, nuisance.end) == (made.begins, made.ends)


def test_every_field_can_be_written() -> None:
    nouns = {
        "country": Country,
        "network": Network,
        "target": Target,
        "event": ScriptedEvent,
        "nuisance": Nuisance,
    }
    for name, noun in nouns.items():
        assert set(KEYS[name]) == {field.name for field in fields(noun)}


def test_every_key_is_in_the_guide() -> None:
    from tests.conftest import ROOT

    guide = (ROOT / "docs" / "how-to" / "write-a-scenario.md").read_text(encoding="utf-8")
    missing = [key for keys in KEYS.values() for key in keys if f"`{key}`" not in guide]
    assert missing == []


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('name = "small"', 'name = "Not Small"', 1, "is no name"),
        ("days = 30", "days = 0", 3, "is no days"),
        ("days = 30", "days = 30\ncolour = 3", 4, "'colour' is unknown"),
        ('cc = "XA"', 'cc = "IR"', 6, "'IR' is no cc"),
        ("asn = 64512", "asn = 3320", 9, "no reserved AS number"),
        ("sessions_a_day = 3", "sessions_a_day = true", 13, "is no sessions_a_day"),
        ('"https://news.example/"', '"https://news.com/"', 16, "is no url"),
        ('kind = "blocking"', 'kind = "filtering"', 22, "is no kind"),
        ("2026-03-10T12:00:00+03:00", "2026-03-10T12:00:00", 24, "is no moment"),
        ('["tls.reset"]', '["tls.magic"]', 26, "is no mechanisms"),
        ('["news.example"]', "[]", 25, "is no list"),
        ('kind = "out_of_order"', "count = 3", 28, "'kind' is missing"),
        ('kind = "out_of_order"', 'kind = "clock_skew"', 29, "clock_skew needs hours"),
        ('["news.example"]', '["other.example"]', 25, "is no [[target]] of this file"),
        ("[[event]]", "[[event]", 21, "not TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    error = refused(tmp_path, old, new)
    assert error.line == line
    assert what in error.what and error.remedy


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CuratedFileError, match=r"none\.toml"):
        read_scenario(tmp_path / "none.toml")
