from __future__ import annotations

from datetime import timedelta

import pytest

from fanous.register.grading import blocking
from fanous.register.grading.blocking import (
    dns_tampering,
    im_blocking,
    throttling,
    web_blocking,
)
from fanous.register.grading.evidence import BlockingEvent
from tests.register.grading.evidence_of import at, blocking_link, cells, measured

WHATSAPP, TELEGRAM = "service:whatsapp", "service:telegram"


def test_blocked_on_most_networks() -> None:
    event = BlockingEvent("e1", "blocking", "IR", (64500,), (WHATSAPP,), "blocked",
                          at("2020-03-01"), at("2020-03-02"))  # fmt: skip
    counted = cells(WHATSAPP, blocked=9, ok=1) + cells(TELEGRAM, blocked=9)
    found = im_blocking(blocking_link(), measured(counted=counted, events=[event]))
    assert (found.outcome, found.control) == ("observed", "passed")
    assert found.counts["networks_blocked"] == 3
    assert found.operators == ("ooni",)
    assert found.evidence == ("e1",)


def told(**values: object) -> BlockingEvent:
    given: dict[str, object] = {
        "event_id": "e1", "kind": "blocking", "cc": "IR", "asns": (1, 2, 3), "observers": 5,
        "targets": (WHATSAPP,), "direction": "blocked", "onset_earliest": at("2020-03-01"),
        "onset_latest": at("2020-03-02"), "mechanisms": ("tcp.timeout",), "measurements": 60,
    }  # fmt: skip
    return BlockingEvent(**(given | values))  # type: ignore[arg-type]


def test_events_tell_of_a_block_where_verdicts_are_not_at_hand() -> None:
    found = im_blocking(blocking_link(), measured(events=[told()]))
    assert (found.outcome, found.evidence, found.operators) == ("observed", ("e1",), ("ooni",))
    assert dns_tampering(blocking_link(), measured(events=[told()])).outcome == "not-covered"
    before = told(onset_earliest=None, onset_latest=None, end_earliest=at("2020-03-20"))
    assert im_blocking(blocking_link(), measured(events=[before])).outcome == "observed"


@pytest.mark.parametrize(
    "event",
    [
        told(asns=(1,)),
        told(observers=1),
        told(direction="unblocked"),
        told(kind="silence"),
        told(cc="IQ"),
        told(targets=(TELEGRAM,)),
        told(onset_earliest=at("2018-05-01"), onset_latest=at("2018-05-01")),
        told(onset_earliest=None, onset_latest=None),
    ],
)
def test_events_that_do_not_show_it(event: BlockingEvent) -> None:
    """None of them ever contradicts: the file of events may just not reach."""
    found = im_blocking(blocking_link(), measured(events=[event]))
    assert found.outcome == "not-covered"


def test_a_planted_false_claim_is_absent_with_its_control() -> None:
    counted = cells(WHATSAPP, ok=10) + cells(TELEGRAM, blocked=9)
    found = im_blocking(blocking_link(), measured(counted=counted))
    assert (found.outcome, found.control) == ("absent", "passed")


def test_a_control_on_other_networks_or_days_shows_nothing() -> None:
    for other in (
        cells(TELEGRAM, blocked=9, networks=1),
        cells(TELEGRAM, blocked=9, first="2020-03-20"),
        cells(TELEGRAM, blocked=1, ok=9),
    ):
        found = im_blocking(blocking_link(), measured(counted=cells(WHATSAPP, ok=10) + other))
        assert (found.outcome, found.control) == ("absent", "failed")


@pytest.mark.parametrize(
    "few",
    [
        cells(WHATSAPP, ok=10, networks=2),
        cells(WHATSAPP, ok=10, days=2, observers=1),
        cells(WHATSAPP, ok=3),
        cells(WHATSAPP, ok=10, days=2),
        cells(WHATSAPP, ok=10, first="2020-05-05"),
        cells(WHATSAPP, ok=10, cc="IQ"),
        cells(WHATSAPP, down=10),
        [],
    ],
)
def test_too_little_is_not_covered(few: list[object]) -> None:
    assert im_blocking(blocking_link(), measured(counted=few)).outcome == "not-covered"


def test_half_blocked_is_mixed() -> None:
    assert web_blocking(
        blocking_link(), measured(counted=cells(WHATSAPP, blocked=2, ok=8))
    ).outcome == "mixed"  # fmt: skip


def test_named_networks_must_all_be_covered() -> None:
    link = blocking_link(asns=(64500, 64999))
    assert im_blocking(link, measured(counted=cells(WHATSAPP, blocked=9))).outcome == "not-covered"


def test_dns_tampering_counts_false_answers_only() -> None:
    by_dns = cells(WHATSAPP, blocked=9, mechanisms=("dns.injection.bogon",))
    by_tcp = cells(WHATSAPP, blocked=9, mechanisms=("tcp.reset",))
    assert dns_tampering(blocking_link(), measured(counted=by_dns)).outcome == "observed"
    assert dns_tampering(blocking_link(), measured(counted=by_tcp)).outcome != "observed"


def test_throttling_is_never_absent() -> None:
    slow = cells(WHATSAPP, blocked=9, mechanisms=("tls.throttle.sni",))
    assert throttling(blocking_link(), measured(counted=slow)).outcome == "observed"
    well = cells(WHATSAPP, ok=10) + cells(TELEGRAM, blocked=9)
    assert throttling(blocking_link(), measured(counted=well)).outcome == "mixed"


def test_less_evidence_never_makes_a_claim_absent() -> None:
    """Taking days or controls away from what was observed or absent never contradicts."""
    counted = cells(WHATSAPP, ok=10) + cells(TELEGRAM, blocked=9)
    for cut in range(0, len(counted), 3):
        found = im_blocking(blocking_link(), measured(counted=counted[:cut]))
        contradicts = found.outcome == "absent" and found.control == "passed"
        seen = [cell for cell in counted[:cut] if cell.target == TELEGRAM]
        assert not contradicts or len(seen) >= 3 * blocking.FEWEST_CONTROL_DAYS - 2


def test_cells_outside_the_window_do_not_count() -> None:
    late = [c for c in cells(WHATSAPP, blocked=9) if c.day > at("2020-03-31") + timedelta(days=9)]
    assert late == []
    outside = cells(WHATSAPP, blocked=9, first="2020-04-02")
    assert im_blocking(blocking_link(), measured(counted=outside)).outcome == "not-covered"
