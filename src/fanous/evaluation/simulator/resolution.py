"""What a probe's look-ups give: genuine answers, forged ones, or none.

Decides which engines ask, who is lied to, and what a lie looks like. An answer forged on the path
arrives before the genuine one, which then comes late and is kept as such.
"""

from __future__ import annotations

from dataclasses import dataclass

from fanous.evaluation.simulator.scenario import Interference
from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.visit import Answer, Lookup

__all__ = ["Resolution", "resolve"]

_FAMILIES = ("A", "AAAA")
_RESOLVER_SECONDS = (0.004, 0.06)
_DOH_SECONDS = (0.08, 0.3)
_TIMEOUT_SECONDS = (5.0, 5.02)
_FORGER_SECONDS = (0.002, 0.0035)  # an injector sits closer than the resolver it speaks for


@dataclass(frozen=True, slots=True)
class Resolution:
    """All look-ups of one name at one depth, and the replies that came too late."""

    lookups: tuple[Lookup, ...]
    late: tuple[Lookup, ...] = ()

    @property
    def ended(self) -> float:
        return max(item.ended for item in self.lookups)


@dataclass(frozen=True, slots=True)
class _Question:
    engine: str
    resolver: str
    depth: int
    began: float
    number: int


@dataclass(frozen=True, slots=True)
class _Reply:
    answers: tuple[Answer, ...]
    failure: str | None
    seconds: tuple[float, float]


def resolve(scene: Scene, *, depth: int, began: float) -> Resolution:
    """Ask every engine that web_connectivity asks at this depth for the site's name."""

    def question(engine: str, resolver: str = "") -> _Question:
        return _Question(engine, resolver, depth, began, scene.numbers.of_engine(engine))

    public = scene.world.scenario.resolver
    if scene.session.client.legacy:
        return Resolution(_by_family(scene, question("system"), _system_reply(scene)))
    system = _at_once(scene, question("getaddrinfo"), _system_reply(scene))
    plain = _plain_lookups(scene, question("udp", f"{public.address}:53"))
    if depth:
        return Resolution((system, *plain.lookups), plain.late)
    doh = _by_family(scene, question("doh", public.doh_url), _genuine(scene, _DOH_SECONDS))
    return Resolution((system, *plain.lookups, *doh), plain.late)


def _genuine(scene: Scene, seconds: tuple[float, float]) -> _Reply:
    """True answers, alias first. A rotating site gives others each time."""
    site, world = scene.site, scene.world
    alias = (Answer("CNAME", f"{site.alias}."),) if site.alias else ()
    addresses = tuple(world.answer(address) for address in site.draw_addresses(scene.rng))
    return _Reply(alias + addresses, None, seconds)


def _forged(scene: Scene, interference: Interference) -> _Reply:
    """The lie: an address, the claim that the name doesn't exist, or no reply at all."""
    if interference.mechanism == "dns.nxdomain":
        return _Reply((), "dns_nxdomain_error", _FORGER_SECONDS)
    if interference.mechanism == "dns.timeout":
        return _Reply((), "generic_timeout_error", _TIMEOUT_SECONDS)
    return _Reply((scene.world.answer(interference.forged),), None, _FORGER_SECONDS)


def _system_reply(scene: Scene) -> _Reply:
    interference = scene.meets("dns")
    return _forged(scene, interference) if interference else _genuine(scene, _RESOLVER_SECONDS)


def _plain_lookups(scene: Scene, question: _Question) -> Resolution:
    """A public resolver over cleartext UDP: lied to only by someone on the path."""
    interference = scene.meets("dns")
    genuine = _by_family(scene, question, _genuine(scene, _RESOLVER_SECONDS))
    if interference is None or interference.locus != "path":
        return Resolution(genuine)
    forged = _by_family(scene, question, _forged(scene, interference))
    if interference.mechanism == "dns.timeout":  # dropped, not outrun: nothing comes late either
        return Resolution(forged)
    return Resolution(forged, late=tuple(item for item in genuine if item.failure is None))


def _at_once(scene: Scene, question: _Question, reply: _Reply) -> Lookup:
    """getaddrinfo: one pseudo-query for every family."""
    return _lookup(scene, question, reply, query_type="ANY")


def _by_family(scene: Scene, question: _Question, reply: _Reply) -> tuple[Lookup, ...]:
    """An A and an AAAA query with one transaction id; a family without addresses is no answer.

    The old system engine leaves such a family out, as the old client did.
    """
    lookups = []
    for family in _FAMILIES:
        mine = tuple(answer for answer in reply.answers if answer.kind in (family, "CNAME"))
        failure = reply.failure
        if failure is None and not any(answer.kind == family for answer in mine):
            if question.engine == "system":
                continue
            failure = "dns_no_answer"
        family_reply = _Reply(mine, failure, reply.seconds)
        lookups.append(_lookup(scene, question, family_reply, query_type=family))
    return tuple(lookups)


def _lookup(scene: Scene, question: _Question, reply: _Reply, *, query_type: str) -> Lookup:
    return Lookup(
        engine=question.engine,
        hostname=scene.site.host,
        query_type=query_type,
        resolver=question.resolver,
        answers=reply.answers,
        failure=reply.failure,
        began=question.began,
        ended=question.began + scene.duration(*reply.seconds),
        depth=question.depth,
        number=question.number,
    )
