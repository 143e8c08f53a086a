"""Write the chains of the situations: `python -m tests.situations.certificates.make`.

Decides what each chain is; the keys follow from labels, and the signatures from the keys.
"""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

from tests.certificates.authority import Made, key, made, pem, root
from tests.situations.certificates import CHAINS, ROOT

SINCE, UNTIL = datetime(2025, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
SITE, HOP = "news.example", "www.hop.example"
_DATES: dict[str, Any] = {"since": SINCE, "until": UNTIL}


def trusted_root() -> Made:
    """The authority that the situations' reference trusts."""
    return root("Situations Root", **_DATES)


def chains() -> dict[str, list[Made]]:
    """Every chain by name, the server's certificate first."""
    trusted = trusted_root()
    bouncer = root("Bouncer Root", **_DATES)
    found: dict[str, list[Made]] = {
        "parking": [trusted.issue("parking.example", **_DATES)],
        "expired": [trusted.issue(SITE, since=SINCE, until=datetime(2025, 12, 1, tzinfo=UTC))],
        "issuer_not_sent": [bouncer.authority("Bouncer Branch", **_DATES).issue(SITE, **_DATES)],
        "forged_signature": [trusted.issue(SITE, signing=key("Not The Root"), **_DATES)],
    }
    for place, name in (("site", SITE), ("hop", HOP)):
        found |= {
            f"{place}_valid": [trusted.issue(name, **_DATES)],
            f"{place}_self_signed": [made(name, key_label=f"self {name}", **_DATES)],
            f"{place}_gateway": [bouncer.issue(name, **_DATES), bouncer],
        }
    return found


def chains_text() -> str:
    """The file's text."""
    encoded = {
        name: [b64encode(item.der).decode() for item in chain]
        for name, chain in sorted(chains().items())
    }
    return json.dumps(encoded, indent=1) + "\n"


def main() -> None:
    """Both files."""
    CHAINS.write_text(chains_text(), encoding="utf-8", newline="\n")
    pem(ROOT, trusted_root())


if __name__ == "__main__":
    main()
