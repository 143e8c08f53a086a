from __future__ import annotations

from datetime import UTC, datetime

from cryptography import x509

from fanous.certificates.accept import Acceptor, accepts_for_name, accepts_path
from fanous.certificates.certificate import Certificate, read_certificate
from tests.certificates.authority import NAME, Made, root

ROOT = root("Root")
ISSUER = ROOT.authority("Issuer")
MOMENT = datetime(2022, 6, 1, tzinfo=UTC)


def path(*chain: Made) -> tuple[Certificate, ...]:
    read = (read_certificate(item.sha256, item.der) for item in chain)
    return tuple(item for item in read if item)


def test_the_strict_profile() -> None:
    good = path(ISSUER.issue(names=(NAME, "192.0.2.1")), ISSUER, ROOT)
    assert accepts_for_name(good, NAME, MOMENT)
    assert accepts_for_name(good, "192.0.2.1", MOMENT)
    assert not accepts_for_name(good, "other.example", MOMENT)
    assert not accepts_for_name(good, "not a name", MOMENT)
    assert not accepts_for_name(good, NAME, datetime(2030, 1, 1, tzinfo=UTC))
    assert not accepts_for_name(
        path(root("Issuer", key_label="x").issue(), ISSUER, ROOT), NAME, MOMENT
    )


def test_the_lenient_one_asks_for_authorities_dates_and_signatures_only() -> None:
    plain = root("Plain", with_ids=False)
    bare = path(plain.issue(names=(), with_ids=False, basic=False), plain)
    assert accepts_path(bare, MOMENT)
    assert not accepts_for_name(bare, NAME, MOMENT)
    assert not accepts_path(bare, datetime(2030, 1, 1, tzinfo=UTC))
    server = ISSUER.issue("server.example")
    assert not accepts_path(path(server.issue(), server, ISSUER, ROOT), MOMENT)
    assert not accepts_path(path(root("Other").issue(), ROOT), MOMENT)


def test_issuers_are_checked_once_and_what_is_below_each_time() -> None:
    acceptor = Acceptor()
    late = datetime(2024, 1, 1, tzinfo=UTC)
    short = ROOT.authority("Issuer", until=datetime(2023, 1, 1, tzinfo=UTC))
    for _ in range(2):
        assert acceptor.accepts(path(short.issue(), short, ROOT), NAME, MOMENT)
        assert acceptor.accepts(path(short.issue("b.example"), short, ROOT), "b.example", MOMENT)
        for refused in (
            short.issue("b.example"),  # for another name
            short.issue(until=datetime(2022, 1, 1, tzinfo=UTC)),
            root("Issuer", key_label="x").issue(),  # signed by somebody else
        ):
            assert not acceptor.accepts(path(refused, short, ROOT), NAME, MOMENT)
        assert not acceptor.accepts(path(short.issue(), short, ROOT), NAME, late)
        assert not acceptor.accepts(path(short.issue(), short, root("Other")), NAME, MOMENT)


def test_an_issuer_that_constrains_names_is_asked_each_time() -> None:
    only = x509.NameConstraints([x509.DNSName("shop.example")], None)
    limited = ROOT.authority("Limited", extra=((only, True),))
    acceptor = Acceptor()
    assert acceptor.accepts(path(limited.issue(), limited, ROOT), NAME, MOMENT)
    other = path(limited.issue("other.example"), limited, ROOT)
    assert not acceptor.accepts(other, "other.example", MOMENT)


def test_a_root_that_has_expired() -> None:
    old = root("Old", until=datetime(2022, 1, 1, tzinfo=UTC))
    assert not accepts_for_name(path(old.issue(), old), NAME, MOMENT)
    assert not accepts_path(path(old.issue(), old), MOMENT)
