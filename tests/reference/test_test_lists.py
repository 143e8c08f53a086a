from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import CuratedFileError
from fanous.reference.test_lists import ListedUrl, load_test_list


def test_reading_a_list(tmp_path: Path) -> None:
    path = tmp_path / "testlist_xa.csv"
    path.write_text(
        "url,category_code,notes\n"
        "https://News.Example/,NEWS,\n"
        "no url,NEWS,left out\n"
        "http://bücher.example/x,CULTR,\n",
        encoding="utf-8",
    )
    assert load_test_list(path) == (
        ListedUrl("https://News.Example/", "news.example", "NEWS"),
        ListedUrl("http://bücher.example/x", "xn--bcher-kva.example", "CULTR"),
    )


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "testlist_xa.csv"
    path.write_text("url,category\nhttps://news.example/,NEWS\n")
    with pytest.raises(CuratedFileError, match="'category_code' is missing") as caught:
        load_test_list(path)
    assert str(caught.value).startswith(f"{path}:1: ")
