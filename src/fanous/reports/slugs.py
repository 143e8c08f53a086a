"""Names of files, from names that strangers chose.

Hosts and country codes come from data that anyone may forge. Decides which are used as they are (a
narrow set of plain names) and how the others are named: a readable rest and a hash, so that two
names never share a file and none leaves its folder. A tilde stands only in names made here, so
`<slug>~<table>.csv` never meets another target's file.
"""

from __future__ import annotations

import hashlib
import re

__all__ = ["country_slug", "measurement_path", "target_slug"]

_HASH_DIGITS = 20
_KEY_DIGITS = 32  # of the line's SHA-256: enough that nobody makes two lines share a page
_PLAIN_HOST = re.compile(r"[a-z0-9](?:[a-z0-9_-]|\.(?!\.)){0,98}[a-z0-9]")
_PLAIN_COUNTRY = re.compile(r"[A-Z]{2}")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}


def target_slug(target: str) -> str:
    """A file name (without suffix) for a target: the host where that is plain."""
    kind, _, name = target.partition(":")
    plain = kind == "domain" and _PLAIN_HOST.fullmatch(name) is not None
    reserved = name == "index" or name.split(".", 1)[0] in _DEVICES  # Windows refuses con.txt too
    return name if plain and not reserved else _hashed(target)


def country_slug(cc: str) -> str:
    """A folder name for a country code."""
    plain = _PLAIN_COUNTRY.fullmatch(cc) is not None
    return cc if plain else _hashed(cc)


def measurement_path(line_sha256: str) -> str:
    """Where a measurement's page lies under `m/`, by the hash of its line as received."""
    key = line_sha256[:_KEY_DIGITS]
    return f"{key[:2]}/{key}.html"


def _hashed(name: str) -> str:
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower())[:40].strip("-")
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
    return f"x~{readable}~{digest}"
