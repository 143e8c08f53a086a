from __future__ import annotations

import csv

from cryptography import x509

from .conftest import Simulated


def rows(simulated: Simulated, name: str) -> list[dict[str, str]]:
    path = simulated.out / "reference" / name
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_networks_cover_both_families_and_call_themselves_public(simulated: Simulated) -> None:
    found = rows(simulated, "networks.csv")
    assert list(found[0]) == ["prefix", "asn", "name", "cc", "global"]
    assert {row["global"] for row in found} == {"true"}
    assert any(":" in row["prefix"] for row in found)
    assert not any(row["prefix"].startswith("10.") for row in found)


def test_fingerprints_have_the_real_columns(simulated: Simulated) -> None:
    columns = (
        "name scope other_names location_found pattern_type pattern confidence_no_fp "
        "expected_countries source exp_url notes"
    )
    http, dns = rows(simulated, "fingerprints_http.csv"), rows(simulated, "fingerprints_dns.csv")
    assert " ".join(http[0]) == " ".join(dns[0]) == columns
    assert "fp" in {row["scope"] for row in http}
    assert {"192.0.2.158"} < {row["pattern"] for row in dns}
    assert {row["location_found"] for row in dns} == {"dns"}


def test_every_input_is_on_one_list(simulated: Simulated) -> None:
    listed = [
        row["url"]
        for name in ("global", "xa", "xb")
        for row in rows(simulated, f"testlist_{name}.csv")
    ]
    inputs = {row["input"] for row in simulated.of_test("web_connectivity")}
    assert sorted(listed) == sorted(inputs)


def test_the_trust_anchor_is_a_certificate(simulated: Simulated) -> None:
    pem = (simulated.out / "reference/trust/simulated_root.pem").read_bytes()
    assert "Simulated World Root" in x509.load_pem_x509_certificate(pem).subject.rfc4514_string()


def test_the_readme_says_that_nothing_is_real(simulated: Simulated) -> None:
    text = (simulated.out / "reference/README").read_text(encoding="utf-8")
    assert text.startswith("All synthetic")
