from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.raw.sessions import Sessions, clock, token
from tests.evaluation.countries.making import ASNS, START, drawn, network, nuisance, within


def test_a_token_follows_from_numbers() -> None:
    assert token(1, 2) == token(1, 2) != token(2, 1)
    assert len(token(5)) == 16


def test_rows_of_a_session_share_it() -> None:
    drawing = drawn(days=5)
    sessions, records = Sessions(drawing), drawing.records
    for number in np.unique(records.session)[:40]:
        rows = np.flatnonzero(records.session == number)
        made = {sessions.session(int(row)) for row in rows}
        assert len(made) == 1
        assert made.pop().started == clock(int(records.start[rows].min()))


def test_probes_are_who_the_population_says() -> None:
    halves = tuple(network(asn, public_resolver_share=0.5, probe_id_share=0.5) for asn in ASNS)
    drawing = drawn(networks=halves, days=8)
    sessions, records = Sessions(drawing), drawing.records
    ids: dict[int, set[str]] = {}
    for row in range(len(records)):
        probe = sessions.session(row).probe
        number = int(records.probe[row])
        ids.setdefault(number, set()).add(probe.probe_id)
        assert bool(probe.probe_id) == drawing.population.has_id[number]
        assert probe.resolver_asn == records.resolver_asn[row]
        is_public = probe.resolver_address == "192.0.2.210"
        assert is_public == drawing.population.public_resolver[number]
    assert all(len(found) == 1 for found in ids.values())
    named = [next(iter(found)) for found in ids.values() if found != {""}]
    assert len(named) == len(set(named)) > 1


def test_a_network_that_changed_country_says_the_other() -> None:
    drawing = drawn(nuisance("country_change", asns=ASNS[:1], to="XD"), days=12)
    sessions = Sessions(drawing)
    inside = within(drawing.records, 5, 10) & (drawing.records.network == 0)
    for row in range(len(drawing.records)):
        assert sessions.country(row) == ("XD" if inside[row] else "XA")


def test_a_defective_release_has_its_own_version() -> None:
    item = nuisance("defective_release", 2, 8, share=0.5, mechanism="tls.timeout")
    drawing = drawn(item, days=10)
    sessions = Sessions(drawing)
    versions = {
        sessions.session(row).client.software_version for row in range(len(drawing.records))
    }
    assert versions == {"1.0.0", "1.2.9"}


def test_ipv6_fails_where_it_is_broken() -> None:
    drawing = drawn(nuisance("broken_ipv6", 0, 20, asns=ASNS[:1], share=1.0), days=4)
    sessions = Sessions(drawing)
    for row in range(len(drawing.records)):
        broken = drawing.records.network[row] == 0
        assert (sessions.session(row).ipv6_failure is not None) == broken
    assert clock(round(START.timestamp() * 1e6)) == START
