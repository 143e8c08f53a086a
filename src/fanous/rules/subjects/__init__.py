"""What is judged: one row a query, connect, handshake or request, joined with its control.

`RELATIONS` are what several layers share; `SUBJECTS` has one query a layer. `counts` says whether a
subject speaks of the target at all: what happens on a forged address doesn't. DNS is judged first;
the addresses it found forged are the relation `forged`.
"""

from fanous.rules.subjects.dns import DNS, FORGED
from fanous.rules.subjects.http import HTTP
from fanous.rules.subjects.relations import RELATIONS
from fanous.rules.subjects.tcp import TCP
from fanous.rules.subjects.tls import TLS

__all__ = ["RELATIONS", "SUBJECTS"]

SUBJECTS: dict[str, str] = {"dns": DNS, "forged": FORGED, "tcp": TCP, "tls": TLS, "http": HTTP}
