from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.register.check import check
from fanous.register.load import LEDGER, load_register
from fanous.register.references import _circles, circles
from tests.register.writing import changed, problems, small, write

C1 = "claims/2020/c-1.yaml"


@pytest.mark.parametrize(
    ("changes", "line", "says"),
    [
        (changed(C1, "source: paper", "source: papers"), 3, "no source 'papers'"),
        (changed(C1, "subject: acme", "subject: acne"), 6, "no entity 'acne'"),
        (changed(C1, "[SYS-90]", "[acme]"), 8, "no system 'acme'"),
        (changed(C1, "predicate: filters", "predicate: blocks"), 7, "no predicate 'blocks'"),
        (changed(C1, "[agency]", "[agency, nobody]"), 17, "no source 'nobody'"),
        (changed("claims/2020/c-2.yaml", "[c-1]", "[c-3]"), 12, "no claim 'c-3'"),
        (
            changed(C1, "  words: an agency\n", "  words: an agency\n  by: acne\n"),
            17,
            "by: there is no",
        ),
    ],
)
def test_missing(tmp_path: Path, changes: dict[str, str | None], line: int, says: str) -> None:
    (found,) = problems(tmp_path, changes)
    assert (found.code, found.line) == ("missing-reference", line)
    assert says in found.what


def test_a_near_id_is_offered(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, changed(C1, "source: paper", "source: papers"))
    assert "'paper'" in found.remedy


def test_one_id_for_two_things(tmp_path: Path) -> None:
    source = "id: acme\nkind: law\ntitle: A law\npublished: 2020\nseen: text\nnote: x\n"
    found = problems(tmp_path, {"sources/acme.yaml": source})
    assert [item.code for item in found] == ["same-id"]


def test_a_deleted_id_wants_a_tombstone(tmp_path: Path) -> None:
    small(tmp_path)
    (tmp_path / "claims/2020/c-2.yaml").unlink()
    (found,) = check(load_register(tmp_path))
    assert (found.path, found.code) == (LEDGER, "deleted-id")
    assert "tombstones/c-2.yaml" in found.remedy
    stone = "id: c-2\nreason: It was about a person.\nremoved: 2026-11-22\nsuccessor: c-1\n"
    write(tmp_path, {"tombstones/c-2.yaml": stone, "claims/2020/c-2.yaml": None})
    assert check(load_register(tmp_path)) == []


def test_an_id_that_the_ledger_does_not_know(tmp_path: Path) -> None:
    write(tmp_path)
    found = check(load_register(tmp_path))
    assert {item.code for item in found} == {"unlisted-id"}
    assert all("--add-ids" in item.remedy for item in found)


def test_a_circle_of_sources(tmp_path: Path) -> None:
    changes = changed(
        "sources/agency.yaml", "seen: cited\n", "seen: cited\nderived_from: [paper]\n"
    )
    changes |= changed("sources/paper.yaml", "seen: text\n", "seen: text\nderived_from: [agency]\n")
    (found,) = problems(tmp_path, changes)
    assert (found.code, found.what) == (
        "circle", "derived_from goes in a circle: agency → paper → agency"
    )  # fmt: skip
    assert found.line == 6


def test_a_source_that_rests_on_itself(tmp_path: Path) -> None:
    changes = changed("sources/agency.yaml", "cited\n", "cited\nderived_from: [agency]\n")
    assert [item.code for item in circles(small(tmp_path, changes))] == ["circle"]


@given(st.dictionaries(st.integers(0, 6), st.lists(st.integers(0, 6), max_size=3)))
def test_circles_are_found_if_and_only_if_there_are_any(edges: dict[int, list[int]]) -> None:
    graph = {str(key): [str(name) for name in below] for key, below in edges.items()}
    found = list(_circles(graph, lambda key: graph[key]))
    reach = {key: set(below) & set(graph) for key, below in graph.items()}
    for _ in graph:
        reach = {key: to.union(*(reach[name] for name in to)) for key, to in reach.items()}
    assert bool(found) == any(key in to for key, to in reach.items())
    for circle in found:
        pairs = zip(circle, (*circle[1:], circle[0]), strict=True)
        assert all(after in graph[key] for key, after in pairs)


def test_a_chain_of_thousands_is_no_trouble() -> None:
    chain = {str(n): [str(n + 1)] for n in range(20_000)}
    assert list(_circles(chain, lambda key: chain[key])) == []
