"""What was established: the way that held is told, and nothing that says nothing."""

from __future__ import annotations

from dataclasses import replace

from fanous.explain.case import Case, Row
from fanous.explain.established import facts_told
from fanous.explain.words import FACTS
from fanous.i18n import LANGUAGES, messages
from tests.explain.conftest import MakeCase
from tests.making import ADDRESS, changed, measurement, reset_measurement

RESOLVED = "The control resolved the name to this address."
VALIDATED = "The control validated a certificate for the name at this address."
EVERY_WAY = FACTS["tcp", "ADDRESS_GENUINE"]


def with_facts(case: Case, **facts: tuple[str, ...]) -> Case:
    """A case whose steps have other facts established, by layer."""
    endpoints = tuple({**row, "facts": list(facts.get(row["layer"], ()))} for row in case.endpoints)
    return replace(case, endpoints=endpoints)


def said(case: Case, layer: str) -> dict[str, tuple[str, ...]]:
    return dict(facts_told(case)[layer, 0])


def genuine(case: Case, layer: str = "tcp", **facts: tuple[str, ...]) -> tuple[str, ...]:
    found = facts or {layer: ("ADDRESS_GENUINE",)}
    return said(with_facts(case, **found), layer)["ADDRESS_GENUINE"]


def without_control(case: Case) -> Case:
    return replace(case, controls=(), control_endpoints=())


def seen(case: Case, layer: str, row: Row) -> Case:
    rows = ({**case.observations[layer][0], **row},)
    return replace(case, observations={**case.observations, layer: rows})


def about(case: Case, **fields: object) -> Case:
    return replace(case, measurement={**case.measurement, **fields})


def test_what_vouches_for_an_address_is_named(case_of: MakeCase) -> None:
    case = case_of(measurement())
    assert genuine(case) == (RESOLVED, VALIDATED)
    only_tls = replace(case, controls=({**case.controls[0], "dns_addresses": []},))
    assert genuine(only_tls) == (VALIDATED,)
    (by_us,) = genuine(without_control(case), tcp=("ADDRESS_GENUINE",),
                       tls=("CERTIFICATE_REVALIDATED",))  # fmt: skip
    assert by_us.startswith("We validated")
    (given,) = genuine(about(without_control(case), hostname=ADDRESS))
    assert given.startswith("The input itself")
    (elsewhere,) = genuine(without_control(case), tcp=("ADDRESS_GENUINE", "HELPER_SILENT"))
    assert elsewhere.startswith("Enough other networks")


def test_a_service_s_own_addresses(case_of: MakeCase) -> None:
    case = without_control(case_of(measurement()))
    for other in (
        seen(about(case, test_name="telegram"), "tcp", {"ip": "149.154.167.51"}),
        about(case, test_name="tor"),
    ):
        (declared,) = genuine(other)
        assert declared.startswith("The service declares")
    (declared,) = genuine(case, tcp=("ADDRESS_GENUINE",), dns=("ANSWER_DECLARED",))
    assert declared.startswith("The service declares")


def test_where_nothing_is_shown_every_way_is_told(case_of: MakeCase) -> None:
    case = without_control(case_of(measurement()))
    assert genuine(case) == (EVERY_WAY,)
    assert genuine(seen(case, "tcp", {"ip": None})) == (EVERY_WAY,)
    (unnamed,) = genuine(seen(case_of(measurement()), "http", {"ip": None}), "http")
    assert "does not name the request" in unnamed


def test_a_silent_helper_is_one_that_failed_or_none(case_of: MakeCase) -> None:
    case = with_facts(case_of(measurement()), dns=("HELPER_SILENT",))
    assert said(case, "dns")["HELPER_SILENT"] == ("Its test has no test helper.",)
    (failed,) = said(about(case, control_failure="eof_error"), "dns")["HELPER_SILENT"]
    assert failed.endswith("could not be used.")


def test_the_input_of_a_test_without_one_is_not_told(case_of: MakeCase) -> None:
    case = with_facts(case_of(measurement()), http=("AT_INPUT", "RESPONDED"))
    assert list(said(case, "http")) == ["AT_INPUT", "RESPONDED"]
    assert list(said(about(case, input=None), "http")) == ["RESPONDED"]


def test_a_chain_of_one_is_no_chain(case_of: MakeCase) -> None:
    fact = "CONTROL_COMPLETED_CHAIN"
    case = with_facts(case_of(measurement()), dns=(fact,), tcp=(fact,), http=(fact,))
    assert not said(case, "dns") and not said(case, "tcp")
    assert list(said(case, "http")) == [fact]
    assert list(said(seen(case, "tcp", {"depth": 1}), "dns")) == [fact]


def test_every_step_is_told_in_every_language(case_of: MakeCase) -> None:
    for record in (reset_measurement(), changed(measurement(), "test_keys.control", {})):
        case = case_of(record)
        told = facts_told(case)
        assert set(told) == {(row["layer"], row["sequence"]) for row in case.endpoints}
        for row in case.endpoints:
            found = dict(told[row["layer"], row["sequence"]])
            assert set(found) <= set(row["facts"]) and all(found.values())
        for language in LANGUAGES:
            sentences = [one for facts in told.values() for _, some in facts for one in some]
            assert all(messages(language).text(sentence) for sentence in sentences)
