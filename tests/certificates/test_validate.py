"""Chains as they are found: good, careless, forged, and hostile."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ed448
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from fanous.certificates.result import CERTAIN, Result
from fanous.certificates.trust import MOZILLA, Root, TrustStore
from fanous.certificates.validate import Validator, validate, validate_chains
from tests.certificates.authority import (
    DAY,
    NAME,
    SERVE,
    Made,
    made,
    named,
    root,
    signed_with,
    store,
)
from tests.making import FUZZ

ROOT = root("Root")
ISSUER = ROOT.authority("Issuer")
LEAF = ISSUER.issue(usage=SERVE)
FORGER = root("Forger")
TRUST = store(ROOT)


def result(
    *chain: Made, name: str | None = NAME, when: date = DAY, trust: TrustStore = TRUST
) -> Result:
    return validate([item.der for item in chain], name, when, trust)


def test_what_browsers_take() -> None:
    assert result(LEAF, ISSUER) is Result.VALID
    assert result(LEAF, ISSUER, ROOT) is Result.VALID  # a root sent along
    assert result(LEAF, ROOT, FORGER, ISSUER) is Result.VALID  # misordered, with one too many
    assert result(LEAF, ISSUER, ISSUER, LEAF) is Result.VALID  # repeated
    assert result(ROOT.issue(), trust=TRUST) is Result.VALID  # straight from a root


def test_names_in_any_spelling() -> None:
    leaf = ROOT.issue(
        names=(NAME, "*.wild.example", "192.0.2.7", "2001:db8::7", "xn--4gbrim.example")
    )
    for name in (
        "WWW.Shop.Example.", "a.wild.example", "192.0.2.7", "[2001:DB8::7]", "موقع.example",
    ):  # fmt: skip
        assert result(leaf, name=name) is Result.VALID, name
    for name in ("a.b.wild.example", "192.0.2.8", "shop.example", "other.example"):
        got = result(leaf, name=name)
        assert got is (Result.NOT_PERMITTED if name.startswith("a.b") else Result.WRONG_NAME), name


def test_without_a_name_nothing_is_valid() -> None:
    for name in (None, "", "not a name", "a" * 70 + ".example"):
        assert result(LEAF, ISSUER, name=name) is Result.NO_NAME


def test_underscores_are_names_too() -> None:
    assert result(ROOT.issue(names=("*.shop.example",)), name="a_b.shop.example") is Result.VALID


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ((made(NAME),), Result.SELF_SIGNED),
        ((made(NAME, authority=True),), Result.SELF_SIGNED),
        ((made(NAME, until=datetime(2021, 1, 1, tzinfo=UTC)),), Result.SELF_SIGNED),
        ((FORGER.issue(), FORGER), Result.UNTRUSTED),
        ((FORGER.authority("Sub").issue(), FORGER.authority("Sub"), FORGER), Result.UNTRUSTED),
        ((FORGER.issue(),), Result.INCOMPLETE),  # the forger's root may be a root we don't know
        ((LEAF,), Result.INCOMPLETE),
        ((FORGER.issue(), ROOT), Result.INCOMPLETE),
        ((ISSUER.issue("other.example"), ISSUER), Result.WRONG_NAME),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(chain: tuple[Made, ...], expected: Result) -> None:
    assert result(*chain) is expected


def test_a_clone_of_a_root_is_untrusted() -> None:
    """A forger may give his root the name of a real one, and even its key's name."""
    clone = root("Root", key_label="forger's")
    assert result(clone.issue(), clone) is Result.UNTRUSTED
    copied = x509.AuthorityKeyIdentifier.from_issuer_public_key(ISSUER.key.public_key())
    forged = made(NAME, issuer=ISSUER, signing=FORGER.key, with_ids=False, extra=((copied, False),))
    assert result(forged, ISSUER, ROOT) is Result.BAD_SIGNATURE


def test_an_issuer_of_the_same_name_and_another_key_proves_nothing() -> None:
    renewed = ROOT.authority("Issuer", key_label="renewed")
    assert result(renewed.issue(), ISSUER) is Result.INCOMPLETE
    assert result(renewed.issue(), ISSUER, renewed) is Result.VALID


def test_dates() -> None:
    old = ISSUER.issue(until=datetime(2022, 5, 1, tzinfo=UTC))
    new = ISSUER.issue(since=datetime(2022, 7, 1, tzinfo=UTC))
    assert result(old, ISSUER) is Result.EXPIRED
    assert result(new, ISSUER) is Result.NOT_YET_VALID
    assert result(old, ISSUER, name="other.example") is Result.WRONG_NAME
    past = ROOT.authority("Issuer", until=datetime(2022, 5, 1, tzinfo=UTC))
    assert result(LEAF, past) is Result.EXPIRED
    assert result(LEAF, past, ISSUER) is Result.VALID


