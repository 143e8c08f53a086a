from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import CuratedFileError, InputError
from fanous.evaluation.verdicts.labels import COLUMNS, read_labels
from fanous.evaluation.verdicts.opinions import Opinion
from tests.evaluation.verdicts.labelling import BLOCKED, OK, write_labels


def test_a_label_as_written(tmp_path: Path) -> None:
    row = BLOCKED | {
        "input": "https://shop.example/",
        "layers_acceptable": "tls+http|tls|",
        "acceptable_overall": "blocked|insufficient",
        "mechanisms": "tls.reset; http.eof",
        "note": "for readers",
    }
    found = read_labels(write_labels(tmp_path / "l.csv", row, OK))
    assert list(found) == ["a", "b"]
    first = found["a"]
    assert (first.line, first.input, first.family) == (2, "https://shop.example/", "tls")
    assert first.truth == {
        "overall": "blocked",
        "dns": "ok",
        "tcp": "ok",
        "tls": "blocked",
        "http": "insufficient",
    }
    assert first.mechanisms == ("tls.reset", "http.eof")
    assert first.layers == (frozenset({"tls", "http"}), frozenset({"tls"}), frozenset())
    assert first.acceptable == ("blocked", "insufficient")
    assert first.is_blocked and not found["b"].is_blocked
    assert found["b"].layers == (frozenset(),)
    assert found["b"].opinions == {}


@pytest.mark.parametrize(
    ("changed", "family"),
    [
        ({"family": "by hand"}, "by hand"),
        ({"truth_dns": "blocked"}, "dns+tls"),
        ({"truth_tls": "insufficient"}, "blocked"),
        ({"truth_tls": "down", "truth_overall": "down"}, "down"),
        ({"truth_tls": "", "truth_overall": "ok"}, "none"),
        ({"truth_tls": "", "truth_overall": "insufficient"}, "not known"),
    ],
)
def test_the_family(tmp_path: Path, changed: dict[str, str], family: str) -> None:
    assert read_labels(write_labels(tmp_path / "l.csv", BLOCKED | changed))["a"].family == family


def test_other_judges_are_read_where_they_are(tmp_path: Path) -> None:
    row = BLOCKED | {
        "probe_verdict_3state": "ok",
        "ooni_v5_verdict_at_0_5": "blocked",
        "ooni_v5_measured": "dns=0.00/0.00/1.00:x tls=0.80/0.20/0.00:y",
    }
    found = read_labels(write_labels(tmp_path / "l.csv", row, OK))
    assert found["a"].opinions == {
        "probe": Opinion("ok"),
        "ooni_v5": Opinion("blocked", frozenset({"tls"})),
    }
    assert found["b"].opinions == {}


@pytest.mark.parametrize(
    ("changed", "what", "remedy"),
    [
        ({"name": " "}, "no name", "without its ending"),
        ({"truth_overall": "blokced"}, "truth_overall: 'blokced'", "ok, down, blocked"),
        ({"truth_overall": ""}, "truth_overall: ''", "ok, down, blocked"),
        ({"truth_tcp": "unknown"}, "truth_tcp: 'unknown'", "insufficient"),
        ({"mechanisms": "tls.rset"}, "mechanisms: 'tls.rset'", "data/mechanisms.toml"),
        ({"layers_acceptable": "tls+ssl"}, "layers_acceptable: 'ssl'", "dns, tcp, tls, http"),
        ({"acceptable_overall": ""}, "acceptable_overall: ''", "ok, down"),
        ({"acceptable_overall": "ok|"}, "acceptable_overall: ''", "ok, down"),
        ({"probe_verdict_3state": "maybe"}, "probe_verdict_3state: 'maybe'", "leave it empty"),
        (
            {"ooni_v5_verdict_at_0_5": "ok", "ooni_v5_measured": "dns=high"},
            "ooni_v5_measured: 'dns=high'",
            "leave it empty",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, changed: dict[str, str], what: str, remedy: str
) -> None:
    path = write_labels(tmp_path / "l.csv", OK, BLOCKED | changed)
    with pytest.raises(CuratedFileError) as refused:
        read_labels(path)
    assert (refused.value.path, refused.value.line) == (str(path), 3)
    assert what in refused.value.what and remedy in refused.value.remedy


def test_a_name_labelled_twice_is_refused(tmp_path: Path) -> None:
    path = write_labels(tmp_path / "l.csv", BLOCKED, OK, BLOCKED)
    with pytest.raises(CuratedFileError, match=r"l\.csv:4: 'a' is labelled a second time.* line 2"):
        read_labels(path)


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_needed(tmp_path: Path, column: str) -> None:
    columns = tuple(name for name in COLUMNS if name != column)
    path = write_labels(tmp_path / "l.csv", BLOCKED, columns=columns)
    with pytest.raises(CuratedFileError, match=f"'{column}' is missing"):
        read_labels(path)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_labels(tmp_path / "l.csv")
