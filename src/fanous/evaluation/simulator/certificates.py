"""The certificates of a simulated world: one root, one intermediate, a chain for each name.

Decides keys, serial numbers and dates so that a seed names every byte: P-256 keys are derived from
the seed and signatures are deterministic (RFC 6979). Ed25519 would be simpler and was tried: the
web PKI profile of X.509 verifiers rejects it, and nobody could revalidate a simulated chain.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
    ObjectIdentifier,
)

__all__ = ["CertificateAuthority", "Chain"]

Chain = tuple[bytes, ...]

_AUTHORITY_DAYS = 3650
_LEAF_DAYS = 397
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

# What web certificates usually carry besides the names; no such host answers.
_ISSUER_ADDRESSES = x509.AuthorityInformationAccess(
    [
        x509.AccessDescription(
            method, x509.UniformResourceIdentifier(f"http://{name}.pki.example/")
        )
        for method, name in (
            (AuthorityInformationAccessOID.OCSP, "ocsp"),
            (AuthorityInformationAccessOID.CA_ISSUERS, "issuer"),
        )
    ]
)
_POLICIES = x509.CertificatePolicies(
    [x509.PolicyInformation(ObjectIdentifier("2.23.140.1.2.1"), None)]  # domain validated
)


def _derived_key(seed: int, label: str) -> ec.EllipticCurvePrivateKey:
    """A private key made from seed and label only. It guards nothing: this world is made up."""
    digest = hashlib.sha256(f"fanous-simulator:{seed}:{label}".encode()).digest()
    return ec.derive_private_key(int.from_bytes(digest) % (_P256_ORDER - 1) + 1, ec.SECP256R1())


def _serial(seed: int, label: str) -> int:
    return int.from_bytes(hashlib.sha256(f"serial:{seed}:{label}".encode()).digest()[:16]) | 1


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "XZ"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Simulated World (synthetic)"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


class CertificateAuthority:
    """Issues chains of two certificates, leaf and intermediate, and remembers them by name.

    `valid_from` is the root's first day. Leaves share `leaf_keys` keys, since making a key costs
    more than a signature and nothing here depends on keys being different.
    """

    def __init__(self, seed: int, *, valid_from: datetime, leaf_keys: int = 1) -> None:
        self._seed = seed
        self._valid_from = valid_from
        self._root_key = _derived_key(seed, "root")
        self._issuer_key = _derived_key(seed, "intermediate")
        self._leaf_keys = [_derived_key(seed, f"leaf-{n}") for n in range(leaf_keys)]
        self._root_name = _name("Simulated World Root")
        self._issuer_name = _name("Simulated World Issuer 1")
        self._root = self._authority_certificate("root", self._root_name, self._root_key)
        self._issuer = self._authority_certificate(
            "intermediate", self._issuer_name, self._issuer_key, path_length=0
        )
        self._chains: dict[tuple[str, ...], Chain] = {}

    @property
    def root_pem(self) -> bytes:
        """The trust anchor."""
        return self._root.public_bytes(Encoding.PEM)

    def chain(self, *, names: tuple[str, ...], with_root: bool = False) -> Chain:
        """DER certificates for these DNS names, leaf first."""
        if names not in self._chains:
            leaf = self._leaf_certificate(names).public_bytes(Encoding.DER)
            self._chains[names] = (leaf, self._issuer.public_bytes(Encoding.DER))
        chain = self._chains[names]
        return (*chain, self._root.public_bytes(Encoding.DER)) if with_root else chain

    def _authority_certificate(
        self,
        label: str,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *,
        path_length: int | None = None,
    ) -> x509.Certificate:
        usage = x509.KeyUsage(
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
        key_identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        constraints = x509.BasicConstraints(ca=True, path_length=path_length)
        builder = (
            self._builder(label, subject, issuer=self._root_name, days=_AUTHORITY_DAYS)
            .public_key(key.public_key())
            .add_extension(constraints, critical=True)
            .add_extension(usage, critical=True)
            .add_extension(key_identifier, critical=False)
            .add_extension(self._issued_by(self._root_key), critical=False)
        )
        return builder.sign(self._root_key, hashes.SHA256(), ecdsa_deterministic=True)

    def _leaf_certificate(self, names: tuple[str, ...]) -> x509.Certificate:
        serial = _serial(self._seed, names[0])
        key = self._leaf_keys[serial % len(self._leaf_keys)]
        alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        builder = (
            self._builder(names[0], _name(names[0]), issuer=self._issuer_name, days=_LEAF_DAYS)
            .public_key(key.public_key())
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(server, critical=False)
            .add_extension(self._issued_by(self._issuer_key), critical=False)
            .add_extension(alternatives, critical=False)
            .add_extension(_ISSUER_ADDRESSES, critical=False)
            .add_extension(_POLICIES, critical=False)
        )
        return builder.sign(self._issuer_key, hashes.SHA256(), ecdsa_deterministic=True)

    def _builder(
        self, label: str, subject: x509.Name, *, issuer: x509.Name, days: int
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .serial_number(_serial(self._seed, label))
            .not_valid_before(self._valid_from)
            .not_valid_after(self._valid_from + timedelta(days=days))
        )

    @staticmethod
    def _issued_by(key: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
