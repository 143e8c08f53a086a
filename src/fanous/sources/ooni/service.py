"""What the tests of messengers and of Tor have in common: many endpoints, no helper, one line said.

Decides how their arrays become the same tables as web_connectivity's. Such a test tries endpoints
that it knows beforehand, each for itself: there is no page, no chain of redirects and no extra
check. So every row has `depth` 0, `classic` and `fetch_body` true, and `sequence` is the place in
the array and no more: the order of `requests` says nothing between endpoints. What an endpoint is
for, and how endpoints make a service, is declared in `data/services` and read by
`fanous.reference.services`.

What the test itself concludes becomes one short text, `name=value name=value`, in the order that
the test declares.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from fanous.model.names import ip_address
from fanous.sources.base import Context, Opinion, Parsed, Steps
from fanous.sources.ooni.evidence import Basis, append_evidence
from fanous.sources.ooni.scrub import Scrubber
from fanous.sources.ooni.wire import Common, Evidence

__all__ = ["COMMON_IGNORED", "ServiceMessage", "ServiceTest", "in_words"]

_MAX_WORDS = 300  # characters of an opinion
_MAX_VALUE = 80
_HTTPS_PORT = 443

# What OONI's urlgetter adds to every test that is built on it; it says nothing of an endpoint.
COMMON_IGNORED = frozenset(
    "test_keys.agent test_keys.failed_operation test_keys.failure test_keys.socksproxy".split()
)


class ServiceMessage(Common, gc=False):
    """A measurement of a service; each test narrows its keys."""

    test_keys: Evidence | None = None


Message = TypeVar("Message", bound=ServiceMessage)


class ServiceTest(Generic[Message]):
    """The parser of a test whose evidence is in the shared arrays. Subclasses only declare."""

    test_name: str
    struct: type[Message]
    ignored: frozenset[str] = COMMON_IGNORED
    conclusions: tuple[str, ...] = ()  # fields of the keys that hold what the test concludes

    def observe(
        self, message: Message, parsed: Parsed, context: Context, scrubber: Scrubber
    ) -> Steps | None:
        """Append observation rows; null keys give none."""
        keys = message.test_keys
        if keys is None:
            return None
        _place_handshakes(keys)
        basis = Basis(parsed.record, parsed.probe_cc, untagged=True, chained=False)
        return append_evidence(keys, basis, parsed, context, scrubber)

    def opinion(self, message: Message) -> Opinion:
        """The test's own conclusions, as one line."""
        keys = message.test_keys
        return Opinion(in_words((name, getattr(keys, name, None)) for name in self.conclusions))


def in_words(said: Iterable[tuple[str, object]]) -> str | None:
    """`name=value` of all that was said, in the given order; None where nothing was.

    `said`: pairs of a name and a value. Null and empty values are left out, truth is `true` or
    `false`, lists are joined by commas, and all of it is bounded.
    """
    words = []
    for name, value in said:
        text = ",".join(map(str, value)) if isinstance(value, list) else _text(value)
        if text:
            words.append(f"{name}={' '.join(text.split())[:_MAX_VALUE]}")
    return " ".join(words)[:_MAX_WORDS] or None


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _place_handshakes(keys: Evidence) -> None:
    """Give handshakes their address where the record leaves no doubt.

    Until 2022 handshakes carried none. It is the only address that was answered for the name sent
    and connected to on port 443.
    """
    bare = [item for item in keys.tls_handshakes or () if not item.address and item.server_name]
    if not bare:
        return
    connected = {
        ip_address(item.ip)
        for item in keys.tcp_connect or ()
        if item.ip and item.port == _HTTPS_PORT and item.status and item.status.success
    }
    answered: dict[str, set[str]] = {}
    for query in keys.queries or ():
        ips = (ip_address(answer.ipv4 or answer.ipv6 or "") for answer in query.answers or ())
        answered.setdefault(query.hostname or "", set()).update(ips)
    for item in bare:
        found = (answered.get(item.server_name or "", set()) & connected) - {""}
        if len(found) == 1:
            (ip,) = found
            item.address = f"[{ip}]:443" if ":" in ip else f"{ip}:443"