def test_on_a_day_any_moment_of_it_will_do() -> None:
    morning = datetime(2022, 6, 1, 3, tzinfo=UTC)
    evening = datetime(2022, 6, 1, 20, tzinfo=UTC)
    for leaf in (ISSUER.issue(until=morning), ISSUER.issue(since=evening)):
        assert result(leaf, ISSUER) is Result.VALID
    assert result(ISSUER.issue(until=morning), ISSUER, when=evening) is Result.EXPIRED
    assert result(ISSUER.issue(since=evening), ISSUER, when=morning) is Result.NOT_YET_VALID
    assert result(ISSUER.issue(since=evening), ISSUER, when=evening) is Result.VALID


def test_an_expired_cross_signature_beside_a_good_root() -> None:
    """AddTrust in May 2020, DST Root X3 in September 2021: many clients refused good sites."""
    past = datetime(2021, 9, 30, 14, 1, 15, tzinfo=UTC)
    dead = root("Dead Root", until=past)
    cross = made("Root", issuer=dead, authority=True, until=past)
    assert result(LEAF, ISSUER, cross, dead, trust=store(ROOT, dead)) is Result.VALID
    assert result(LEAF, ISSUER, cross, trust=store(ROOT)) is Result.VALID
    assert result(LEAF, ISSUER, cross, trust=store(dead)) is Result.EXPIRED
    assert result(LEAF, ISSUER, cross, when=date(2021, 9, 29), trust=store(dead)) is Result.VALID


def test_a_root_counts_on_its_days() -> None:
    row = Root(ROOT.sha256, ROOT.der, date(2021, 1, 1), date(2022, 1, 1), MOZILLA)
    for day, expected in (
        (date(2020, 12, 31), Result.ROOT_OF_OTHER_DATE),
        (date(2021, 1, 1), Result.VALID),
        (date(2022, 1, 1), Result.VALID),
        (date(2022, 1, 2), Result.ROOT_OF_OTHER_DATE),
    ):
        assert result(LEAF, ISSUER, when=day, trust=store(row)) is expected
        assert result(LEAF, ISSUER, ROOT, when=day, trust=store(row)) is expected


def test_a_root_of_a_service_that_shows_itself() -> None:
    service = made(NAME)
    assert result(service) is Result.SELF_SIGNED
    assert result(service, trust=store(service)) is Result.VALID
    assert result(service, name="other.example", trust=store(service)) is Result.WRONG_NAME


def test_a_root_without_what_the_profile_asks_for() -> None:
    """Signal's first root and its servers had no key identifiers; everybody took them."""
    plain = root("Plain", with_ids=False)
    assert result(plain.issue(with_ids=False, basic=False), trust=store(plain)) is Result.VALID


@pytest.mark.parametrize(
    "chain",
    [
        (made(NAME, issuer=LEAF), LEAF, ISSUER),  # a server's certificate is no authority
        (ISSUER.issue(usage=(x509.ObjectIdentifier("1.3.6.1.5.5.7.3.4"),)), ISSUER),  # for mail
        (
            ROOT.authority("Top", path_length=0).authority("Sub").issue(),
            ROOT.authority("Top", path_length=0).authority("Sub"),
            ROOT.authority("Top", path_length=0),
        ),
        (
            ISSUER.issue(
                extra=((x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"x"), True),)
            ),
            ISSUER,
        ),
    ],
)
def test_a_path_that_the_rules_forbid(chain: tuple[Made, ...]) -> None:
    assert result(*chain) is Result.NOT_PERMITTED


def test_an_authority_for_other_names_only() -> None:
    def limited(*, to: str) -> Made:
        constraint = x509.NameConstraints([x509.DNSName(to)], None)
        return ROOT.authority("Limited", extra=((constraint, True),))

    for to, expected in (("shop.example", Result.VALID), ("other.example", Result.NOT_PERMITTED)):
        issuer = limited(to=to)
        assert result(issuer.issue(), issuer) is expected
        assert result(issuer.issue(with_ids=False), issuer) is expected


def test_the_common_name_alone() -> None:
    """Browsers stopped reading it in 2016 and 2017; it is never proof of another name."""
    leaf = ISSUER.issue(names=())
    assert result(leaf, ISSUER) is Result.NOT_PERMITTED
    assert result(leaf, ISSUER, name="other.example") is Result.WRONG_NAME


OLD: dict[str, Any] = {
    "since": datetime(2012, 1, 1, tzinfo=UTC),
    "until": datetime(2020, 1, 1, tzinfo=UTC),
}


