"""Readers of single values of a scenario file.

Decides what a share, a moment or a made-up place may look like. Country codes must be
user-assigned, AS numbers reserved and hosts under `.example`: a simulated file must never be taken
for one of a real place. Each reader refuses with the file, the line and a remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from fanous.reference.toml_file import Place, TomlFile

__all__ = [
    "as_number",
    "country_code",
    "day",
    "flag",
    "line",
    "moment",
    "one_of",
    "pair_of_hours",
    "real",
    "several",
    "share",
    "slug",
    "span_of_hours",
    "target_name",
    "target_url",
    "weekday",
    "whole",
]

Reader = Callable[[TomlFile, Place, str, object], Any]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_USER_ASSIGNED = re.compile(r"AA|Q[M-Z]|X[A-Z]|ZZ")  # ISO 3166-1
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+example")
_SERVICE = "service:telegram"  # the service that the raw writer can write
_RESERVED_ASNS = (  # RFC 5398, RFC 6996
    range(64496, 65535),
    range(65536, 65552),
    range(4_200_000_000, 4_294_967_295),
)


def _text(
    file: TomlFile, place: Place, key: str, value: object, pattern: re.Pattern[str], remedy: str
) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        file.refuse(place, key, f"{value!r} is no {key}", remedy)
    return value


def slug(file: TomlFile, place: Place, key: str, value: object) -> str:
    """Lower-case words with hyphens."""
    return _text(file, place, key, value, _SLUG, "Write lower-case words joined by hyphens.")


def line(file: TomlFile, place: Place, key: str, value: object) -> str:
    """One line of text."""
    return _text(file, place, key, value, re.compile(r"\S.*"), "Write one line of text.")


def country_code(file: TomlFile, place: Place, key: str, value: object) -> str:
    """A user-assigned code."""
    remedy = "Use a user-assigned code, XA to XZ: the country must not exist."
    return _text(file, place, key, value, _USER_ASSIGNED, remedy)


def as_number(file: TomlFile, place: Place, key: str, value: object) -> int:
    """A reserved AS number."""
    if type(value) is not int or not any(value in span for span in _RESERVED_ASNS):
        remedy = "Use a number for private use, 64512 to 65534: the network must not exist."
        file.refuse(place, key, f"{value!r} is no reserved AS number", remedy)
    return value


def target_url(file: TomlFile, place: Place, key: str, value: object) -> str:
    """`https://name.example/`, `http://name.example/` or the service that can be simulated."""
    if value == _SERVICE:
        return _SERVICE
    pattern = re.compile(rf"https?://{_HOST.pattern}/")
    remedy = f"Write https://name.example/, http://name.example/ or {_SERVICE}."
    return _text(file, place, key, value, pattern, remedy)


def target_name(file: TomlFile, place: Place, key: str, value: object) -> str:
    """A target's host or service, as `measurements.target` has it."""
    if value == _SERVICE:
        return _SERVICE
    remedy = f"Write the host of a [[target]], or {_SERVICE}."
    return f"domain:{_text(file, place, key, value, _HOST, remedy)}"


def day(file: TomlFile, place: Place, key: str, value: object) -> date:
    """A day, without a time."""
    if type(value) is not date:
        file.refuse(place, key, f"{value!r} is no day", "Write it as 2026-03-02.")
    return value


def moment(file: TomlFile, place: Place, key: str, value: object) -> datetime:
    """A time with a zone, as UTC."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        file.refuse(place, key, f"{value!s} is no moment", "Write it as 2026-03-09T14:00:00Z.")
    return value.astimezone(UTC)


def flag(file: TomlFile, place: Place, key: str, value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        file.refuse(place, key, f"{value!r} is no {key}", "Write true or false.")
    return value


def whole(low: int, high: int) -> Reader:
    """A whole number within bounds."""

    def read(file: TomlFile, place: Place, key: str, value: object) -> int:
        if type(value) is not int or not low <= value <= high:
            file.refuse(place, key, f"{value!r} is no {key}", f"A number from {low} to {high}.")
        return value

    return read


def real(low: float, high: float) -> Reader:
    """A number within bounds."""

    def read(file: TomlFile, place: Place, key: str, value: object) -> float:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
        ):
            file.refuse(place, key, f"{value!r} is no {key}", f"A number from {low} to {high}.")
        return float(value)

    return read


share = real(0.0, 1.0)


def one_of(*words: str) -> Reader:
    """One of a few words."""

    def read(file: TomlFile, place: Place, key: str, value: object) -> str:
        if not isinstance(value, str) or value not in words:
            file.refuse(place, key, f"{value!r} is no {key}", f"One of {', '.join(words)}.")
        return value

    return read


def several(read_one: Reader) -> Reader:
    """A list, not empty."""

    def read(file: TomlFile, place: Place, key: str, value: object) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            file.refuse(place, key, f"{value!r} is no list", f"List at least one of {key}.")
        return tuple(read_one(file, place, key, item) for item in value)

    return read


def weekday(file: TomlFile, place: Place, key: str, value: object) -> int:
    """A day of the week, as its number from Monday."""
    word = one_of(*WEEKDAYS)(file, place, key, value)
    return WEEKDAYS.index(word)


def _two(file: TomlFile, place: Place, key: str, value: object) -> tuple[float, float]:
    items = value if isinstance(value, list) else []
    if len(items) != 2 or not all(type(item) in (int, float) for item in items):
        file.refuse(place, key, f"{value!r} is no pair of hours", "Write two numbers, [5, 8].")
    return float(items[0]), float(items[1])


def span_of_hours(file: TomlFile, place: Place, key: str, value: object) -> tuple[float, float]:
    """From one hour of the UTC day to a later one."""
    begins, ends = _two(file, place, key, value)
    if not 0 <= begins < ends <= 24:
        file.refuse(place, key, f"{value!r} is no span", "From 0 to 24 UTC, the later one last.")
    return begins, ends


def pair_of_hours(file: TomlFile, place: Place, key: str, value: object) -> tuple[float, float]:
    """Hours on and hours off."""
    on, off = _two(file, place, key, value)
    if on < 0.1 or off < 0.1:
        file.refuse(place, key, f"{value!r} is too short", "Give at least 0.1 hours each.")
    return on, off
