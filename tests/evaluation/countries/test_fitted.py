"""The defaults are held to the real files that they were fitted to."""

from __future__ import annotations

import importlib.util
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fanous.evaluation.countries.scenario import Network, default_dispersion
from fanous.evaluation.countries.schedule import HOURLY_WEIGHTS
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def fit() -> Any:
    """`benchmarks/fit_nuisances.py` as a module."""
    import sys

    path = ROOT / "benchmarks" / "fit_nuisances.py"
    spec = importlib.util.spec_from_file_location("fit_nuisances", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fit_nuisances"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    yield module
    del sys.modules["fit_nuisances"]


@pytest.fixture(scope="module")
def telegram(fit: Any, shared: Path) -> Any:
    return fit.measurements(shared / "ooni" / "series" / fit.TELEGRAM)


@pytest.fixture(scope="module")
def web(fit: Any, shared: Path) -> Any:
    return fit.measurements(shared / "ooni" / "series" / fit.WEB)


def test_rows_of_a_measurement_are_joined(telegram: Any, web: Any) -> None:
    assert (len(telegram), len(web)) == (2344, 1228)


def test_networks_are_as_lumpy_as_the_default(fit: Any, telegram: Any, web: Any) -> None:
    pairs = [*fit.volumes("telegram", telegram), *fit.volumes("telegram.org", web)]
    errors = [np.log(size / default_dispersion(mean)) for mean, size in pairs]
    assert len(pairs) == 22
    assert abs(np.mean(errors)) < 0.1 and np.std(errors) < 0.7


def test_people_measure_at_those_hours(fit: Any, telegram: Any) -> None:
    local = [item.start + timedelta(hours=fit.NAIROBI_OFFSET_HOURS) for item in telegram]
    hours = Counter(moment.hour for moment in local)
    assert tuple(hours[hour] for hour in range(24)) == HOURLY_WEIGHTS


def test_shares_are_near_those_of_the_files(telegram: Any, web: Any) -> None:
    usual = Network(64512, "XA", "XA Net")
    public = np.mean([item.asn != item.resolver_asn for item in [*telegram, *web]])
    assert abs(public - usual.public_resolver_share) < 0.06
    broken = [0 < item.tries["IPv6 tcp"] <= item.failures["IPv6 tcp"] for item in web]
    assert abs(np.mean(broken) - usual.broken_ipv6_share) < 0.01


def test_noise_lies_between_the_quiet_weeks_of_two_countries(
    fit: Any, telegram: Any, shared: Path
) -> None:
    """Wholly failed: 0.4 % in Kenya before 8 November, 2.6 % in Uganda before 13 January."""
    quiet = [item for item in telegram if item.start < fit.BLOCKED_FROM]
    kenya = np.mean([fit._fails_wholly(item) for item in quiet])
    rows = [*fit.rows_of(shared / "ooni" / "series" / fit.UGANDA)]
    before = [row for row in rows if row["measurement_start_time"] < "2026-01-13"]
    stray = [
        max(float(row[name] or 0) for name in ("dns_blocked", "tcp_blocked", "tls_blocked")) >= 0.5
        for row in before
    ]
    fails_at = 0.6 * Network(64512, "XA", "XA Net").noise
    assert kenya < fails_at < np.mean(stray)
