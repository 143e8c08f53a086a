from __future__ import annotations

from fanous.register.problem import Problem


def test_a_problem_says_where_what_and_how_to_mend_it() -> None:
    told = str(Problem("claims/x.yaml", 3, "date", "no date", "Write one."))
    assert told == "claims/x.yaml:3: no date [date]\n  Write one."


def test_problems_are_in_the_order_of_files_and_lines() -> None:
    late = Problem("b.yaml", 1, "x", "", "")
    first, second = Problem("a.yaml", 2, "x", "", ""), Problem("a.yaml", 10, "x", "", "")
    assert sorted([late, second, first]) == [first, second, late]
