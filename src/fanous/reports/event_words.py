"""Events in words: one title and a few sentences, in the reader's language.

Decides how an event is told: what, where, since when, until when, who saw it, and what nobody
knows. An event is the dict that the store keeps (`fanous.events.event`); one of connectivity is
told by `connectivity_text`. Never says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fanous.events.connectivity_read import from_json, is_connectivity
from fanous.i18n import N_, Messages, Phrase, visible
from fanous.reference.targets import targets as known_targets
from fanous.reports.connectivity_text import event_sentence as connectivity_sentence
from fanous.reports.connectivity_text import event_title as connectivity_title
from fanous.reports.sentences import country_name
from fanous.reports.words import target_title

__all__ = [
    "ACTION_WORDS",
    "CONFIDENCE_WORDS",
    "KIND_WORDS",
    "REFUSAL_WORDS",
    "STATE_WORDS",
    "event_sentence",
    "event_targets",
    "event_title",
    "moment_of",
]

Said = Mapping[str, Any]

KIND_WORDS = {
    "blocking": N_("blocked"),
    "recurring": N_("blocked at certain hours"),
    "already_blocked": N_("blocked since before the data"),
    "silence": N_("no measurements"),
}
STATE_WORDS = {"ongoing": N_("goes on"), "ended": N_("ended"), "unclear": N_("unclear")}
CONFIDENCE_WORDS = {
    "weak": N_("weak evidence"),
    "fair": N_("fair evidence"),
    "strong": N_("strong evidence"),
    "very strong": N_("very strong evidence"),
}
ACTION_WORDS = {
    "announced": N_("announced"),
    "revised": N_("revised"),
    "withdrawn": N_("withdrawn"),
}
REFUSAL_WORDS = {
    "one_version": N_("only one version of the software sees it, and others do not"),
    "many_countries": N_("the same target fails in many countries at the same hour"),
    "unexplained": N_("it failed, and nothing that worked beside it tells that the network did it"),
    "no_control": N_("most measurements of its time say nothing, as when the control is out"),
    "stored_volume": N_("nothing fell but the number of measurements that this store holds"),
    "common_fall": N_("it rests on a signal that fell in most countries at once"),
    "flood": N_("it rests on a burst of measurements that others of the same hours contradict"),
}
_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def moment_of(stamp: str | None) -> datetime | None:
    """A stored time as an aware datetime."""
    return datetime.fromisoformat(stamp) if stamp else None


def event_targets(event: Said, spoken: Messages) -> Phrase:
    """What an event is about, in names that people use."""
    known = known_targets()
    return spoken.join(
        Phrase(known.name(name, spoken.language))
        if name in known.services
        else visible(target_title(spoken, name))
        for name in event["targets"]
    )


def event_title(event: Said, spoken: Messages) -> Phrase:
    """One line."""
    if is_connectivity(event):
        return connectivity_title(from_json(event), spoken)
    place = country_name(spoken, event["cc"])
    if event["kind"] == "silence":
        return spoken.text("%(country)s: no measurements", country=place)
    return spoken.text(
        "%(country)s: %(targets)s, %(kind)s",
        country=place,
        targets=event_targets(event, spoken),
        kind=spoken.text(KIND_WORDS[event["kind"]]),
    )


def event_sentence(event: Said, spoken: Messages) -> Phrase:
    """What is known, in a few sentences."""
    if is_connectivity(event):
        said = [connectivity_sentence(from_json(event), spoken)]
    elif event["kind"] == "silence":
        said = [_silence(event, spoken)]
    else:
        said = [_onset(event, spoken), *_pattern(event, spoken), _end(event, spoken)]
        said += [*_evidence(event, spoken)]
    if event["synthetic"]:
        said.append(spoken.text("These data are synthetic."))
    return Phrase(" ".join(said))


def _networks(event: Said, spoken: Messages) -> Phrase:
    return spoken.count("%(n)s network", "%(n)s networks", len(event["asns"]))


def _when(stamp: str | None, spoken: Messages) -> Phrase | None:
    moment = moment_of(stamp)
    return None if moment is None else spoken.when(moment)


def _onset(event: Said, spoken: Messages) -> Phrase:
    values = {
        "targets": event_targets(event, spoken),
        "networks": _networks(event, spoken),
        "country": country_name(spoken, event["cc"]),
        "latest": _when(event["onset_latest"], spoken),
    }
    if event["onset_earliest"] is None:
        return spoken.text(
            "%(targets)s was found blocked on %(networks)s in %(country)s by %(latest)s; what "
            "was measured before does not show since when.",
            **values,
        )
    return spoken.text(
        "%(targets)s stopped working on %(networks)s in %(country)s between %(earliest)s and "
        "%(latest)s.",
        **values,
        earliest=_when(event["onset_earliest"], spoken),
    )


def _pattern(event: Said, spoken: Messages) -> list[Phrase]:
    said = []
    for part in event["parts"]:
        if part["kind"] != "recurring":
            continue
        start, end = part["hours_utc"]
        said.append(
            spoken.text(
                "On %(networks)s it came and went by the clock: %(times)s, from %(start)s:00 to "
                "%(end)s:00 UTC, on these days: %(days)s.",
                networks=_networks(part, spoken),
                times=spoken.count("%(n)s time", "%(n)s times", len(part["occurrences"])),
                start=start,
                end=end,
                days=spoken.join(spoken.text(_WEEKDAYS[day]) for day in part["weekdays"]),
            )
        )
    return said


def _end(event: Said, spoken: Messages) -> Phrase:
    last = _when(event["end_earliest"], spoken)
    if event["state"] == "ended":
        return spoken.text(
            "It worked again between %(last)s and %(first)s, and went on working.",
            last=last,
            first=_when(event["end_latest"], spoken),
        )
    if event["state"] == "ongoing":
        return spoken.text("It goes on: last seen %(last)s.", last=last)
    return spoken.text(
        "It was last seen %(last)s; what followed does not show whether it is over.", last=last
    )


def _evidence(event: Said, spoken: Messages) -> list[Phrase]:
    said = [
        spoken.text(
            "At least %(observers)s saw it, in %(blocked)s of %(measurements)s measurements.",
            observers=spoken.count(
                "%(n)s independent observer", "%(n)s independent observers", event["observers"]
            ),
            blocked=event["blocked"],
            measurements=event["measurements"],
        )
    ]
    if event["failed"]:
        said.append(
            spoken.count(
                "%(n)s more measurement failed, and accuses nobody by itself.",
                "%(n)s more measurements failed, and accuse nobody by themselves.",
                event["failed"],
            )
        )
    if event["asns_clear"]:
        said.append(
            spoken.text(
                "Meanwhile it worked on %(networks)s.",
                networks=spoken.count(
                    "%(n)s other network", "%(n)s other networks", len(event["asns_clear"])
                ),
            )
        )
    return said


def _silence(event: Said, spoken: Messages) -> Phrase:
    values = {
        "networks": _networks(event, spoken),
        "country": country_name(spoken, event["cc"]),
        "first": _when(event["onset_earliest"], spoken),
        "rate": float(event["base_rate_a_year"] or 0.0),
    }
    if event["end_latest"] is None:
        return spoken.text(
            "Nobody measured from %(networks)s in %(country)s since %(first)s. A gap like this "
            "comes by chance about %(rate)s times a year here. Why nobody measured is not in the "
            "data.",
            **values,
        )
    return spoken.text(
        "Nobody measured from %(networks)s in %(country)s from %(first)s to %(last)s. A gap like "
        "this comes by chance about %(rate)s times a year here. Why nobody measured is not in the "
        "data.",
        **values,
        last=_when(event["end_latest"], spoken),
    )
