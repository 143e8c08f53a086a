"""Clusters: one block of a country is one event, however many series show it."""

from __future__ import annotations

from dataclasses import replace

from fanous.detectors.spell import Occurrence, Pattern, Spell
from fanous.detectors.window import Window
from fanous.events.cluster import clusters, event_of, with_patterns
from fanous.events.event import Event
from tests.detectors.making import spell
from tests.making_sightings import NETS, OTHER, SITE, seconds, steady, window

TELEGRAM = "service:telegram"


def country() -> Window:
    """Something is measured all the time, for sixty days."""
    return window([*steady(0, 60), *steady(0, 60, asn=NETS[3], every=12)])


def on(asn: int, made: Spell) -> Spell:
    return replace(made, asn=asn, asns=(asn,))


def of(target: str, made: Spell) -> Spell:
    return replace(made, target=target, group=target)


def event(*spells: Spell) -> Event:
    (cluster,) = clusters(spells)
    return event_of(country(), cluster)


def pattern(days: range, asn: int) -> Spell:
    """Cut from 5 to 11 UTC on some days."""
    occurrences = tuple(Occurrence(seconds(day, 5), seconds(day, 10)) for day in days)
    return replace(
        on(asn, spell(days[0] + 5 / 24, days[-1] + 10 / 24)),
        pattern=Pattern(5, 11, (0, 1, 2, 3, 4), occurrences),
    )


def test_a_roll_out_is_one_event() -> None:
    spells = [on(asn, spell(10 + 3 * n, 30)) for n, asn in enumerate(NETS)]
    (cluster,) = clusters(spells)
    assert cluster.asns == frozenset(NETS)
    made = event_of(country(), cluster)
    assert (made.onset_earliest, made.onset_latest) == (seconds(10, -6), seconds(10))
    assert (made.end_earliest, made.end_latest, made.state) == (
        seconds(30),
        seconds(30, 6),
        "ended",
    )
    assert (made.observers, made.measurements) == (40, 48)


def test_who_sees_two_members_fail_is_one_observer() -> None:
    voices = frozenset({1, 2, 3})
    spells = [spell(10, 20, seen_by=voices), spell(11, 20, target=OTHER, seen_by=voices | {4})]
    (cluster,) = clusters(spells)
    made = event_of(country(), cluster)
    assert made.observers == made.parts[0].observers == 4


def test_flapping_is_one_event() -> None:
    assert len(clusters([spell(10, 11), spell(12, 13), spell(15, 16), spell(19, 20)])) == 1


def test_what_begins_a_week_later_is_another() -> None:
    found = clusters([spell(20, 22), spell(10, 12)])
    assert [cluster.onset for cluster in found] == [seconds(10), seconds(20)]


def test_targets_blocked_together_on_the_same_networks_are_one() -> None:
    one, other = of(SITE, spell(10, 20)), of(OTHER, spell(10.3, 20.5))
    (cluster,) = clusters([one, other])
    assert cluster.groups == (SITE, OTHER)
    assert event(one, other).targets == (SITE, OTHER)


def test_targets_blocked_apart_are_apart() -> None:
    one = of(SITE, spell(10, 20))
    assert len(clusters([one, of(OTHER, spell(12, 20))])) == 2
    assert len(clusters([one, of(OTHER, spell(10, 25))])) == 2
    assert len(clusters([one, on(NETS[1], of(OTHER, spell(10, 20)))])) == 2


def test_a_pattern_is_never_joined_to_a_plain_block_of_another_target() -> None:
    plain = of(OTHER, spell(14 + 5 / 24, 18.4))
    assert len(clusters([plain, pattern(range(14, 19), NETS[0])])) == 2


def test_two_different_cuts_are_parts_of_one_event() -> None:
    plain = on(NETS[0], spell(14, 25))
    exams = [pattern(range(14, 19), NETS[1]), pattern(range(15, 19), NETS[2])]
    made = event(plain, *exams)
    assert made.kind == "blocking"
    assert [part.kind for part in made.parts] == ["blocking", "recurring"]
    hours = made.parts[1]
    assert (hours.hours, hours.weekdays) == ((5, 11), (0, 1, 2, 3, 4))
    assert hours.asns == NETS[1:3]
    assert len(hours.occurrences) == 5  # those of one day are one
    whole, part = with_patterns(made)
    assert whole == made and whole.part_of is None
    assert (part.kind, part.part_of) == ("recurring", made.event_id)
    assert part.event_id != made.event_id
    assert part.parts == (hours,)
    assert (part.onset_latest, part.asns, part.state) == (seconds(14, 5), NETS[1:3], "ended")


def test_a_pattern_alone_is_a_recurring_event() -> None:
    made = event(pattern(range(14, 19), NETS[0]))
    assert made.kind == "recurring"
    assert with_patterns(made) == [made]


def test_a_pattern_that_may_go_on_is_not_said_to_have_ended() -> None:
    """The event around it is over; of the pattern's own network nobody knows."""
    plain = [on(asn, replace(spell(14, 25), observers=50)) for asn in (NETS[0], NETS[3])]
    hours = replace(pattern(range(14, 19), NETS[1]), ended=False, end_latest=None)
    made = event(*plain, hours)
    assert made.state == "ended"
    _, part = with_patterns(made)
    assert (part.state, part.end_latest) == ("unclear", None)


def test_blocked_before_the_data_has_no_onset() -> None:
    made = event(replace(spell(0, 20), onset_earliest=None))
    assert (made.kind, made.onset_earliest, made.onset_latest) == (
        "already_blocked",
        None,
        seconds(0),
    )


def test_a_network_first_measured_while_blocked_does_not_hide_the_onset() -> None:
    late = on(NETS[1], replace(spell(12, 20), onset_earliest=None))
    made = event(spell(10, 20), on(NETS[2], spell(10.5, 20)), late)
    assert (made.kind, made.onset_earliest) == ("blocking", seconds(10, -6))


def test_states() -> None:
    lasting = replace(spell(40, 59.5), ended=False, end_latest=None)
    assert event(lasting).state == "ongoing"
    forgotten = replace(spell(20, 40), ended=False, end_latest=None)
    made = event(forgotten)
    assert (made.state, made.end_earliest, made.end_latest) == ("unclear", seconds(40), None)
    assert event(spell(20, 40)).state == "ended"


def test_a_small_network_that_nobody_measured_again_keeps_nothing_open() -> None:
    small = on(NETS[1], replace(spell(20, 40), ended=False, end_latest=None, observers=2))
    made = event(spell(20, 40), small)
    assert (made.state, made.end_latest) == ("ended", seconds(40, 6))


def test_an_end_that_another_member_contradicts_is_unclear() -> None:
    """A member worked again at six, another of the same network failed after that, and was not
    measured since: nothing says that the network let the service go."""
    member = of(TELEGRAM, spell(20, 40))
    other = replace(
        member,
        target="domain:t.me",
        end_earliest=seconds(40, 12),
        end_latest=None,
        ended=False,
        observers=3,
    )
    made = event(member, other)
    assert made.end_earliest == seconds(40, 12)
    assert (made.state, made.end_latest) == ("unclear", None)


def test_networks_that_worked_meanwhile_are_named() -> None:
    made = event(spell(10, 20))
    assert made.asns_clear == (NETS[3],)


def test_witnesses_are_few() -> None:
    many = [
        on(asn, replace(spell(10, 20), witnesses=tuple(f"{asn}-{n}" for n in range(5))))
        for asn in NETS
    ]
    assert len(event(*many).witnesses) == 10