@pytest.mark.parametrize(
    ("options", "last_day"),
    [
        ({"names": ()}, date(2016, 7, 31)),
        ({"key_label": "rsa1024"}, date(2013, 12, 31)),
    ],
)
def test_the_rules_of_the_date(options: dict[str, Any], last_day: date) -> None:
    old = root("Old Root", **OLD)
    leaf = old.issue(**OLD, **options)
    assert result(leaf, when=last_day, trust=store(old)) is Result.VALID
    later = result(leaf, when=last_day + timedelta(days=1), trust=store(old))
    assert later in (Result.WEAK, Result.NOT_PERMITTED)
    assert result(leaf, old, when=last_day, trust=TRUST) is Result.UNTRUSTED


def test_old_signatures() -> None:
    old = root("Old Root", key_label="rsa2048", **OLD)
    leaf, other = old.issue(**OLD), old.issue("other.example", **OLD)
    by_sha1, by_md5 = (signed_with(item, leaf, old) for item in (hashes.SHA1(), hashes.MD5()))
    last = date(2016, 12, 31)
    assert validate([by_sha1], NAME, last, store(old)) is Result.VALID
    assert validate([by_sha1], NAME, last + timedelta(days=1), store(old)) is Result.WEAK
    assert validate([by_md5], NAME, last, store(old)) is Result.WEAK
    assert validate([by_sha1, old.der], NAME, last, TRUST) is Result.UNTRUSTED
    wrong = signed_with(hashes.SHA1(), other, old)
    assert validate([wrong], NAME, last, store(old)) is Result.WRONG_NAME
    tampered = by_sha1[:-1] + bytes([by_sha1[-1] ^ 1])
    assert validate([tampered], NAME, last, store(old)) is Result.BAD_SIGNATURE


def test_intermediates_seen_elsewhere_complete_a_path_and_never_accuse() -> None:
    leaf, other = FORGER.issue(), ISSUER.issue("other.example")
    ders = {item.sha256: item.der for item in (LEAF, ISSUER, FORGER, leaf, other, ROOT)}
    validator = Validator(TRUST, ders, intermediates=list(ders))
    assert validator.validate((LEAF.sha256,), NAME, DAY) is Result.VALID
    assert validator.validate((other.sha256,), NAME, DAY) is Result.WRONG_NAME
    assert validator.validate((leaf.sha256,), NAME, DAY) is Result.INCOMPLETE
    forged = made(NAME, issuer=ISSUER, signing=FORGER.key, with_ids=False)
    ders[forged.sha256] = forged.der
    assert validator.validate((forged.sha256,), NAME, DAY) is Result.INCOMPLETE


def test_each_distinct_chain_once_in_order() -> None:
    good, alone, broken = (LEAF.sha256, ISSUER.sha256), (LEAF.sha256,), ("", ISSUER.sha256)
    asked = [
        (good, NAME, DAY),
        (alone, NAME, DAY),
        (good, NAME, DAY),
        (broken, NAME, DAY),
        ((), NAME, DAY),
    ]
    found = list(validate_chains(asked, {item.sha256: item.der for item in (LEAF, ISSUER)}, TRUST))
    assert found == [
        (good, NAME, DAY, "valid"),
        (alone, NAME, DAY, "incomplete"),
        (broken, NAME, DAY, "unreadable"),
        ((), NAME, DAY, "unreadable"),
    ]


def test_an_unreadable_certificate_could_be_the_one_that_is_missing() -> None:
    chain = [FORGER.issue().der, FORGER.der, b"\x30\x03abc"]
    assert validate(chain, NAME, DAY, TRUST) is Result.UNREADABLE
    assert validate([LEAF.der, b"", ISSUER.der], NAME, DAY, TRUST) is Result.VALID
    assert validate([LEAF.der[:-1]], NAME, DAY, TRUST) is Result.UNREADABLE


def test_keys_that_are_not_used() -> None:
    strange: list[Any] = [ed448.Ed448PrivateKey.generate(), dsa.generate_private_key(1024)]
    for private in strange:
        builder = (
            x509.CertificateBuilder()
            .subject_name(named(NAME))
            .issuer_name(named(NAME))
            .public_key(private.public_key())
            .serial_number(5)
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2025, 1, 1, tzinfo=UTC))
        )
        algorithm = None if isinstance(private, ed448.Ed448PrivateKey) else hashes.SHA256()
        der = builder.sign(private, algorithm).public_bytes(Encoding.DER)
        assert validate([der], NAME, DAY, TRUST) is Result.WEAK


def _circle(size: int) -> list[Made]:
    """Authorities that have all signed each other's names."""
    labels = [f"Circle {number % 3}" for number in range(size)]
    first = datetime(2030, 1, 1, tzinfo=UTC)
    signers = {label: FORGER.authority(label) for label in labels}
    return [
        signers[labels[number - 1]].authority(label, until=first + timedelta(days=number))
        for number, label in enumerate(labels)
    ]


