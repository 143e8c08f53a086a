"""Every fact, once: its name, its meaning, and the expression that establishes it.

Decides what counts as established, from one row of a layer's subjects (`rules.subjects`: the
observation joined with its control). A negative fact is established only by having looked. Leaves
what facts amount to, together, to the rules of each layer.
"""

from fanous.rules.facts.dns import DNS, DNS_IMPOSSIBLE
from fanous.rules.facts.http import HTTP, HTTP_IMPOSSIBLE
from fanous.rules.facts.tcp import TCP, TCP_IMPOSSIBLE
from fanous.rules.facts.tls import TLS, TLS_IMPOSSIBLE

__all__ = [
    "DNS",
    "DNS_IMPOSSIBLE",
    "HTTP",
    "HTTP_IMPOSSIBLE",
    "TCP",
    "TCP_IMPOSSIBLE",
    "TLS",
    "TLS_IMPOSSIBLE",
]
