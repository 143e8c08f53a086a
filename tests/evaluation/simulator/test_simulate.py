from __future__ import annotations

import gzip
import hashlib
import ipaddress
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from fanous.errors import UsageError
from fanous.evaluation.simulator import simulate

from .conftest import Simulated

ALLOWED = [
    ipaddress.ip_network(prefix)
    for prefix in (
        "192.0.2.0/24",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "2001:db8::/32",
        "10.0.0.0/8",
        "127.0.0.1/32",
    )
]


def digest(out: Path) -> dict[str, str]:
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def text(simulated: Simulated) -> str:
    """The whole archive as text: what is reserved must hold for every key, known or not."""
    paths = sorted(simulated.out.glob("raw/**/*.gz"))
    return "".join(gzip.decompress(path.read_bytes()).decode() for path in paths)


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    simulate(first, seed=3, days=1)
    simulate(second, seed=3, days=1)
    assert digest(first) == digest(second)


def test_another_seed_gives_another_archive(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    simulate(first, seed=3, days=1)
    simulate(second, seed=4, days=1)
    assert digest(first)["truth.csv"] != digest(second)["truth.csv"]


def test_another_start_moves_every_file(tmp_path: Path) -> None:
    simulate(tmp_path, days=1, start=date(2027, 3, 1))
    assert {path.name for path in (tmp_path / "raw").iterdir()} == {"20270301"}


def test_an_archive_is_never_mixed_with_an_older_one(tmp_path: Path) -> None:
    simulate(tmp_path, days=1)
    with pytest.raises(UsageError, match="already exists"):
        simulate(tmp_path, days=2)


def test_no_days_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="days=0"):
        simulate(tmp_path, days=0)


def test_the_summary_counts_what_was_written(simulated: Simulated) -> None:
    summary = simulated.summary
    assert summary.files == len(list(simulated.out.glob("raw/**/*.gz")))
    assert summary.measurements == len(simulated.measurements)
    assert summary.truth_rows == len(simulated.truth)
    assert (summary.countries, summary.targets) == (2, 12)


def test_every_measurement_says_it_is_synthetic(simulated: Simulated) -> None:
    for measurement in simulated.measurements:
        assert measurement["annotations"]["synthetic"] == "true"
        assert measurement["software_name"] == "fanous-simulator"
        assert measurement["probe_cc"] in {"XA", "XB"}
        assert 64496 <= int(measurement["probe_asn"][2:]) <= 64511


def test_most_uids_are_there_and_none_repeats(simulated: Simulated) -> None:
    web = simulated.of_test("web_connectivity")
    uids = [row["measurement_uid"] for row in web if "measurement_uid" in row]
    assert 0.7 * len(web) < len(uids) < len(web)
    assert len(set(uids)) == len(uids)
    pattern = r"\d{14}\.\d{6}_X[AB]_webconnectivity_[0-9a-f]{16}"
    assert all(re.fullmatch(pattern, uid) for uid in uids)


def test_sessions_hold_several_measurements(simulated: Simulated) -> None:
    sessions = Counter(row["report_id"] for row in simulated.of_test("web_connectivity"))
    assert min(sessions.values()) >= 6


def test_both_shapes_and_the_unjudged_tests_occur(simulated: Simulated) -> None:
    versions = Counter(row["test_version"] for row in simulated.of_test("web_connectivity"))
    assert set(versions) == {"0.5.28", "0.4.3"}
    assert 0.03 < versions["0.4.3"] / versions.total() < 0.2
    met = {row["test_name"] for row in simulated.measurements}
    assert {"stunreachability", "ndt", "dnscheck"} <= met


def test_some_records_leak_an_address_that_must_be_scrubbed(simulated: Simulated) -> None:
    leaky = [row for row in simulated.web() if row["probe_ip"] != "127.0.0.1"]
    assert leaky
    answered = [row for row in leaky if row["test_keys"]["requests"]]
    for row in answered:
        headers = row["test_keys"]["requests"][0]["response"]["headers"]
        assert headers["X-Client-Ip"] == row["probe_ip"]


def test_every_host_is_reserved_for_examples(text: str) -> None:
    hosts = set(re.findall(r'"(?:hostname|server_name|domain|Host)":"([^"]+)"', text))
    hosts |= set(re.findall(r'(?:https?|dot)://([^/":\s]+)', text))
    hosts -= {host for host in hosts if re.fullmatch(r"[\d.]+", host)}
    assert len(hosts) > 12
    assert [host for host in hosts if not host.rstrip(".").endswith(".example")] == []


def test_every_address_is_reserved_for_documentation_or_a_bogon(text: str) -> None:
    found = set(re.findall(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])", text))
    found |= set(re.findall(r'"ipv6":"([^"]+)"', text)) | set(
        re.findall(r"\[([0-9a-f:]+)\]:", text)
    )
    assert len(found) > 30
    for address in found:
        assert any(ipaddress.ip_address(address) in prefix for prefix in ALLOWED), address
