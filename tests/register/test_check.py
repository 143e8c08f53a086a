"""The register as it ships, and the check over it."""

from __future__ import annotations

import csv
import time
from pathlib import Path

from fanous.register.check import add_ids, check
from fanous.register.load import LEDGER, load_register
from fanous.register.schema import HEDGES
from tests.register.writing import FILES, small, write

MEASURABLE = 25


def test_ours_passes() -> None:
    assert check(load_register()) == []


def test_ours_is_whole() -> None:
    register = load_register()
    seeds = [
        claim for claim in register.claims.values() if claim.source in "S0 S1 S2 S3 S4".split()
    ]
    assert len(seeds) == 164
    assert len(register.systems) == 21
    assert sum(claim.measurable != "no" for claim in seeds) == MEASURABLE == len(register.links)


def test_ours_against_the_lists_it_began_with(shared: Path) -> None:
    """Hedges, kinds, systems and what is measurable are as they were found."""
    register = load_register()
    with (shared / "register" / "seed_claims.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 164
    for row in rows:
        claim = register.claims[row["claim_id"]]
        assert HEDGES.index(claim.hedge) >= HEDGES.index(row["hedge"])
        assert claim.kind == row["kind"]
        assert list(claim.systems) == [name for name in [row["system_id"]] if name]
        assert claim.measurable == row["measurable"]
        assert list(claim.places) == [code for code in row["place"].split(";") if code]
        assert not row["date"] or claim.date


def test_where_a_source_names_no_actor_ours_names_none(shared: Path) -> None:
    register = load_register()
    with (shared / "register" / "seed_claims.csv").open(encoding="utf-8") as handle:
        rows = [row for row in csv.DictReader(handle) if "not named" in row["subject"]
                or "no actor named" in row["object"]]  # fmt: skip
    assert len(rows) >= 6
    for row in rows:
        assert register.claims[row["claim_id"]].subject is None


def test_ours_against_the_texts(shared: Path) -> None:
    """No paraphrase is too close, no doubt is lost, and every paragraph is there."""
    assert check(load_register(), texts=shared / "register" / "source_texts") == []


def test_adding_ids_takes_none_away(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / LEDGER).write_text("gone\n", encoding="utf-8")
    assert "c-1" in add_ids(load_register(tmp_path))
    assert (tmp_path / LEDGER).read_text(encoding="utf-8").split()[:3] == [
        "SYS-90",
        "acme",
        "agency",
    ]
    assert "gone" in (tmp_path / LEDGER).read_text(encoding="utf-8").split()
    assert add_ids(load_register(tmp_path)) == []


def test_everything_is_told_in_one_run(tmp_path: Path) -> None:
    register = small(
        tmp_path,
        {
            "entities/bad.yaml": "id: bad\nkind: person\nname: X\n",
            "claims/2020/c-3.yaml": FILES["claims/2020/c-2.yaml"].replace("c-2", "c-3")
            + "date: 2020-99\n",
        },
    )
    found = check(register)
    assert [item.code for item in found] == ["date", "unreadable"]
    assert found == sorted(found)


def test_a_thousand_files_are_checked_in_a_moment(tmp_path: Path) -> None:
    """The benchmark has the real figure; this only keeps it from growing tenfold."""
    changes: dict[str, str | None] = {
        f"claims/2020/n-{n}.yaml": FILES["claims/2020/c-1.yaml"].replace("c-1", f"n-{n}")
        for n in range(1000)
    }
    small(tmp_path, changes)
    start = time.perf_counter()
    assert check(load_register(tmp_path)) == []
    assert time.perf_counter() - start < 4


def test_a_file_with_a_mistake_gets_no_id(tmp_path: Path) -> None:
    """A person's name went into the ledger for good before anybody was told that it is one."""
    spoilt = "id: ali-rezaei\nkind: public-body\nname: Ali Rezaei\n"
    sound = "id: city\nkind: public-body\nname: City of Example\n"
    register = small(tmp_path)
    write(tmp_path, {"entities/ali-rezaei.yaml": spoilt, "entities/city.yaml": sound})
    assert add_ids(load_register(register.folder)) == ["city"]
    codes = {problem.code for problem in check(load_register(register.folder))}
    assert codes == {"person", "unlisted-id"}
