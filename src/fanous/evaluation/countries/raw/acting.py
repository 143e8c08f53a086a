"""One row of a drawing, acted out: the visit that its probe has, as a raw record.

Decides how what was drawn (a mechanism, an outage, a missing helper) becomes what a probe meets.
Leaves what a probe writes down of it to the simulator's `encounter` and `wire`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from fanous.evaluation.countries.drawing import Drawing
from fanous.evaluation.countries.raw.sessions import Sessions, clock, token
from fanous.evaluation.countries.raw.telegram import telegram_measurement
from fanous.evaluation.countries.raw.world import forged_answer, moved_site, site_of
from fanous.evaluation.countries.scenario import MECHANISMS
from fanous.evaluation.countries.visits import NOTHING
from fanous.evaluation.simulator.encounter import encounter
from fanous.evaluation.simulator.scenario import Interference, Site
from fanous.evaluation.simulator.scene import Scene, World
from fanous.evaluation.simulator.wire import Json
from fanous.evaluation.simulator.wire.web_connectivity import measurement

__all__ = ["Stage", "record_uid"]

_RECORD = 31  # what a token is mixed for
_UPLOAD = timedelta(seconds=20)
_CLOCK = "%Y-%m-%d %H:%M:%S"


def record_uid(drawing: Drawing, row: int) -> str:
    """The collector's name for a row of `drawing.records`: what was sent twice has two names."""
    records, scenario = drawing.records, drawing.scenario
    network = scenario.networks[int(records.network[row])]
    is_service = scenario.targets[records.target[row]].is_service
    number = int(records.record[row])
    moment = clock(int(records.start[row])) + _UPLOAD + timedelta(microseconds=number % 1_000_000)
    name = token(drawing.seed, _RECORD, number, network.asn)
    test_name = "telegram" if is_service else "webconnectivity"
    return f"{moment:%Y%m%d%H%M%S.%f}_{network.cc}_{test_name}_{name}"


@dataclass(frozen=True)
class Stage:
    """A drawing, the world it is acted out in, and its sessions."""

    drawing: Drawing
    world: World
    sessions: Sessions

    def record(self, row: int) -> Json:
        """The raw measurement of a row of the drawing's records."""
        records = self.drawing.records
        target = self.drawing.scenario.targets[records.target[row]]
        written = self._telegram(row) if target.is_service else self._web(row)
        if records.is_unclear[row]:
            written["test_keys"] = {}
        # The session's start is on the probe's clock, the report's id on the collector's.
        wrong = timedelta(microseconds=int(records.said[row] - records.start[row]))
        started = self.sessions.session(row).started + wrong
        written["test_start_time"] = started.strftime(_CLOCK)
        return written

    def _rng(self, row: int) -> Random:
        records = self.drawing.records
        place = f"{records.network[row]}:{records.session[row]}:{records.target[row]}"
        return Random(f"{self.drawing.seed}:{place}")

    def _telegram(self, row: int) -> Json:
        records = self.drawing.records
        return telegram_measurement(
            self.sessions.session(row),
            started=clock(int(records.said[row])),
            mechanism=self._mechanism(row),
            is_down=bool(records.is_down[row]),
            chain=self.world.authority.chain(names=("web.telegram.org",)),
            uid=record_uid(self.drawing, row),
            rng=self._rng(row),
        )

    def _web(self, row: int) -> Json:
        records = self.drawing.records
        scene = Scene(
            world=self.world,
            session=self.sessions.session(row),
            site=self._site(row),
            started=clock(int(records.said[row])),
            met=self._met(row),
            is_down=bool(records.is_down[row]),
            helper_unreachable=not records.has_helper[row],
            rng=self._rng(row),
        )
        visit = encounter(scene).visit
        return measurement(replace(visit, uid=record_uid(self.drawing, row)))

    def _site(self, row: int) -> Site:
        records = self.drawing.records
        number = int(records.target[row])
        target = self.drawing.scenario.targets[number]
        return (moved_site if records.is_moved[row] else site_of)(number, target)

    def _mechanism(self, row: int) -> str:
        code = int(self.drawing.records.mechanism[row])
        return "" if code == NOTHING else MECHANISMS[code]

    def _met(self, row: int) -> tuple[Interference, ...]:
        """What the network does to this visit, if anything."""
        mechanism = self._mechanism(row)
        if not mechanism:
            return ()
        records, scenario = self.drawing.records, self.drawing.scenario
        event = int(records.event[row])
        is_at_resolver = event == NOTHING or scenario.events[event].locus == "resolver"
        target = scenario.targets[records.target[row]]
        return (
            Interference(
                mechanism=mechanism,
                host=target.name.partition(":")[2],
                asns=(scenario.networks[records.network[row]].asn,),
                locus="resolver" if is_at_resolver else "path",
                forged=forged_answer(mechanism),
            ),
        )
