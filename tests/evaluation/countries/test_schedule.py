from __future__ import annotations

import numpy as np
import pytest

from fanous.evaluation.countries.population import PUBLIC_RESOLVER_ASN
from fanous.evaluation.countries.scenario import Country, Target
from fanous.evaluation.countries.schedule import DAY, HOUR

from .making import SERVICE, TARGETS, WEB, day_of, drawn, network, of_target


@pytest.mark.parametrize(("mean", "size"), [(2.0, 0.5), (10.0, 2.0)])
def test_days_are_as_lumpy_as_asked(mean: float, size: float) -> None:
    lumpy = (network(64512, sessions_a_day=mean, dispersion=size),)
    visits = drawn(networks=lumpy, days=400, targets=TARGETS[:1]).planned
    weekday = day_of(visits).astype(int) % 7 < 5
    days = np.bincount(day_of(visits)[weekday].astype(int), minlength=400)
    days = days[np.arange(400) % 7 < 5]
    assert days.mean() == pytest.approx(mean, rel=0.25)
    assert days.mean() ** 2 / (days.var() - days.mean()) == pytest.approx(size, rel=0.4)


def test_weekends_are_quieter() -> None:
    visits = drawn(days=140).planned
    weekend = day_of(visits).astype(int) % 7 >= 5
    assert 0.55 < (weekend.sum() / 2) / ((~weekend).sum() / 5) < 0.78


def test_people_measure_by_day_at_home() -> None:
    hours = {}
    for offset in (0.0, 6.0):
        visits = drawn(countries=(Country("XA", offset),), days=100).planned
        hour = visits.start % DAY // HOUR
        hours[offset] = np.bincount(hour, minlength=24) / len(visits)
    assert hours[0.0][8:17].sum() > hours[0.0][:8].sum()
    assert np.abs(np.roll(hours[0.0], -6) - hours[6.0]).max() < 0.02


def test_sessions_visit_as_many_as_their_coverage_says() -> None:
    drawing = drawn(targets=(Target("https://web.example/", 0.3), Target(SERVICE, 0.9)), days=60)
    visits = drawing.planned
    web = of_target(drawing, visits, WEB)
    assert web.sum() / (~web).sum() == pytest.approx(1 / 3, rel=0.15)
    assert len(np.unique(np.stack([visits.session, visits.target]), axis=1).T) == len(visits)


def test_a_session_is_one_probe_and_one_after_the_other() -> None:
    visits = drawn().planned
    for session in np.unique(visits.session)[:200]:
        mine = visits.where(visits.session == session)
        assert len(set(mine.probe)) == len(set(mine.network)) == 1
        assert mine.start.max() - mine.start.min() < HOUR


def test_only_probes_that_are_there_measure() -> None:
    drawing = drawn(days=60)
    visits, population = drawing.planned, drawing.population
    day = np.floor(day_of(visits))
    assert (population.since[visits.probe] <= day).all()
    assert (day < population.until[visits.probe]).all()


def test_resolvers_are_the_providers_or_public() -> None:
    drawing = drawn(networks=(network(64512, public_resolver_share=0.5, probes=50),))
    asked = drawing.planned.resolver_asn
    assert set(asked) == {64512, PUBLIC_RESOLVER_ASN}
    public = drawing.population.public_resolver[drawing.planned.probe]
    assert ((asked == PUBLIC_RESOLVER_ASN) == public).all()
