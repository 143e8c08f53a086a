"""A country by seed: its size, its events and all its nuisances.

Decides what befalls a random country, and when. Events never share a target, and a
nuisance that hides or mimics an event has targets and days of its own: what is true stays
unambiguous. The rest falls where it falls.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from fanous.evaluation.countries.random_nuisances import (
    DAYS,
    EVERYWHERE_IN_TIME,
    Surroundings,
    random_details,
)
from fanous.evaluation.countries.random_places import CC, random_networks, random_targets
from fanous.evaluation.countries.scenario import (
    SERVICE_MECHANISMS,
    Country,
    Network,
    Nuisance,
    Scenario,
    ScriptedEvent,
    Target,
)

__all__ = ["random_country"]

_START = date(2026, 3, 2)  # a Monday
_WINDOW_DAYS = (30, 60)
_EVENTS_WEIGHTS = (2, 4, 3, 1)  # no event, one, two, three
_HTTPS_MECHANISMS = (
    "dns.injection.bogon",
    "dns.nxdomain",
    "tcp.timeout",
    "tls.reset",
    "tls.timeout",
)
_CLEARTEXT_MECHANISMS = ("http.blockpage", "dns.injection.blockpage", "dns.injection.bogon")
_EVENT_FORMS = ("national", "isp", "rollout", "partial", "two_mechanisms", "flapping", "curfew")
_EXAM_HOURS = (((5.0, 8.0), (11.0, 14.0)), ((4.0, 14.0),), ((18.5, 24.0),))
_MARGIN_DAYS = 7


def random_country(seed: int) -> Scenario:
    """A country of 2 to 40 networks over 30 to 60 days, 0 to 3 events, and every nuisance."""
    making = _Making(Random(f"country:{seed}"))
    making.place()
    for _ in range(making.rng.choices(range(4), _EVENTS_WEIGHTS)[0]):
        making.add_event()
    making.add_nuisances()
    return making.scenario(f"random-{seed}")


@dataclass
class _Making:
    """A country in the making; `free` are targets that nothing was done to yet."""

    rng: Random
    days: int = 0
    networks: tuple[Network, ...] = ()
    targets: tuple[Target, ...] = ()
    free: list[Target] = field(default_factory=list)
    events: list[ScriptedEvent] = field(default_factory=list)
    nuisances: list[Nuisance] = field(default_factory=list)
    taken: list[tuple[float, float]] = field(default_factory=list)  # days around bounds of events

    def scenario(self, name: str) -> Scenario:
        return Scenario(
            name=name,
            start=_START,
            days=self.days,
            countries=(Country(CC, float(self.rng.randint(-8, 9))),),
            networks=self.networks,
            targets=self.targets,
            events=tuple(self.events),
            nuisances=tuple(self.nuisances),
        )

    def at(self, day: float) -> datetime:
        """A moment of the window, on a whole minute."""
        begins = datetime.fromisoformat(f"{_START}T00:00:00+00:00")
        return begins + timedelta(minutes=round(day * 1440))

    def place(self) -> None:
        """How long it is watched, who measures, and what."""
        rng = self.rng
        self.days = rng.randint(*_WINDOW_DAYS)
        self.networks = random_networks(rng)
        self.targets = random_targets(rng)
        self.free = rng.sample(self.targets, len(self.targets))

    def _span(self, shortest: float, longest: float) -> tuple[float, float]:
        """Days of something that begins after a first quiet time."""
        rng = self.rng
        onset = rng.uniform(_MARGIN_DAYS, self.days - _MARGIN_DAYS)
        return onset, onset + rng.uniform(shortest, longest)

    def _quiet_span(self, shortest: float, longest: float) -> tuple[float, float]:
        """As `_span`, away from where events begin and end; at the window's edge if it must be."""
        for _ in range(60):
            start, end = self._span(shortest, longest)
            if all(end < low or high < start for low, high in self.taken):
                return start, end
        return 1.0, 1.0 + shortest

    def add_event(self) -> None:
        """One event more, if a target is left for it."""
        if self.rng.random() < 0.15 and not any(e.kind == "silence" for e in self.events):
            self._add_silence()
        elif len(self.free) > 4:
            self._add_blocking()

    def _add_silence(self) -> None:
        rng = self.rng
        onset, end = self._quiet_span(1.0, 6.0)
        everybody = rng.random() < 0.6
        asns = () if everybody else (self.networks[0].asn,)
        share = 1.0 if rng.random() < 0.7 else round(rng.uniform(0.75, 0.95), 2)
        self._take(onset, end)
        self.events.append(
            ScriptedEvent("silence", CC, self.at(onset), self.at(end), asns, share=share)
        )

    def _take(self, onset: float, end: float) -> None:
        self.taken += [(onset - 1.5, onset + 1.5), (end - 1.5, end + 1.5)]

    def _add_blocking(self) -> None:
        rng = self.rng
        onset, end = self._quiet_span(2.0, self.days * 0.7)
        self._take(onset, end)
        targets = [self.free.pop()]
        if rng.random() < 0.25 and len(self.free) > 4:
            alike = [item for item in self.free if _mechanisms(item) == _mechanisms(targets[0])]
            targets += alike[:1]
            self.free = [item for item in self.free if item not in targets]
        event = ScriptedEvent(
            kind="blocking",
            cc=CC,
            onset=self.at(onset),
            end=None if end >= self.days - 1 else self.at(end),
            targets=tuple(target.name for target in targets),
            mechanisms=(rng.choice(_mechanisms(targets[0])),),
        )
        form = rng.choice(_EVENT_FORMS)
        if rng.random() < 0.15:
            event = replace(event, kind="already_blocked", onset=self.at(-rng.uniform(5, 300)))
        self.events.append(self._shaped(event, form, targets[0]))

    def _shaped(self, event: ScriptedEvent, form: str, target: Target) -> ScriptedEvent:
        rng, asns = self.rng, [network.asn for network in self.networks]
        one = (rng.choice(asns[: max(1, len(asns) // 3)]),)  # one of the larger third
        if form == "isp":
            return replace(event, asns=one)
        if form == "partial":
            return replace(event, asns=one, share=round(rng.uniform(0.4, 0.8), 2))
        if form == "two_mechanisms":
            both = rng.sample(_mechanisms(target), 2)
            return replace(event, mechanisms=tuple(both))
        if event.kind == "already_blocked":
            return event
        if form == "rollout":
            order = tuple(rng.sample(asns, rng.randint(2, len(asns))))
            open_days = ((event.end or self.at(self.days)) - event.onset) / timedelta(days=1)
            return replace(event, asns=order, rollout_days=round(min(5.0, open_days / 3), 2))
        if form == "flapping":
            return replace(event, flapping=(rng.uniform(12, 48), rng.uniform(6, 24)))
        if form == "curfew":
            weekdays = tuple(range(5)) if rng.random() < 0.7 else tuple(range(7))
            event = replace(event, onset=event.onset.replace(hour=0, minute=0))
            return replace(
                event, kind="recurring", weekdays=weekdays, hours=rng.choice(_EXAM_HOURS)
            )
        return event

    def add_nuisances(self) -> None:
        """One of each kind, fit for a country of this size."""
        around = Surroundings(
            networks=self.networks,
            web=[target for target in self.free if not target.is_service] or self.targets[-1:],
            flooded=self.free[0],
            mechanisms=_mechanisms(self.free[0]),
        )
        for kind in sorted(DAYS):
            start, end = self._quiet_span(*DAYS[kind])
            if kind in EVERYWHERE_IN_TIME:
                start, end = 0.0, float(self.days)
            span = self.at(start), self.at(min(end, self.days))
            self.nuisances.append(Nuisance(kind, *span, **random_details(kind, self.rng, around)))


def _mechanisms(target: Target) -> tuple[str, ...]:
    """What can be done to a target of this kind."""
    if target.is_service:
        return SERVICE_MECHANISMS
    return _CLEARTEXT_MECHANISMS if target.is_cleartext else _HTTPS_MECHANISMS
