"""What was true of one visit: the interference it met, the outage, the nuisances.

Decides which effects a visit bears, from the scene and from what the visit shows. A nuisance is no
one's doing: it is there to see who mistakes it for interference. Leaves counting to `truth`.
"""

from __future__ import annotations

from fanous.evaluation.simulator.scenario import Effect
from fanous.evaluation.simulator.scene import Scene
from fanous.evaluation.simulator.visit import Visit

__all__ = ["NUISANCES", "SITE_DOWN", "blocked_by", "effects_of"]

SITE_DOWN = Effect("down", "tcp", "tcp.timeout")
_BROKEN_IPV6 = Effect("nuisance", "tcp", "ip.unreachable")
_NO_HTTPS = Effect("nuisance", "tcp", "tcp.refused")
_ROTATING_ANSWERS = Effect("nuisance", "dns", "dns.injection.other")
_NO_HELPER = Effect("nuisance", "control", "")
NUISANCES = (_BROKEN_IPV6, _NO_HTTPS, _ROTATING_ANSWERS, _NO_HELPER)


def blocked_by(mechanism: str) -> Effect:
    """The effect of an interference, at the layer its mechanism begins with."""
    return Effect("blocked", mechanism.split(".")[0], mechanism)


def effects_of(scene: Scene, visit: Visit) -> tuple[Effect, ...]:
    """What was done to this visit, and what a hasty judge might take for that."""
    effects = [blocked_by(item.mechanism) for item in scene.met]
    if scene.is_down:
        effects.append(SITE_DOWN)
    if scene.session.ipv6_failure and any(":" in item.address for item in visit.connections):
        effects.append(_BROKEN_IPV6)
    if not scene.site.serves_https and any(item.port == 443 for item in visit.connections):
        effects.append(_NO_HTTPS)
    if scene.site.rotation and _disagrees_with_control(visit):
        effects.append(_ROTATING_ANSWERS)
    if visit.control is None:
        effects.append(_NO_HELPER)
    return tuple(effects)


def _disagrees_with_control(visit: Visit) -> bool:
    mine = {address for item in visit.system_lookups for address in item.addresses}
    return visit.control is not None and not mine & set(visit.control.addresses)
