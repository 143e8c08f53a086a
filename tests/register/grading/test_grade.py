"""The six grades, and their caps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.register.grading.evidence import SignalEvent
from fanous.register.grading.finding import Finding
from fanous.register.grading.grade import (
    CAPS,
    GRADES,
    capped,
    contrast,
    grade_claim,
    grade_link,
    grade_register,
    judged,
)
from fanous.register.grading.measured import Measured
from fanous.register.load import load_register
from fanous.register.schema import ELEMENTS
from tests.register.grading.evidence_of import (
    at,
    blackout,
    blocking_link,
    cells,
    covered,
    drop_link,
    events_of,
    measured,
    order_of,
)

REGISTER = load_register()
CLAIM = REGISTER.claims["S2-16"]
GOOD = Finding("observed", "seen", control="passed", methods=("a", "b"), operators=("x", "y"))


def without_rivals(**values: object):  # type: ignore[no-untyped-def]
    return drop_link(excluded=("a cut cable: it was mended before",), **values)


def test_every_element_has_a_cap() -> None:
    assert tuple(CAPS) == ELEMENTS
    assert set(CAPS.values()) <= set(GRADES)


def test_corroborated_wants_everything() -> None:
    assert judged(GOOD, without_rivals()) == "corroborated"
    assert judged(GOOD, drop_link()) == "consistent"  # a rival is not excluded
    for less in (
        {"methods": ("a",)},
        {"operators": ("x",)},
        {"operators": ("unknown", "x")},
        {"control": "failed"},
        {"control": "none"},
    ):
        values = {name: getattr(GOOD, name) for name in GOOD.__slots__} | less
        assert judged(Finding(**values), without_rivals()) == "consistent", less


findings = st.builds(
    Finding,
    outcome=st.sampled_from(["observed", "absent", "mixed", "not-covered"]),
    why=st.just("x"),
    control=st.sampled_from(["passed", "failed", "none"]),
    methods=st.lists(st.sampled_from("abc"), unique=True).map(tuple),
    operators=st.lists(st.sampled_from(["ioda", "tor", "unknown"]), unique=True).map(tuple),
)
elements = st.sampled_from([name for name, cap in CAPS.items() if cap != "not_measurable"])


@given(findings, elements, st.booleans())
def test_what_must_always_hold(finding: Finding, element: str, excluded: bool) -> None:
    link = without_rivals(element=element) if excluded else drop_link(element=element)
    grade = capped(judged(finding, link), link, finding)
    if len(finding.operators) < 2:
        assert grade != "corroborated"  # one operator alone only fits
    if finding.control != "passed":
        assert grade not in ("corroborated", "contradicted")
    if finding.outcome == "not-covered":
        assert grade == "no_coverage"
    if element in ("operator", "vendor"):
        assert grade not in ("corroborated", "contradicted")


def test_an_operator_rises_by_a_contrast_between_networks() -> None:
    facts = {"blocked_share": {"AS1": 1.0, "AS2": 0.0}}
    values = {name: getattr(GOOD, name) for name in GOOD.__slots__} | {"facts": facts}
    finding = Finding(**values)
    assert contrast(finding)
    assert capped("corroborated", without_rivals(element="operator"), finding) == "corroborated"
    assert capped("corroborated", without_rivals(element="vendor"), finding) == "consistent"


def test_a_false_claim_with_and_without_a_control() -> None:
    """The planted case: contradicted with a positive control, and no coverage without."""
    link, claim = blocking_link(), REGISTER.claims["S2-23"]
    open_ = cells("service:whatsapp", ok=10)
    control = cells("service:telegram", blocked=9)
    assert grade_link(claim, link, measured(counted=open_ + control)).grade == "contradicted"
    assert grade_link(claim, link, measured(counted=open_)).grade == "no_coverage"


def test_one_operator_never_exceeds_consistent() -> None:
    link = without_rivals(control_windows=("2019-11-16",))
    evidence = measured(signals=[blackout()], covered=covered())
    grade = grade_link(CLAIM, link, evidence)
    assert (grade.grade, grade.operators, len(grade.methods)) == ("consistent", ("ioda",), 3)


def november_2019() -> Measured:
    """What `fanous signals` gives for November 2019, in its own shape."""
    falls: list[SignalEvent] = [
        blackout(f"2019-11-16T{hour}", entity=f"asn:{asn}", depth={"ioda.bgp": 0.9})
        for asn, hour in ((44244, "14:05"), (197207, "15:30"), (58224, "16:20"), (12880, "18:00"))
    ]
    return measured(signals=[blackout(), *falls], covered=covered())


def test_november_2019() -> None:
    """Fits in occurrence and time, with its numbers; vendor and order are beyond networks."""
    grades = {item.element: item for item in grade_claim(REGISTER, CLAIM, november_2019())}
    assert grades["occurrence"].grade in ("corroborated", "consistent")
    assert grades["time"].grade in ("corroborated", "consistent")
    assert grades["place"].grade in ("corroborated", "consistent")
    assert grades["operator"].grade == "consistent"
    assert grades["vendor"].grade == grades["order"].grade == "not_measurable"
    (event,) = events_of(grades["occurrence"])
    assert event["onset"][0] == at("2019-11-16T14:00").isoformat()
    assert event["t90_t10_minutes"] == {"ioda.ping-slash24": 90.0}
    assert event["residual"] == {"ioda.ping-slash24": 0.043}
    order = order_of(grades["occurrence"])
    assert order == ["asn:44244", "asn:197207", "asn:58224", "asn:12880"]
    assert grades["occurrence"].inputs == {"hand": "0" * 64}


def test_without_data_nothing_is_said_against_any_claim() -> None:
    grades = list(grade_register(REGISTER, Measured()))
    assert {item.grade for item in grades} == {"no_coverage", "not_measurable"}
    assert {item.claim for item in grades} == set(REGISTER.claims)
    for item in grades:
        assert item.why
        assert item.grade != "no_coverage" or item.needs


@pytest.mark.parametrize("key", ["S0-08", "S1-48", "S3-15", "S4-23"])
def test_claims_beyond_networks(key: str) -> None:
    (grade,) = grade_claim(REGISTER, REGISTER.claims[key], november_2019())
    assert grade.grade == "not_measurable"
    assert grade.why


def test_vendors_and_orders_are_never_tested() -> None:
    for item in REGISTER.links.values():
        for link in item.links:
            if link.element in ("vendor", "order", "intent", "use"):
                assert link.test is None
                assert link.reason
