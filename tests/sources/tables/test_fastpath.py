from __future__ import annotations

from pathlib import Path

import pytest

from tests.making import read_source
from tests.making_tables import FASTPATH_COLUMNS, fastpath
from tests.sources.tables.reading import read_rows


@pytest.mark.parametrize(
    ("flags", "wanted"),
    [
        ({}, ("ok", None, "ooni.fastpath.ok")),
        ({"anomaly": "t"}, ("unknown", None, "ooni.fastpath.anomaly")),
        (
            {"anomaly": "t", "blocking_type": "dns"},
            ("unknown", "dns", "ooni.fastpath.anomaly"),
        ),
        (
            {"anomaly": "t", "confirmed": "t", "blocking_type": "http-diff"},
            ("blocked", "http", "ooni.fastpath.confirmed"),
        ),
        ({"anomaly": "t", "msm_failure": "t"}, ("unknown", None, "ooni.fastpath.failure")),
        ({"anomaly": "t", "blocking_type": "http-failure"},
         ("unknown", None, "ooni.fastpath.anomaly")),
        ({"confirmed": "maybe"}, ("unknown", None, "ooni.fastpath.none")),
        ({"anomaly": ""}, ("unknown", None, "ooni.fastpath.none")),
    ],
)  # fmt: skip
def test_flags_become_a_word(
    flags: dict[str, str], wanted: tuple[str, str | None, str], tmp_path: Path
) -> None:
    row = read_rows(tmp_path, fastpath(1, flags), columns=FASTPATH_COLUMNS).row("opinions")
    assert (row["outcome"], row["layer"], row["rule"]) == wanted
    assert row["dns_blocked"] is None
    assert (row["platform"], row["software_version"]) == ("linux", "3.26.0")


def test_a_real_minute(shared: Path) -> None:
    (path,) = (shared / "ooni" / "series").glob("*fastpath*")
    found = read_source(path)
    assert (len(found.rows("opinions")), found.rejects) == (999, [])
