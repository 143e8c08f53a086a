"""signal (OONI ts-029), all versions: the servers that Signal needs, and the name of its status.

Decides which keys are read. Each server is fetched by HTTPS and its certificate checked against
Signal's own roots; the HTTP status says nothing (403, 404 and 503 are usual). uptime.signal.org is
only looked up: Signal answers 127.0.0.1 while it is up and 127.0.0.2 while it is down, so a bogon
there is no forgery. Which servers belong to which version, and the roots, are declared in
`data/services/signal.toml`; versions that cannot be trusted in `data/defects`.
"""

from __future__ import annotations

from fanous.sources.ooni.service import ServiceMessage, ServiceTest
from fanous.sources.ooni.wire import Evidence, Failure

__all__ = ["Signal", "SignalTest"]


class SignalKeys(Evidence, gc=False):
    signal_backend_status: str | None = None
    signal_backend_failure: Failure = None


class Signal(ServiceMessage, gc=False):
    """A signal measurement, all versions."""

    test_keys: SignalKeys | None = None


class SignalTest(ServiceTest[Signal]):
    """The parser of signal."""

    test_name = "signal"
    struct = Signal
    conclusions = ("signal_backend_status", "signal_backend_failure")
