"""web_connectivity (OONI ts-017), 0.0.1 to 0.5.x: what was tried, what happened.

Decides what its versions imply. The arrays become rows in `evidence`, the helper's view in
`web_control`. The probe's own conclusion is kept as an opinion in the envelope's row.
"""

from __future__ import annotations

import re
from functools import lru_cache

from fanous.sources.base import NO_OPINION, Context, Opinion, Parsed, Steps
from fanous.sources.ooni.evidence import Basis, append_evidence
from fanous.sources.ooni.failures import normalise
from fanous.sources.ooni.scrub import Scrubber
from fanous.sources.ooni.service import in_words
from fanous.sources.ooni.web_control import control_rows
from fanous.sources.ooni.wire import IGNORED_KEYS, WebConnectivity, WebConnectivityKeys

__all__ = ["WebConnectivityTest"]

_VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})")


class WebConnectivityTest:
    """The parser of web_connectivity."""

    test_name = "web_connectivity"
    struct = WebConnectivity
    ignored = IGNORED_KEYS

    def observe(
        self, message: WebConnectivity, parsed: Parsed, context: Context, scrubber: Scrubber
    ) -> Steps:
        """Append observation rows, a table a step; null keys give none."""
        keys = message.test_keys
        if keys is None:
            return
        basis = _basis(message, parsed)
        yield from append_evidence(keys, basis, parsed, context, scrubber)
        yield
        parsed.rows["control"], parsed.rows["control_endpoints"] = control_rows(
            message, basis.record, context, scrubber
        )

    def opinion(self, message: WebConnectivity) -> Opinion:
        """What the probe says of blocking, and why it could not use the helper."""
        keys = message.test_keys
        if keys is None:
            return NO_OPINION
        blocking = keys.blocking
        said = str(blocking).lower() if isinstance(blocking, bool) else blocking
        return Opinion(_with_failure(said, keys), normalise(keys.control_failure))


def _with_failure(said: str | None, keys: WebConnectivityKeys) -> str | None:
    """What it says, and where its record holds no request, what the probe says its fetch died of.

    Legacy probes left out the request when their own software broke.
    """
    if keys.requests or not keys.http_experiment_failure:
        return said or None
    why = in_words([("http_experiment_failure", keys.http_experiment_failure)])
    return "; ".join(filter(None, (said, why))) or None


def _basis(message: WebConnectivity, parsed: Parsed) -> Basis:
    untagged = _untagged(message.test_version or "")
    start = message.input
    return Basis(parsed.record, parsed.probe_cc, untagged, chained=untagged, input=start)


@lru_cache(256)
def _untagged(test_version: str) -> bool:
    """Whether the version is known to be before 0.5, where tags began."""
    version = _VERSION.match(test_version)
    return version is not None and (int(version[1]), int(version[2])) < (0, 5)