def test_a_hostile_chain_costs_a_bounded_time() -> None:
    circle = _circle(1_000)
    leaf = circle[0].issue()
    chain = [leaf.der, *(item.der for item in circle)]
    started = perf_counter()
    assert validate(chain, NAME, DAY, TRUST) is Result.INCOMPLETE
    assert perf_counter() - started < 2
    assert validate([*chain, ISSUER.der], NAME, DAY, TRUST) is Result.INCOMPLETE
    honest = [LEAF.der, ISSUER.der, *chain]
    assert validate(honest, NAME, DAY, TRUST) is Result.VALID


def test_giant_certificates_and_keys() -> None:
    wide = ISSUER.issue(names=tuple(f"n{number}.example" for number in range(20_000)))
    started = perf_counter()
    assert result(wide, ISSUER, name="n7.example") is Result.UNREADABLE
    assert perf_counter() - started < 2


POOL = [
    ROOT,
    ISSUER,
    LEAF,
    FORGER,
    FORGER.issue(),
    made(NAME),
    *_circle(4),
    root("Root", key_label="x"),
]
DERS = [item.der for item in POOL]


@FUZZ
@given(
    picks=st.lists(st.integers(0, len(DERS) - 1), max_size=6),
    name=st.one_of(st.none(), st.text(max_size=30), st.just(NAME)),
    day=st.dates(),
)
def test_any_mixture_gives_a_word_and_only_a_good_path_is_valid(
    picks: list[int], name: str | None, day: date
) -> None:
    chain = [DERS[pick] for pick in picks]
    got = validate(chain, name, day, TRUST)
    assert got in Result
    if got is Result.VALID:
        assert chain[0] == LEAF.der and ISSUER.der in chain and name == NAME


@FUZZ
@given(at=st.integers(0, 10_000), value=st.integers(0, 255), which=st.integers(0, 2))
def test_no_damage_raises_or_makes_a_chain_valid(at: int, value: int, which: int) -> None:
    chain = [LEAF.der, ISSUER.der, ROOT.der]
    damaged = bytearray(chain[which])
    place = at % len(damaged)
    changed = damaged[place] != value
    damaged[place] = value
    chain[which] = bytes(damaged)
    got = validate(chain, NAME, DAY, TRUST)
    assert got in Result
    if changed and which < 2:
        assert got is not Result.VALID
    if which == 2:
        assert got is Result.VALID  # what comes beside a good path is of no account


@FUZZ
@given(data=st.lists(st.binary(max_size=80), max_size=4))
def test_no_bytes_raise(data: list[bytes]) -> None:
    assert validate(data, NAME, DAY, TRUST) is Result.UNREADABLE


@FUZZ
@given(order=st.permutations(range(6)), drop=st.integers(0, 5))
def test_taking_a_certificate_away_never_makes_a_chain_valid(order: list[int], drop: int) -> None:
    chain = [LEAF, *(POOL[place] for place in order)]
    before = result(*chain)
    after = result(*(item for place, item in enumerate(chain) if place != drop + 1))
    assert before is Result.VALID
    assert after is Result.VALID or after not in CERTAIN or ISSUER.der == chain[drop + 1].der


@FUZZ
@given(
    asked=st.lists(
        st.tuples(
            st.lists(st.integers(0, len(DERS) - 1), max_size=4).map(tuple),
            st.sampled_from([NAME, "other.example"]),
            st.sampled_from([DAY, date(2019, 1, 1), date(2026, 1, 1)]),
        ),
        max_size=8,
    )
)
def test_what_was_asked_before_changes_nothing(
    asked: list[tuple[tuple[int, ...], str, date]],
) -> None:
    """A validator remembers certificates, links and issuers; a fresh one knows none."""
    ders = {hashlib.sha256(der).hexdigest(): der for der in DERS}
    hashes_of = list(ders)
    validator = Validator(TRUST, ders)
    for picks, name, day in asked:
        chain = [hashes_of[pick] for pick in picks]
        fresh = validate([ders[sha256] for sha256 in chain], name, day, TRUST)
        assert validator.validate(chain, name, day) is fresh


def test_the_order_of_chains_changes_nothing() -> None:
    ders = {hashlib.sha256(der).hexdigest(): der for der in DERS}
    rng = random.Random(3)
    asked = [(tuple(rng.sample(list(ders), 3)), NAME, DAY) for _ in range(60)]
    forwards = set(validate_chains(asked, ders, TRUST))
    assert forwards == set(validate_chains(asked[::-1], ders, TRUST))
