from __future__ import annotations

import json
from pathlib import Path

import pytest

from fanous.errors import CuratedFileError
from fanous.reference.fingerprint_tables import load_fingerprints
from fanous.reference.fingerprints import Fingerprint, HttpFingerprints
from fanous.reference.signatures import BLOCKPAGES, FALSE_POSITIVES, load_signatures

Signature = tuple[str, str]


def write(folder: Path, *signatures: Signature, name: str = BLOCKPAGES) -> Path:
    path = folder / name
    lines = [
        json.dumps({"fingerprint": fingerprint, "pattern": p}) for fingerprint, p in signatures
    ]
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return path


def row(name: str, scope: str, location: str, kind: str, pattern: str) -> Fingerprint:
    return Fingerprint(f"censored_planet.{name}", scope, location, kind, pattern, frozenset())


@pytest.mark.parametrize(
    ("pattern", "rows"),
    [
        (r"Blocked\. By law\?", [("body", "contains", "Blocked. By law?")]),
        (r"http://stop\.example/", [("body", "contains"), ("header.location", "prefix")]),
        (r"stop\.example/page", [("body", "contains", "stop.example/page")]),
        (r"Location: http://stop\.example", [("header.location", "prefix", "http://stop.example")]),
        (r"Server: Filter/1\.0", [("header.server", "prefix", "Filter/1.0")]),
        (r"Server: Filter/1.0", [("header.server", "regexp", "Filter/1.0")]),
        (r"URL .* Gate", [("body", "regexp", "URL .* Gate")]),
        (r"https://a\.example/block?", [("body", "regexp"), ("header.location", "regexp")]),
        ("سایت", [("body", "contains", "سایت")]),
    ],
)
def test_where_a_signature_is_looked_for(
    tmp_path: Path, pattern: str, rows: list[tuple[str, ...]]
) -> None:
    found = load_signatures(write(tmp_path, ("a_prod_x", pattern)))
    assert found.refused == ()
    told = [(item.location, item.pattern_type, item.pattern) for item in found.rows]
    assert [item[: len(wanted)] for item, wanted in zip(told, rows, strict=True)] == rows


@pytest.mark.parametrize(
    ("name", "scope", "kind"),
    [
        ("a_prod_x", "prod", "product"),
        ("b_nat_ir_x", "nat", "product"),  # a name is no evidence of a country
        ("c_isp_ru_x", "isp", "product"),
        ("d_corp_x", "inst", "product"),
        ("e_unk_x", "vbw", "vague"),
        ("f_gen_ir_x", "vbw", "vague"),
    ],
)
def test_what_a_signature_is_worth(tmp_path: Path, name: str, scope: str, kind: str) -> None:
    found = load_signatures(write(tmp_path, (name, "stop here")))
    assert found.rows == (row(name, scope, "body", "contains", "stop here"),)
    assert HttpFingerprints(found.rows).match({}, "now stop here", "IR")[1] == kind


def test_false_positives_silence_block_pages(tmp_path: Path) -> None:
    pages = load_signatures(write(tmp_path, ("b_nat_x", "stop here")))
    markers = load_signatures(write(tmp_path, ("x_any", "default page"), name=FALSE_POSITIVES))
    assert markers.rows == (row("x_any", "fp", "body", "contains", "default page"),)
    table = HttpFingerprints(pages.rows + markers.rows)
    assert table.match({}, "stop here: default page", "IR")[1] == "false_positive"


def test_an_id_that_occurs_twice_keeps_both_patterns(tmp_path: Path) -> None:
    signatures = [("a_prod_x", "one page"), ("a_prod_x", "other page"), ("a_prod_x", "one page")]
    found = load_signatures(write(tmp_path, *signatures))
    assert [item.pattern for item in found.rows] == ["one page", "other page"]
    ids, _, places = HttpFingerprints(found.rows).match({}, "one page, other page", "XA")
    assert (ids, places) == (["censored_planet.a_prod_x"], ["body:0-8"])


def test_what_is_known_is_not_taken_again(tmp_path: Path) -> None:
    """Also where the known row is a literal that is wrong as an expression."""
    known = [
        Fingerprint("cp.a", "prod", "body", "contains", "Notice | University", frozenset()),
        Fingerprint("cp.b", "nat", "body", "contains", "http://b.example", frozenset({"XA"})),
    ]
    path = write(tmp_path, ("d_corp_a", "Notice | University"), ("b_nat_b", r"http://b\.example"))
    found = load_signatures(path, known)
    assert found.refused == ()
    assert found.rows == (row("b_nat_b", "nat", "header.location", "prefix", "http://b.example"),)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("not json", "not a signature"),
        ("[1]", "not a signature"),
        ('{"fingerprint": "a_prod_x"}', "not a signature"),
        ('{"fingerprint": "a_prod_x", "pattern": 7}', "is not text"),
        ('{"fingerprint": "", "pattern": "x"}', "is not text"),
        ('{"fingerprint": "z_new_x", "pattern": "x"}', "does not say what it is worth"),
        ('{"fingerprint": "a_prod_x", "pattern": ""}', "fits everything"),
        ('{"fingerprint": "a_prod_x", "pattern": "x|yes"}', "alternatives outside a group"),
        ('{"fingerprint": "a_prod_x", "pattern": "ab(c.*"}', "not a regular expression"),
    ],
)
def test_a_bad_line_is_told_and_the_others_serve(tmp_path: Path, line: str, words: str) -> None:
    path = write(tmp_path, ("a_prod_first", "first page"))
    good = json.dumps({"fingerprint": "a_prod_last", "pattern": "last page"})
    path.write_text(path.read_text() + line + "\n" + good)
    found = load_signatures(path)
    assert [item.pattern for item in found.rows] == ["first page", "last page"]
    (error,) = found.refused
    assert str(error).startswith(f"{path}:3: ")
    assert words in str(error) and error.remedy


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = write(tmp_path, ("a_prod_x", "first page"))
    path.write_bytes(path.read_bytes() + b"\xff")
    with pytest.raises(CuratedFileError, match="not UTF-8") as caught:
        load_signatures(path)
    assert caught.value.line == 3


def test_every_published_signature_is_used(shared: Path) -> None:
    """Alone, and beside OONI's table, which has most of them."""
    folder = shared / "censored_planet" / "signatures"
    known = load_fingerprints(shared / "ooni" / "reference" / "fingerprints_http.csv").rows
    for name, alone, beside in ((BLOCKPAGES, 610, 20), (FALSE_POSITIVES, 450, 20)):
        assert len(load_signatures(folder / name).rows) >= alone
        found = load_signatures(folder / name, known)
        assert found.refused == ()
        assert 0 < len(found.rows) <= beside
        assert {item.name for item in found.rows}.isdisjoint(item.name for item in known)
