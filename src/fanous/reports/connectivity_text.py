"""A connectivity event in words: one sentence to print, and why it is said.

Decides the words. They say what was lost, when, by which signals, and what nobody can tell from
signals: a cause is never named as the event's, only the causes that look alike. Whether somebody
ordered it is said elsewhere, where a sourced claim is joined. A missing end is said to be missing.
"""

from __future__ import annotations

from fanous.detectors.connectivity.witness import is_ipv6
from fanous.events.connectivity import ConnectivityEvent, NetworkFall, SignalFacts
from fanous.i18n import N_, Messages, Phrase, visible
from fanous.model.series import moment
from fanous.reports.sentences import country_name

__all__ = [
    "event_points", "event_sentence", "event_title", "event_why", "kind_word", "place_name",
    "role_word", "signal_word",
]  # fmt: skip

_KINDS = {
    "connectivity_loss": N_("loss of connectivity"),
    "partial": N_("partial loss of connectivity"),
    "recurring": N_("recurring loss of connectivity"),
    "gap": N_("silence"),
}
_ROLES = {
    "onset": N_("fell with the others"),
    "early": N_("fell before the others"),
    "later": N_("fell later"),
    "unmoved": N_("did not move"),
    "unsure": N_("lower, but within its own noise"),
    "silent": N_("could not speak, for want of data"),
}
_SIGNALS = {
    "bgp": N_("routes (BGP)"),
    "routes-ipv4": N_("IPv4 routes"),
    "routes-ipv6": N_("IPv6 routes"),
    "routes-asns": N_("networks in routing"),
    "probing": N_("active probing"),
    "telescope": N_("telescope"),
    "google": N_("Google traffic"),
    "mozilla": N_("Firefox telemetry"),
    "tor-users": N_("Tor users"),
    "ooni-measurements": N_("OONI measurements"),
    "connectivity": N_("share of addresses that answer"),
    "answers": N_("answers to pings"),
}


def kind_word(messages: Messages, kind: str) -> Phrase:
    """A kind of event in words."""
    return messages.text(_KINDS[kind])


def role_word(messages: Messages, role: str) -> Phrase:
    """A signal's part in an event, in words."""
    return messages.text(_ROLES[role])


def signal_word(messages: Messages, signal: str) -> str:
    """A signal in words; one that is not known keeps its name."""
    base, _, product = signal.partition(":")
    if base not in _SIGNALS:
        return signal
    word = messages.text(_SIGNALS[base])
    return word if not product else Phrase(f"{word} ({visible(product)})")


def place_name(event: ConnectivityEvent | NetworkFall, messages: Messages) -> str:
    """Whose connections: a country, a network by its number, else as the source names it."""
    kind, _, code = event.entity.partition(":")
    if kind == "country":
        return country_name(messages, code)
    if kind == "asn":
        return f"AS{code} ({event.name})" if event.name else f"AS{code}"
    if kind == "world":
        return messages.text("the world")
    return event.name or code or event.entity


def event_title(event: ConnectivityEvent, messages: Messages) -> Phrase:
    """One line."""
    return messages.text(
        "%(place)s: %(kind)s",
        place=place_name(event, messages),
        kind=kind_word(messages, event.kind),
    )


def event_sentence(event: ConnectivityEvent, messages: Messages) -> Phrase:
    """One sentence that can be printed as it is."""
    place = place_name(event, messages)
    if event.kind == "gap":
        return messages.text(
            "Nothing was heard of %(place)s from %(start)s %(end)s.",
            place=place,
            start=_when(event.onset.latest, messages),
            end=_until(event, messages),
        )
    if event.kind == "recurring" and event.depth is None:
        return messages.text(
            "Connections in %(place)s were cut off %(n)s times at the same hours, first between "
            "%(start)s and %(latest)s, %(end)s; how much was lost is not known.",
            place=place,
            n=len(event.occurrences),
            start=_when(event.onset.earliest, messages),
            latest=_when(event.onset.latest, messages),
            end=_until(event, messages),
        )
    if event.depth is None:
        return messages.text(
            "Connections in %(place)s fell between %(start)s and %(latest)s, %(end)s; how much was "
            "lost is not known.",
            place=place,
            start=_when(event.onset.earliest, messages),
            latest=_when(event.onset.latest, messages),
            end=_until(event, messages),
        )
    if event.kind == "recurring":
        return messages.text(
            "Connections in %(place)s were cut off %(n)s times at the same hours, first between "
            "%(start)s and %(latest)s, %(end)s; typically %(depth)s %% was lost.",
            place=place,
            n=len(event.occurrences),
            start=_when(event.onset.earliest, messages),
            latest=_when(event.onset.latest, messages),
            end=_until(event, messages),
            depth=_percent(event.depth),
        )
    return messages.text(
        "Connections in %(place)s fell between %(start)s and %(latest)s; at the lowest %(depth)s "
        "%% of what is usual was lost, %(end)s.",
        place=place,
        start=_when(event.onset.earliest, messages),
        latest=_when(event.onset.latest, messages),
        depth=_percent(event.depth),
        end=_until(event, messages),
    )


