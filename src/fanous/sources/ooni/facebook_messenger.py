"""facebook_messenger (OONI ts-019), all versions: seven names looked up, six connected to on 443.

Decides which keys are read. The evidence is in `queries` and `tcp_connect`; a connect row holds no
name: it belongs to the name whose answer it is. stun.fbsbx.com is looked up only. The test connects
only to answers that lie in Facebook's network (AS32934), so a missing connect says that the answer
was elsewhere. Up to 0.3.0 its keys were written with dashes. What it says of each endpoint repeats
the rows and is left out.
"""

from __future__ import annotations

import msgspec

from fanous.sources.base import NO_OPINION, Opinion
from fanous.sources.ooni.service import COMMON_IGNORED, ServiceMessage, ServiceTest, in_words
from fanous.sources.ooni.wire import Evidence

__all__ = ["FacebookMessenger", "FacebookMessengerTest"]

_ENDPOINTS = ("stun", "b_api", "b_graph", "edge", "external_cdn", "scontent_cdn", "star")
_OF_AN_ENDPOINT = [
    f"facebook_{endpoint}_{what}"
    for endpoint in _ENDPOINTS
    for what in ("dns_consistent", "reachable")
]


class FacebookMessengerKeys(Evidence, gc=False):
    facebook_dns_blocking: bool | None = None
    facebook_tcp_blocking: bool | None = None
    dashed_dns_blocking: bool | None = msgspec.field(name="facebook-dns-blocking", default=None)
    dashed_tcp_blocking: bool | None = msgspec.field(name="facebook-tcp-blocking", default=None)


class FacebookMessenger(ServiceMessage, gc=False):
    """A facebook_messenger measurement, all versions."""

    test_keys: FacebookMessengerKeys | None = None


class FacebookMessengerTest(ServiceTest[FacebookMessenger]):
    """The parser of facebook_messenger."""

    test_name = "facebook_messenger"
    struct = FacebookMessenger
    ignored = COMMON_IGNORED | {
        f"test_keys.{spelled}"
        for name in _OF_AN_ENDPOINT
        for spelled in (name, name.replace("_", "-"))
    }

    def opinion(self, message: FacebookMessenger) -> Opinion:
        """Its two conclusions, under today's names whichever way they were written."""
        keys = message.test_keys
        if keys is None:
            return NO_OPINION
        dns, tcp = keys.facebook_dns_blocking, keys.facebook_tcp_blocking
        said = (
            ("facebook_dns_blocking", keys.dashed_dns_blocking if dns is None else dns),
            ("facebook_tcp_blocking", keys.dashed_tcp_blocking if tcp is None else tcp),
        )
        return Opinion(in_words(said))
