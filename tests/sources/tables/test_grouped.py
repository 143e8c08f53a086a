from __future__ import annotations

import random
from pathlib import Path

from fanous.model.reject import RejectReason
from fanous.sources.lines import RefusedLine
from fanous.sources.tables.grouped import Group, grouped
from tests.making import pack

COLUMNS = ["measurement_uid", "ip"]


def read(folder: Path, text: str, name: str = "t.csv") -> list[Group | RefusedLine]:
    path = folder / name
    path.write_bytes(pack(text.encode(), name))
    return list(grouped(path, COLUMNS))


def groups(found: list[Group | RefusedLine]) -> dict[str, Group]:
    return {item.uid: item for item in found if isinstance(item, Group)}


def test_rows_apart_are_one_measurement_and_equal_rows_one_row(tmp_path: Path) -> None:
    found = read(tmp_path, "measurement_uid,ip\na,1\nb,2\na,3\na,1\nb,2\n")
    assert [item.uid for item in found if isinstance(item, Group)] == ["a", "b"]
    by_uid = groups(found)
    assert by_uid["a"].rows == [["a", "1"], ["a", "3"]]
    assert (by_uid["a"].line, by_uid["b"].line) == (2, 3)
    assert by_uid["b"].rows == [["b", "2"]]
    assert by_uid["a"].byte_count == len("a,1") + len("a,3")


def test_order_and_repetition_change_no_hash(tmp_path: Path) -> None:
    rows = [f"{uid},{number}" for uid in "abc" for number in range(5)]
    one = groups(read(tmp_path, "\n".join(["measurement_uid,ip", *rows])))
    random.Random(4).shuffle(rows)
    two = groups(read(tmp_path, "\n".join(["measurement_uid,ip", *rows, *rows[::-1]])))
    assert {uid: item.sha256 for uid, item in one.items()} == {
        uid: item.sha256 for uid, item in two.items()
    }
    assert len({item.sha256 for item in one.values()}) == 3


def test_packed_or_not_is_the_same(tmp_path: Path) -> None:
    text = "measurement_uid,ip\na,1\n"
    names = ("t.csv", "t.csv.gz", "t.csv.zst")
    assert len({groups(read(tmp_path, text, name))["a"].sha256 for name in names}) == 1


def test_a_row_that_is_wrong_is_refused_and_the_others_stay(tmp_path: Path) -> None:
    found = read(tmp_path, 'measurement_uid,ip\na,1\na,1,2\n,3\na,"4\na,5\n')
    refused = [item for item in found if isinstance(item, RefusedLine)]
    assert [item.line for item in refused] == [3, 4, 5]
    assert {item.reason for item in refused} == {RejectReason.BAD_ROW}
    assert all(item.sha256 and item.byte_count for item in refused)
    assert groups(found)["a"].rows == [["a", "1"], ["a", "5"]]


def test_a_cut_file_gives_what_came_before_and_says_so(tmp_path: Path) -> None:
    rows = "".join(f"uid{number},{number}\n" for number in range(20_000))
    path = tmp_path / "t.csv.gz"
    path.write_bytes(pack(f"measurement_uid,ip\n{rows}".encode(), path.name)[:-2_000])
    found = list(grouped(path, COLUMNS))
    assert len(groups(found)) > 10_000
    assert isinstance(found[-1], RefusedLine)
    assert found[-1].reason is RejectReason.TRUNCATED_SOURCE


def test_a_measurement_of_endless_rows_is_bounded(tmp_path: Path) -> None:
    rows = "\n".join(f"a,{number}" for number in range(2_500))
    found = groups(read(tmp_path, f"measurement_uid,ip\n{rows}\na,1"))["a"]
    assert (len(found.rows), found.cut) == (2_000, 500)