def event_why(event: ConnectivityEvent, messages: Messages) -> Phrase:
    """The sentence, what each signal shows, and what they cannot tell."""
    return Phrase(" ".join([event_sentence(event, messages), *event_points(event, messages)]))


def event_points(event: ConnectivityEvent, messages: Messages) -> list[Phrase]:
    """What is behind the sentence, a point a line: each signal, who else, and every doubt."""
    said: list[Phrase] = []
    if event.partial_since is not None:
        said.append(
            messages.text(
                "Since %(time)s it is partial: some of it had come back, not what is usual.",
                time=_when(event.partial_since, messages),
            )
        )
    said += [_signal(item, messages) for item in event.signals if item.onset is not None]
    said += _others(event, messages)
    if event.scope_networks is not None:
        fell, known = event.scope_networks
        said.append(
            messages.text(
                "%(n)s of %(of)s networks or regions in the data fell with it.", n=fell, of=known
            )
        )
    return [*said, *_doubts(event, messages)]


def _until(event: ConnectivityEvent, messages: Messages) -> Phrase:
    if event.end is not None and event.came_back_to is not None:
        return messages.text(
            "until between %(earliest)s and %(latest)s, when no more than %(level)s %% of what was "
            "usual had come back",
            earliest=_when(event.end.earliest, messages),
            latest=_when(event.end.latest, messages),
            level=_percent(event.came_back_to),
        )
    if event.end is not None:
        return messages.text(
            "until between %(earliest)s and %(latest)s",
            earliest=_when(event.end.earliest, messages),
            latest=_when(event.end.latest, messages),
        )
    if event.renewed:
        return messages.text("and what is usual never came back")
    return messages.text(
        "and it had not ended when the data end, %(time)s", time=_when(event.until, messages)
    )


def _when(seconds: int, messages: Messages) -> Phrase:
    return messages.when(moment(seconds))


def _first_upper(word: str) -> str:
    """A signal at the head of a sentence."""
    made = word[:1].upper() + word[1:]
    return Phrase(made) if isinstance(word, Phrase) else made


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _signal(item: SignalFacts, messages: Messages) -> Phrase:
    onset = item.onset
    assert onset is not None
    values = {
        "signal": _first_upper(signal_word(messages, item.signal)),
        "operator": item.operator,
        "start": _when(onset.earliest, messages),
        "latest": _when(onset.latest, messages),
        "depth": _percent(item.depth),
        "minutes": round(item.step_minutes),
    }
    if item.depth is None:
        return messages.text(
            "%(signal)s (%(operator)s, every %(minutes)s min) fell between %(start)s and "
            "%(latest)s; how much was lost is not known.",
            **values,
        )
    if item.t90_t10_minutes == 0:
        return messages.text(
            "%(signal)s (%(operator)s, every %(minutes)s min) fell between %(start)s and "
            "%(latest)s, from above 90 to below 10 %% in one step, and lost up to %(depth)s %%.",
            **values,
        )
    if item.t90_t10_minutes is None:
        return messages.text(
            "%(signal)s (%(operator)s, every %(minutes)s min) fell between %(start)s and "
            "%(latest)s and lost up to %(depth)s %%.",
            **values,
        )
    return messages.text(
        "%(signal)s (%(operator)s, every %(minutes)s min) fell between %(start)s and %(latest)s, "
        "from 90 to 10 %% within %(speed)s min, and lost up to %(depth)s %%.",
        **values,
        speed=round(item.t90_t10_minutes),
    )


def _others(event: ConnectivityEvent, messages: Messages) -> list[Phrase]:
    """Signals that stood still, that were silent, that fell before."""
    said = []
    for role, message in (
        ("unmoved", N_("Did not move: %(signals)s.")),
        ("unsure", N_("Lower too, but within their own noise: %(signals)s.")),
        ("silent", N_("Cannot speak of it, for want of data: %(signals)s.")),
    ):
        names = [signal_word(messages, item.signal) for item in event.signals if item.role == role]
        if names:
            said.append(messages.text(message, signals=messages.join(names)))
    if event.early_signs and all(is_ipv6(item.signal) for item in event.signals if item.onset):
        said.append(
            messages.text("Only IPv6 routes went: an early sign, and by itself no loss to users.")
        )
    elif event.early_signs:
        names = [signal_word(messages, signal) for signal in event.early_signs]
        said.append(
            messages.text("Early sign, before the others: %(signals)s.",
                          signals=messages.join(names))
        )  # fmt: skip
    return said


def _doubts(event: ConnectivityEvent, messages: Messages) -> list[Phrase]:
    if event.kind == "gap":
        return [
            messages.text("A network without connection and a source without data look alike here.")
        ]
    said = []
    operators = {item.operator for item in event.signals if item.onset is not None}
    if len(operators) == 1:
        said.append(
            messages.text(
                "Only one operator saw it: a failure of its instrument cannot be ruled out."
            )
        )
    said.append(
        messages.text(
            "Signals do not tell why: a power cut, a cut cable, a disaster, a fault and an order "
            "to disconnect look alike."
        )
    )
    return said
