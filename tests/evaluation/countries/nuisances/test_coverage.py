from __future__ import annotations

from fanous.evaluation.countries.nuisances.coverage import lost_to_gaps, unlisted
from tests.evaluation.countries.making import DUAL, WEB, drawn, nuisance, of_target, within


def test_an_edit_of_the_list_ends_a_target_alone() -> None:
    drawing = drawn(nuisance("test_list_edit", 12, 20, targets=(WEB,)))
    visits = drawing.records
    web, other = of_target(drawing, visits, WEB), of_target(drawing, visits, DUAL)
    late = within(visits, 12, 20)
    assert (web & ~late).any() and not (web & late).any() and (other & late).any()
    assert not unlisted(drawing.scenario, visits).any()


def test_a_gap_takes_everything_of_its_span() -> None:
    drawing = drawn(nuisance("data_gap", 4, 9))
    assert not within(drawing.records, 4, 9).any()
    assert within(drawing.planned, 4, 9).any()
    assert lost_to_gaps(drawing.scenario, drawing.planned).sum() == (
        len(drawing.planned) - len(drawing.records)
    )
