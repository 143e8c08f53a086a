from __future__ import annotations

import numpy as np

from fanous.evaluation.countries.observers import observers_of

from .making import day_of, drawn, network


def test_a_probe_with_an_id_is_one_voice_a_day() -> None:
    drawing = drawn(networks=(network(64512, probe_id_share=1.0, probes=9),))
    visits, seen = drawing.records, observers_of(drawing.population, drawing.records)
    pairs = set(zip(visits.probe, day_of(visits).astype(int), strict=True))
    assert len(pairs) == len(np.unique(seen))


def test_probes_without_ids_are_no_more_than_their_places() -> None:
    drawing = drawn(networks=(network(64512, probe_id_share=0.0, probes=40, sessions_a_day=40.0),))
    visits, seen = drawing.records, observers_of(drawing.population, drawing.records)
    day = day_of(visits).astype(int)
    places = set(
        zip(
            drawing.population.platform[visits.probe],
            visits.resolver_asn,
            visits.version,
            day,
            strict=True,
        )
    )
    assert len(np.unique(seen)) == len(places)
    assert len(places) < len(set(zip(visits.probe, day, strict=True)))


def test_nobody_is_followed_from_one_day_to_the_next() -> None:
    for share in (0.0, 1.0):
        drawing = drawn(networks=(network(64512, probe_id_share=share),))
        seen = observers_of(drawing.population, drawing.records)
        day = day_of(drawing.records).astype(int)
        for number in range(19):
            assert not set(seen[day == number]) & set(seen[day == number + 1])
