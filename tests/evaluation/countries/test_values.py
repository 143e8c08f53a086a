from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.errors import CuratedFileError
from fanous.evaluation.countries import values
from fanous.reference.toml_file import Place, TomlFile
from tests.making import FUZZ


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> TomlFile:
    path: Path = tmp_path_factory.mktemp("values") / "empty.toml"
    path.write_text("")
    return TomlFile(path)


def read(file: TomlFile, reader: values.Reader, value: object) -> Any:
    return reader(file, Place(), "key", value)


ACCEPTED: list[tuple[values.Reader, object, object]] = [
    (values.slug, "two-words", "two-words"),
    (values.line, "XA Mobile", "XA Mobile"),
    (values.country_code, "XZ", "XZ"),
    (values.as_number, 64512, 64512),
    (values.as_number, 4_200_000_001, 4_200_000_001),
    (values.target_url, "http://a-b.c.example/", "http://a-b.c.example/"),
    (values.target_url, "service:telegram", "service:telegram"),
    (values.target_name, "news.example", "domain:news.example"),
    (values.target_name, "service:telegram", "service:telegram"),
    (values.day, date(2026, 3, 2), date(2026, 3, 2)),
    (values.flag, False, False),
    (values.whole(1, 9), 9, 9),
    (values.share, 1, 1.0),
    (values.share, 0.25, 0.25),
    (values.one_of("a", "b"), "b", "b"),
    (values.several(values.weekday), ["mon", "sun"], (0, 6)),
    (values.span_of_hours, [18.5, 24], (18.5, 24.0)),
    (values.pair_of_hours, [30, 14], (30.0, 14.0)),
]
REFUSED: list[tuple[values.Reader, object]] = [
    (values.slug, "Two Words"),
    (values.line, "two\nlines"),
    (values.country_code, "GB"),
    (values.as_number, 15169),
    (values.as_number, True),
    (values.target_url, "https://news.example/path"),
    (values.target_url, "https://example.org/"),
    (values.target_url, "service:signal"),
    (values.target_name, "https://news.example/"),
    (values.flag, 1),
    (values.whole(1, 9), 10),
    (values.whole(1, 9), 2.0),
    (values.share, 1.01),
    (values.share, False),
    (values.one_of("a", "b"), "c"),
    (values.several(values.share), 0.3),
    (values.several(values.share), []),
    (values.weekday, "monday"),
    (values.span_of_hours, [8, 5]),
    (values.span_of_hours, [5, 25]),
    (values.span_of_hours, [5]),
    (values.pair_of_hours, [0, 4]),
    (values.pair_of_hours, ["a", "b"]),
]


@pytest.mark.parametrize(("reader", "value", "expected"), ACCEPTED)
def test_good_values_are_read(
    file: TomlFile, reader: values.Reader, value: object, expected: object
) -> None:
    found = read(file, reader, value)
    assert found == expected and type(found) is type(expected)


@pytest.mark.parametrize(("reader", "value"), REFUSED)
def test_bad_values_are_refused_with_a_remedy(
    file: TomlFile, reader: values.Reader, value: object
) -> None:
    with pytest.raises(CuratedFileError) as caught:
        read(file, reader, value)
    assert caught.value.remedy and "empty.toml" in caught.value.what


READERS = [reader for reader, _, _ in ACCEPTED]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@FUZZ
@given(st.sampled_from(READERS), ANYTHING)
def test_no_value_ends_in_another_error(
    file: TomlFile, reader: values.Reader, value: object
) -> None:
    try:
        read(file, reader, value)
    except CuratedFileError as error:
        assert error.remedy
