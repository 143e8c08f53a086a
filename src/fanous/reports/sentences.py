"""The headline of a target: a sentence to print, with its counts, denominators and dates.

Decides the sentence for each state. Says no more than the counts: who did it, and why, is never
said.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from fanous.i18n import Messages, Phrase
from fanous.model.outcome import State
from fanous.reports.country import TargetRow
from fanous.reports.reading import Network
from fanous.reports.summary import ACCUSED, TargetState, state_of_tally
from fanous.reports.words import is_invented, target_name

__all__ = ["conclusive_share", "country_name", "headline", "network_share", "remarks"]


_Values = dict[str, object]  # what every headline is made of


def headline(messages: Messages, cc: str, row: TargetRow) -> Markup:
    """One sentence about a target in a country."""
    values: _Values = {
        "country": country_name(messages, cc),
        "target": target_name(messages, row.target),
        "period": messages.period(row.first.date(), row.last.date()),
    }
    if row.summary.state in {*ACCUSED, TargetState.SIGNS_OF_BLOCKING}:
        return _interference(messages, row, values)
    return _no_interference(messages, row, values)


def _interference(messages: Messages, row: TargetRow, values: _Values) -> Markup:
    tally = row.summary.pooled
    values = values | {
        "networks": network_share(messages, row),
        "measurements": conclusive_share(messages, tally.accusing, tally.conclusive),
    }
    if row.summary.state is TargetState.SIGNS_OF_BLOCKING:
        return messages.html(
            "In %(country)s, there are signs of blocking of %(target)s, too few to call it "
            "blocked: %(measurements)s met interference %(period)s.",
            **values,
        )
    if row.summary.state is TargetState.BLOCKED_AT_TIMES:
        return _at_times(messages, row, values)
    if not row.summary.networks_accused:
        return messages.html(
            "In %(country)s, %(target)s was likely blocked: %(measurements)s met interference "
            "%(period)s, though no network alone has enough measurements to say so.",
            **values,
        )
    if row.summary.state is TargetState.BLOCKED:
        return messages.html(
            "In %(country)s, %(target)s was blocked on %(networks)s: %(measurements)s met "
            "interference %(period)s.",
            **values,
        )
    return messages.html(
        "In %(country)s, %(target)s was likely blocked on %(networks)s: %(measurements)s met "
        "interference %(period)s.",
        **values,
    )


def _at_times(messages: Messages, row: TargetRow, values: _Values) -> Markup:
    """Blocked for a while: the longest runs, and what they are of the whole."""
    accused = [n for n in row.networks if state_of_tally(n.tally) in ACCUSED]
    runs = [network.run for network in accused if network.run]
    return messages.html(
        "In %(country)s, %(target)s was likely blocked at times on %(networks)s: up to %(run)s "
        "conclusive measurements in a row met interference, %(run_period)s. Of all, "
        "%(measurements)s did, %(period)s.",
        run=max(network.tally.longest_run for network in accused),
        run_period=messages.period(
            min(first for first, _ in runs).date(), max(last for _, last in runs).date()
        ),
        **values,
    )


def _no_interference(messages: Messages, row: TargetRow, values: _Values) -> Markup:
    tally = row.summary.pooled
    if row.summary.state is TargetState.INSUFFICIENT:
        return messages.html(
            "There is too little data to say whether %(target)s was accessible in %(country)s: "
            "%(measurements)s %(period)s.",
            measurements=messages.count(
                "%(n)s measurement", "%(n)s measurements", tally.measurements
            ),
            **values,
        )
    if row.summary.state is TargetState.OK:
        return messages.html(
            "In %(country)s, %(target)s was accessible: it worked in %(measurements)s %(period)s.",
            measurements=_share(messages, tally.of(State.OK), tally.informative),
            **values,
        )
    if row.summary.state is TargetState.DOWN:
        return messages.html(
            "%(target)s itself was down: in %(measurements)s from %(country)s it did not work for "
            "the control elsewhere either, %(period)s.",
            measurements=_share(messages, tally.of(State.DOWN), tally.informative),
            **values,
        )
    failed = tally.informative - tally.of(State.OK)
    return messages.html(
        "In %(country)s, %(target)s often did not work, and nothing tells why: it failed in "
        "%(measurements)s %(period)s.",
        measurements=_share(messages, failed, tally.informative),
        **values,
    )


def remarks(messages: Messages, row: TargetRow) -> Iterable[Markup]:
    """What must be said beside the headline so that it doesn't mislead."""
    summary = row.summary
    accused = [n for n in row.networks if state_of_tally(n.tally) in ACCUSED]
    if accused and len(accused) < summary.networks_conclusive:
        yield messages.html(
            "On those networks alone: %(measurements)s.",
            measurements=conclusive_share(messages, *_summed(accused)),
        )
    if summary.state is TargetState.OK and summary.pooled.accusing:
        yield messages.html_count(
            "%(n)s measurement met interference: too few to call it a sign of blocking.",
            "%(n)s measurements met interference: too few to call it a sign of blocking.",
            summary.pooled.accusing,
        )
    if summary.state is TargetState.INSUFFICIENT and summary.pooled.accusing:
        yield messages.html(
            "%(measurements)s met interference: that alone does not make it blocked.",
            measurements=conclusive_share(
                messages, summary.pooled.accusing, summary.pooled.conclusive
            ),
        )
    if unclear := summary.pooled.measurements - summary.pooled.conclusive:
        yield messages.html_count(
            "Of all %(all)s measurements, %(n)s settled nothing and is in no denominator of "
            "interference.",
            "Of all %(all)s measurements, %(n)s settled nothing and are in no denominator of "
            "interference.",
            unclear,
            all=summary.pooled.measurements,
        )


def _summed(networks: Iterable[Network]) -> tuple[int, int]:
    tallies = [network.tally for network in networks]
    return sum(t.accusing for t in tallies), sum(t.conclusive for t in tallies)


def country_name(messages: Messages, cc: str) -> Phrase:
    """A country by its name; a code that no country has says that it is fictional."""
    if is_invented(cc):
        return messages.text("%(cc)s (fictional)", cc=cc)
    if cc == "ZZ":
        return messages.text("%(cc)s (country unknown)", cc=cc)
    return messages.country(cc) or messages.text("%(cc)s", cc=cc)


def network_share(messages: Messages, row: TargetRow) -> Phrase:
    """On how many of how many networks with conclusive measurements."""
    return messages.count(
        "%(k)s of %(n)s network",
        "%(k)s of %(n)s networks",
        row.summary.networks_conclusive,
        k=row.summary.networks_accused,
    )


def conclusive_share(messages: Messages, accusing: int, conclusive: int) -> Phrase:
    """How many of how many conclusive measurements."""
    return messages.count(
        "%(k)s of %(n)s conclusive measurement",
        "%(k)s of %(n)s conclusive measurements",
        conclusive,
        k=accusing,
    )


def _share(messages: Messages, part: int, whole: int) -> Phrase:
    return messages.count(
        "%(k)s of %(n)s measurement", "%(k)s of %(n)s measurements", whole, k=part
    )
