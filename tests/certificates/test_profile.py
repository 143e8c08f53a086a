from __future__ import annotations

from datetime import UTC, date, datetime

from fanous.certificates.certificate import Certificate, read_certificate
from fanous.certificates.profile import judge_path, weak_key
from fanous.certificates.result import Result
from tests.certificates.authority import NAME, Made, made, root

ROOT = root("Root")
ISSUER = ROOT.authority("Issuer")
MOMENT = datetime(2022, 6, 1, tzinfo=UTC)


def path(*chain: Made) -> tuple[Certificate, ...]:
    read = (read_certificate(item.sha256, item.der) for item in chain)
    return tuple(item for item in read if item)


def test_a_good_path() -> None:
    good = path(ISSUER.issue(), ISSUER, ROOT)
    assert judge_path(good, NAME, MOMENT) is Result.VALID
    assert judge_path(good, "", MOMENT) is Result.NO_NAME
    assert judge_path(good, "other.example", MOMENT) is Result.WRONG_NAME


def test_what_a_path_may_not_do_comes_before_its_name() -> None:
    """A server's certificate that signs another is a known fraud; what name it bears is nothing."""
    server = ISSUER.issue("server.example")
    fraud = path(server.issue(), server, ISSUER, ROOT)
    for name in (NAME, "other.example", ""):
        assert judge_path(fraud, name, MOMENT) is Result.NOT_PERMITTED


def test_dates_of_every_certificate_count() -> None:
    past = datetime(2022, 1, 1, tzinfo=UTC)
    old = root("Root", until=past)
    assert judge_path(path(ISSUER.issue(), ISSUER, old), NAME, MOMENT) is Result.EXPIRED
    late = path(ROOT.issue(since=datetime(2023, 1, 1, tzinfo=UTC)), ROOT)
    assert judge_path(late, NAME, MOMENT) is Result.NOT_YET_VALID


def test_path_lengths_count_issuers_only() -> None:
    top = ROOT.authority("Top", path_length=1)
    middle = top.authority("Middle", path_length=0)
    assert judge_path(path(middle.issue(), middle, top, ROOT), NAME, MOMENT) is Result.VALID
    low = middle.authority("Low")
    found = judge_path(path(low.issue(), low, middle, top, ROOT), NAME, MOMENT)
    assert found is Result.NOT_PERMITTED


def test_keys_too_short_for_their_day() -> None:
    (short,) = path(made(NAME, key_label="rsa1024"))
    (long,) = path(made(NAME, key_label="rsa2048"))
    (curve,) = path(made(NAME))
    assert not weak_key(short, date(2013, 12, 31))
    assert weak_key(short, date(2014, 1, 1))
    assert not weak_key(long, date(2026, 1, 1)) and not weak_key(curve, date(2026, 1, 1))
