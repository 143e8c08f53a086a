"""Events of every kind as the store keeps them, for what puts them in words and files."""

from __future__ import annotations

from typing import Any

Said = dict[str, Any]

PART: Said = {
    "kind": "recurring",
    "asns": [64512, 64514],
    "hours_utc": [4, 14],
    "weekdays": [0, 4],
    "occurrences": [
        ["2026-03-16T05:00:00Z", "2026-03-16T13:00:00Z"],
        ["2026-03-20T06:30:00Z", "2026-03-20T06:30:00Z"],
    ],
}

BLOCKING: Said = {
    "event_id": "57225a147e492dde",
    "kind": "blocking",
    "cc": "KE",
    "asns": [64512, 64513],
    "targets": ["service:telegram", "domain:shop.example"],
    "direction": "blocked",
    "onset_earliest": "2026-03-15T18:00:00Z",
    "onset_latest": "2026-03-16T00:00:00Z",
    "end_earliest": "2026-03-22T18:00:00Z",
    "end_latest": "2026-03-23T00:00:00Z",
    "mechanisms": ["tls.reset", "tcp.timeout"],
    "observers": 28,
    "measurements": 40,
    "witnesses": ["uid-1", "uid-2"],
    "state": "ended",
    "versions": {"rules": "2", "detectors": "1"},
    "blocked": 30,
    "failed": 2,
    "share": 0.8,
    "confidence": "very strong",
    "odds_nats": 108.7,
    "members": ["domain:t.me", "domain:shop.example"],
    "asns_clear": [64515],
    "part_of": None,
    "base_rate_a_year": None,
    "parts": [],
    "synthetic": False,
}
RECURRING: Said = BLOCKING | {
    "event_id": "1111111111111111",
    "kind": "recurring",
    "state": "ongoing",
    "end_latest": None,
    "parts": [PART],
    "part_of": "57225a147e492dde",
}
ALREADY: Said = BLOCKING | {
    "event_id": "2222222222222222",
    "kind": "already_blocked",
    "onset_earliest": None,
    "state": "unclear",
    "asns": [64512],
    "asns_clear": [],
    "observers": 1,
}
SILENCE: Said = BLOCKING | {
    "event_id": "3333333333333333",
    "kind": "silence",
    "targets": [],
    "members": [],
    "mechanisms": [],
    "witnesses": [],
    "observers": 0,
    "confidence": "weak",
    "base_rate_a_year": 0.25,
}
LASTING_SILENCE: Said = SILENCE | {
    "event_id": "4444444444444444",
    "state": "ongoing",
    "end_latest": None,
    "synthetic": True,
}
EVERY: tuple[Said, ...] = (BLOCKING, RECURRING, ALREADY, SILENCE, LASTING_SILENCE)
