from __future__ import annotations

from fanous.register.grading.everywhere import target_down_everywhere
from fanous.register.grading.evidence import CellCount
from tests.register.grading.evidence_of import blocking_link, cells, measured

NAME = "domain:news.example"
LINK = blocking_link(targets=(NAME,), date_from="2020-03-05", date_to="2020-03-09")


def everywhere(*, days: int = 5, down: int = 0, ok: int = 0) -> list[CellCount]:
    countries = ("IR", "DE", "US")
    return [c for cc in countries for c in cells(NAME, cc=cc, days=days, down=down, ok=ok)]


def outcome(counted: list[CellCount]) -> tuple[str, str]:
    found = target_down_everywhere(LINK, measured(counted=counted))
    return found.outcome, found.control


def test_down_everywhere_is_no_block_at_home() -> None:
    at_home = cells(NAME, blocked=9) + cells(NAME, ok=9, cc="DE") + cells(NAME, ok=9, cc="US")
    assert outcome(everywhere(down=9)) == ("observed", "none")
    assert outcome(at_home) == ("absent", "passed")
    down_at_home = cells(NAME, down=9) + [
        c for cc in ("DE", "US") for c in cells(NAME, ok=9, cc=cc)
    ]
    assert outcome(down_at_home) == ("mixed", "none")


def test_it_must_be_measured_at_home_and_in_two_other_countries() -> None:
    assert outcome(cells(NAME, down=9) + cells(NAME, down=9, cc="DE"))[0] == "not-covered"
    assert outcome([])[0] == "not-covered"
    assert outcome(everywhere())[0] == "not-covered"  # nothing conclusive


def test_a_site_that_came_back_inside_the_window_is_no_contradiction() -> None:
    """It may have been down on the days that nobody looked."""
    assert outcome(everywhere(ok=9, days=4)) == ("mixed", "none")
    assert outcome(everywhere(ok=9)) == ("absent", "passed")
