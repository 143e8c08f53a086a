"""The certificates that servers and censors of the situations show, and the root they trust.

`make` writes `chains.json` and `root.pem` from fixed keys; they are committed so that situations
stay the same whatever library signs. Names say what is wrong with a chain.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

__all__ = ["CHAINS", "ROOT", "peer_certificates"]

_FOLDER = Path(__file__).parent
CHAINS, ROOT = _FOLDER / "chains.json", _FOLDER / "root.pem"


@cache
def _chains() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(CHAINS.read_text(encoding="utf-8"))
    return found


def peer_certificates(name: str) -> list[dict[str, str]]:
    """A chain, the server's certificate first, as the wire writes it."""
    return [{"format": "base64", "data": data} for data in _chains()[name]]
