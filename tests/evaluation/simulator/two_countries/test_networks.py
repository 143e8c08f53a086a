from __future__ import annotations

import ipaddress

from fanous.evaluation.simulator.two_countries import TWO_COUNTRIES


def test_codes_and_numbers_are_reserved_for_such_use() -> None:
    assert {country.cc for country in TWO_COUNTRIES.countries} == {"XA", "XB"}
    for network in TWO_COUNTRIES.networks:
        assert network.cc in {"XA", "XB", "XZ"}
        assert 64496 <= network.asn <= 64511 or 64512 <= network.asn <= 65534


def test_every_country_has_three_networks_of_different_size() -> None:
    for country in TWO_COUNTRIES.countries:
        sizes = [access.sessions_a_day for access in country.access]
        assert len(sizes) == 3
        assert sizes == sorted(sizes, reverse=True)
        assert country.access[0].network_type == "mobile"


def test_prefixes_do_not_overlap() -> None:
    prefixes = [
        ipaddress.ip_network(prefix)
        for network in TWO_COUNTRIES.networks
        for prefix in network.prefixes
    ]
    for index, prefix in enumerate(prefixes):
        others = [item for item in prefixes[index + 1 :] if item.version == prefix.version]
        assert not any(prefix.overlaps(other) for other in others)
