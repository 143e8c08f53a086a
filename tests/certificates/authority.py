"""Certificates made to measure: authorities, servers, and the ways in which they go wrong."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from fanous.certificates.trust import MOZILLA, Root, TrustStore

NAME = "www.shop.example"
SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
DAY = datetime(2022, 6, 1, tzinfo=UTC).date()
SERVE = (ExtendedKeyUsageOID.SERVER_AUTH,)


@cache
def key(label: str) -> Any:
    """A key for each label; `rsa…` gives an RSA key of so many bits, `rsa1024-b` another."""
    if label.startswith("rsa"):
        bits = int(label[3:7])
        return rsa.generate_private_key(65537, bits)
    number = int.from_bytes(hashlib.sha256(label.encode()).digest()[:30]) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def named(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


@dataclass(frozen=True)
class Made:
    """A certificate and the key it is for."""

    certificate: x509.Certificate
    key: Any

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.der).hexdigest()

    def issue(self, name: str = NAME, **options: Any) -> Made:
        """A certificate signed by this one."""
        return made(name, issuer=self, **options)

    def authority(self, name: str, **options: Any) -> Made:
        """An authority under this one."""
        return made(name, issuer=self, authority=True, **options)


def root(name: str = "Root", **options: Any) -> Made:
    """A self-signed authority."""
    return made(name, authority=True, **options)


def made(
    name: str,
    *,
    issuer: Made | None = None,
    authority: bool = False,
    signing: Any = None,
    since: datetime = SINCE,
    until: datetime = UNTIL,
    names: tuple[str, ...] | None = None,
    key_label: str = "",
    algorithm: Any = None,
    path_length: int | None = None,
    usage: tuple[x509.ObjectIdentifier, ...] = (),
    with_ids: bool = True,
    basic: bool = True,
    extra: tuple[tuple[x509.ExtensionType, bool], ...] = (),
) -> Made:
    """A certificate; all that is not said is as a browser would have it.

    `signing` replaces the issuer's key: a forgery. `names` are the alternative names (none: ()).
    """
    own = key(key_label or name)
    by = issuer.key if issuer else own
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(issuer.certificate.subject if issuer else named(name))
        .public_key(own.public_key())
        .serial_number(
            int(hashlib.sha256(repr((name, since, until)).encode()).hexdigest()[:15], 16)
        )
        .not_valid_before(since)
        .not_valid_after(until)
    )
    if basic:
        constraints = x509.BasicConstraints(ca=authority, path_length=path_length)
        builder = builder.add_extension(constraints, critical=True)
    if with_ids:
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key())
        builder = builder.add_extension(above, critical=False)
        mine = x509.SubjectKeyIdentifier.from_public_key(own.public_key())
        builder = builder.add_extension(mine, critical=False)
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usage), critical=False)
    if authority:
        builder = builder.add_extension(_signs(), critical=True)
    elif names is None or names:
        builder = builder.add_extension(alternatives(*(names or (name,))), critical=False)
    for extension, critical in extra:
        builder = builder.add_extension(extension, critical=critical)
    signer = signing or by
    same_each_time = True if isinstance(signer, ec.EllipticCurvePrivateKey) else None
    signed = builder.sign(signer, algorithm or hashes.SHA256(), ecdsa_deterministic=same_each_time)
    return Made(signed, own)


def signed_with(old: hashes.HashAlgorithm, leaf: Made, issuer: Made) -> bytes:
    """An RSA-signed certificate signed again with MD5 or SHA-1, which no library does any more."""
    rsa_oid = bytes.fromhex("06092a864886f70d0101")
    number = {"md5": b"\x04", "sha1": b"\x05"}[old.name]
    der = leaf.der.replace(rsa_oid + b"\x0b", rsa_oid + number)
    signed = x509.load_der_x509_certificate(der)
    signature = issuer.key.sign(signed.tbs_certificate_bytes, padding.PKCS1v15(), old)
    return der.replace(signed.signature, signature)


def alternatives(*names: str) -> x509.SubjectAlternativeName:
    found: list[x509.GeneralName] = []
    for name in names:
        try:
            found.append(x509.IPAddress(ip_address(name)))
        except ValueError:
            found.append(x509.DNSName(name))
    return x509.SubjectAlternativeName(found)


def _signs() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def store(*roots: Made | Root) -> TrustStore:
    """A trust store of these roots: Root rows as they are, others trusted since ever."""
    rows = tuple(
        item if isinstance(item, Root) else Root(item.sha256, item.der, None, None, MOZILLA)
        for item in roots
    )
    return TrustStore(rows, "digest")


def pem(path: Path, *certificates: Made) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = [item.certificate.public_bytes(Encoding.PEM).decode() for item in certificates]
    path.write_text("# roots\n" + "".join(text), encoding="utf-8")
    return path
