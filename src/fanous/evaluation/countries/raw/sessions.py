"""Who measures, as the raw format has it: a session and its probe for each row of a drawing.

Decides ids and names: of probes that give one, of reports, of software. Nothing here is drawn: all
of it follows from the drawing's columns and the seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np

from fanous.evaluation.countries.drawing import Drawing
from fanous.evaluation.countries.population import PLATFORMS, PUBLIC_RESOLVER_ASN
from fanous.evaluation.countries.releases import version_names
from fanous.evaluation.countries.streams import mixed
from fanous.evaluation.countries.visits import NOTHING, Ints
from fanous.evaluation.simulator.visit import Client, ProbeIdentity, Session

__all__ = ["Sessions", "clock", "token"]

_PROBE, _REPORT, _IPV6 = 21, 22, 23  # what a token is mixed for
_IPV6_FAILURES = ("network_unreachable", "host_unreachable", "generic_timeout_error")
_ARCHITECTURES = {"android": "arm64", "ios": "arm64", "macos": "arm64"}
_TEST_VERSION, _ENGINE_VERSION = "0.5.28", "3.26.0"


def clock(microseconds: int) -> datetime:
    """A time of the columns."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(microseconds))


def token(*parts: int) -> str:
    """Sixteen hexadecimal digits that follow from numbers."""
    return f"{int(mixed(*(np.array([part]) for part in parts))[0]):016x}"


@dataclass(frozen=True)
class Sessions:
    """The sessions of a drawing."""

    drawing: Drawing

    @cached_property
    def _starts(self) -> Ints:
        records = self.drawing.records
        starts = np.full(int(records.session.max(initial=0)) + 1, np.iinfo(np.int64).max)
        np.minimum.at(starts, records.session, records.start)
        return starts

    @cached_property
    def _versions(self) -> tuple[list[str], Ints]:
        return version_names(self.drawing.scenario, self.drawing.records.version)

    def country(self, row: int) -> str:
        """The country that the record says."""
        scenario, records = self.drawing.scenario, self.drawing.records
        elsewhere = int(records.country[row])
        network = scenario.networks[int(records.network[row])]
        return network.cc if elsewhere == NOTHING else scenario.nuisances[elsewhere].to

    def session(self, row: int) -> Session:
        """The session of a row, on the true clock."""
        records, seed = self.drawing.records, self.drawing.seed
        number, probe = int(records.session[row]), int(records.probe[row])
        network = self.drawing.scenario.networks[records.network[row]]
        broken = bool(records.broken_ipv6[row])
        which = int(token(seed, _IPV6, probe), 16) % len(_IPV6_FAILURES)
        return Session(
            probe=self._probe(row),
            client=self._client(row),
            started=clock(int(self._starts[number])),
            report_token=token(seed, _REPORT, number, network.asn),
            ipv6_failure=_IPV6_FAILURES[which] if broken else None,
        )

    def _client(self, row: int) -> Client:
        records, population = self.drawing.records, self.drawing.population
        network = self.drawing.scenario.networks[records.network[row]]
        names, positions = self._versions
        platform = PLATFORMS[network.network_type][population.platform[records.probe[row]]]
        return Client(
            test_version=_TEST_VERSION,
            engine_version=_ENGINE_VERSION,
            platform=platform,
            architecture=_ARCHITECTURES.get(platform, "amd64"),
            software_version=names[positions[row]],
        )

    def _probe(self, row: int) -> ProbeIdentity:
        records, seed = self.drawing.records, self.drawing.seed
        position = int(records.network[row])
        network, probe = self.drawing.scenario.networks[position], int(records.probe[row])
        resolver_asn = int(records.resolver_asn[row])
        is_public = resolver_asn == PUBLIC_RESOLVER_ASN
        has_id = bool(self.drawing.population.has_id[probe])
        return ProbeIdentity(
            cc=self.country(row),
            asn=network.asn,
            network_name=network.name,
            network_type=network.network_type,
            resolver_asn=resolver_asn,
            resolver_address="192.0.2.210" if is_public else f"198.18.{position}.2",
            resolver_network_name="Open Resolver" if is_public else network.name,
            probe_id=token(seed, _PROBE, probe, network.asn) if has_id else "",
        )
