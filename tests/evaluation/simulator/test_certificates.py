from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from fanous.evaluation.simulator.certificates import CertificateAuthority

FROM = datetime(2025, 11, 1)
NAMES = ("news.example", "www.news.example")


def authority(seed: int = 1) -> CertificateAuthority:
    return CertificateAuthority(seed, valid_from=FROM)


def verify(issued: CertificateAuthority, *, name: str, moment: datetime) -> None:
    store = Store([x509.load_pem_x509_certificate(issued.root_pem)])
    leaf, *rest = (x509.load_der_x509_certificate(der) for der in issued.chain(names=NAMES))
    policy = PolicyBuilder().store(store).time(moment)
    policy.build_server_verifier(x509.DNSName(name)).verify(leaf, rest)


def test_the_seed_names_every_byte() -> None:
    assert authority().chain(names=NAMES) == authority().chain(names=NAMES)
    assert authority().root_pem == authority().root_pem
    assert authority(2).chain(names=NAMES) != authority().chain(names=NAMES)


def test_a_chain_is_valid_for_its_names_and_time_only() -> None:
    issued = authority()
    verify(issued, name="news.example", moment=datetime(2026, 1, 6, tzinfo=UTC))
    verify(issued, name="www.news.example", moment=datetime(2026, 1, 6, tzinfo=UTC))
    with pytest.raises(VerificationError):
        verify(issued, name="forum.example", moment=datetime(2026, 1, 6, tzinfo=UTC))
    with pytest.raises(VerificationError):
        verify(issued, name="news.example", moment=datetime(2027, 6, 6, tzinfo=UTC))


def test_another_worlds_root_does_not_vouch() -> None:
    foreign = Store([x509.load_pem_x509_certificate(authority(2).root_pem)])
    leaf, *rest = (x509.load_der_x509_certificate(der) for der in authority().chain(names=NAMES))
    policy = PolicyBuilder().store(foreign).time(datetime(2026, 1, 6, tzinfo=UTC))
    with pytest.raises(VerificationError):
        policy.build_server_verifier(x509.DNSName("news.example")).verify(leaf, rest)


def test_the_root_comes_along_when_asked_for() -> None:
    issued = authority()
    assert len(issued.chain(names=NAMES)) == 2
    assert len(issued.chain(names=NAMES, with_root=True)) == 3
