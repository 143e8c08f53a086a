"""Measurements of the five service tests by hand, in the wire's own shape, several versions each.

The services' own names and addresses are public facts and the real ones, so that records meet their
declaration; what they answer and everything of the probe is made up. Bridges that are private here
have documentation addresses. Nothing is copied from anybody's measurement.

`trouble` says what fails: a name or address (or `address:port`) to the layer where it stops and the
failure, such as `{"web.telegram.org": ("tls", "connection_reset")}`. `era` says how much a probe of
that year wrote down: 2020 no addresses of handshakes, 2022 those, 2025 starts, tags and
transactions too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.making import START, Record, certificate, encoded, measurement

__all__ = [
    "ACCESS_POINTS",
    "MAKERS",
    "VARIANTS",
    "facebook_messenger",
    "signal",
    "telegram",
    "tor",
    "whatsapp",
]

Trouble = Mapping[str, tuple[str, str]]

ACCESS_POINTS = (
    "149.154.175.50",
    "149.154.167.51",
    "149.154.175.100",
    "149.154.167.91",
    "149.154.171.5",
    "95.161.76.100",
)
TELEGRAM_WEB = {"web.telegram.org": "149.154.167.99"}
WHATSAPP = {f"e{number}.whatsapp.net": f"15.197.206.{200 + number}" for number in range(1, 17)}
REGISTRATION = {"v.whatsapp.net": "157.240.245.60"}
WHATSAPP_WEB = {"web.whatsapp.com": "157.240.245.61"}
SIGNAL_OLD = {
    "textsecure-service.whispersystems.org": "76.223.92.165",
    "storage.signal.org": "142.250.180.83",
    "api.directory.signal.org": "20.73.137.187",
    "cdn.signal.org": "52.222.130.51",
    "cdn2.signal.org": "104.18.28.74",
    "sfu.voip.signal.org": "34.102.182.247",
}
SIGNAL = {
    "chat.signal.org": "76.223.92.165",
    "storage.signal.org": "142.251.209.19",
    "cdsi.signal.org": "40.122.45.194",
    "sfu.voip.signal.org": "35.186.192.249",
}
MESSENGER = {
    "stun": ("stun.fbsbx.com", "157.240.194.11"),
    "b_api": ("b-api.facebook.com", "157.240.194.18"),
    "b_graph": ("b-graph.facebook.com", "157.240.194.19"),
    "edge": ("edge-mqtt.facebook.com", "157.240.194.27"),
    "external_cdn": ("external.xx.fbcdn.net", "157.240.194.21"),
    "scontent_cdn": ("scontent.xx.fbcdn.net", "157.240.194.22"),
    "star": ("star.c10r.facebook.com", "157.240.194.35"),
}
PRIVATE_BRIDGE = "192.0.2.77:4433"
_ASNS = {"149.154.": 62041, "15.197.": 16509, "157.240.": 32934}


class _Tries:
    """The shared arrays of a record, filled step by step until something fails."""

    def __init__(self, era: int, trouble: Trouble) -> None:
        self.era, self._trouble = era, trouble
        self.queries: list[Record] = []
        self.connects: list[Record] = []
        self.handshakes: list[Record] = []
        self.requests: list[Record] = []
        self.events: list[Record] = []
        self._transaction = 0

    def keys(self) -> Record:
        """The arrays as they stand in a record."""
        return {
            "queries": self.queries,
            "tcp_connect": self.connects,
            "tls_handshakes": self.handshakes,
            "requests": self.requests,
            "network_events": self.events,
        }

    def failing(self, layer: str, *places: str) -> str | None:
        """The failure of a layer at any of some places, else None."""
        found = (self._trouble.get(place) for place in places)
        return next((what[1] for what in found if what and what[0] == layer), None)

    def _step(self, row: Record) -> Record:
        """A row with as much of when and where as its time wrote down."""
        row["t"] = round(0.1 * self._transaction + 0.05, 3)
        if self.era >= 2025:
            row |= {"t0": round(0.1 * self._transaction, 3), "tags": []}
            row["transaction_id"] = self._transaction
        return row

    def look_up(self, name: str, ip: str) -> str | None:
        """A and AAAA of a name; the failure if there is one."""
        self._transaction += 1
        failure = self.failing("dns", name)
        asn = next((asn for start, asn in _ASNS.items() if ip.startswith(start)), 0)
        answer: Record = {"answer_type": "A", "ipv4": ip, "ttl": None}
        if self.era > 2020:
            answer |= {"asn": asn, "as_org_name": "Made up"}
        for kind in ("A", "AAAA"):
            row = {
                "answers": [answer] if kind == "A" and not failure else None,
                "engine": "system" if self.era < 2025 else "getaddrinfo",
                "failure": failure or ("dns_no_answer" if kind == "AAAA" else None),
                "hostname": name,
                "query_type": kind,
                "resolver_hostname": None,
                "resolver_port": None,
                "resolver_address": "",
            }
            self.queries.append(self._step(row))
        return failure

    def connect(self, ip: str, port: int, name: str = "") -> str | None:
        """A connect; its failure if there is one."""
        self._transaction += 1
        failure = self.failing("tcp", name, ip, f"{ip}:{port}")
        status = {"failure": failure, "success": failure is None}
        self.connects.append(self._step({"ip": ip, "port": port, "status": status}))
        return failure

    def shake(self, ip: str, name: str) -> str | None:
        """A handshake on 443; its failure if there is one."""
        failure = self.failing("tls", name)
        row: Record = {
            "cipher_suite": "" if failure else "TLS_AES_128_GCM_SHA256",
            "failure": failure,
            "negotiated_protocol": "" if failure else "h2",
            "no_tls_verify": False,
            "peer_certificates": [] if failure else [encoded(certificate(name or "relay.example"))],
            "server_name": name,
            "tls_version": "" if failure else "TLSv1.3",
        }
        if self.era > 2020:  # its time wrote the network's name empty
            row |= {"network": "tcp" if self.era >= 2025 else "", "address": f"{ip}:443"}
        self.handshakes.append(self._step(row))
        return failure

    def ask(self, url: str, failure: str | None, *, method: str = "GET", code: int = 404) -> None:
        """A request; nothing came back where something failed."""
        response: Record = {"body": "", "body_is_truncated": False, "code": 0, "headers": {}}
        if not failure:
            response |= {"body": "<html>?</html>", "code": code, "headers": {"Server": "made up"}}
        request = {"body": "", "method": method, "url": url, "headers": {}}
        row = {"failure": failure, "request": request, "response": response}
        self.requests.append(self._step(row))

    def fetch(self, name: str, ip: str, *, path: str = "", code: int = 404) -> str | None:
        """Look up, connect, shake hands, ask: as far as it goes. The failure, if there is one."""
        failure = (
            self.look_up(name, ip)
            or self.connect(ip, 443, name)
            or self.shake(ip, name)
            or self.failing("http", name)
        )
        self.ask(f"https://{name}/{path}", failure, code=code)
        return failure


def _record(
    test_name: str, version: str, keys: Record, number: int, start: datetime, era: int
) -> Record:
    """The envelope around a test's keys."""
    plain = test_name.replace("_", "")
    record = measurement(number, start=start)
    record |= {"test_name": test_name, "test_version": version, "input": None, "test_helpers": None}
    record["measurement_uid"] = f"{start:%Y%m%d%H%M%S}.000000_XA_{plain}_{number:016x}"
    record["report_id"] = f"{start:%Y%m%dT%H%M%SZ}_{plain}_XA_64502_n1_{number:016x}"
    record["test_keys"] = keys
    if era == 2020:
        del record["measurement_uid"], record["annotations"]
    else:
        keys |= {"agent": "redirect", "failed_operation": None, "failure": None}
    return record


def telegram(
    number: int = 0, *, trouble: Trouble | None = None, era: int = 2025, start: datetime = START
) -> Record:
    """Access points by address, then the web page."""
    tries = _Tries(era, trouble or {})
    failures, connected = [], False
    for ip in ACCESS_POINTS:
        for port in (80, 443):
            failure = tries.connect(ip, port)
            connected |= failure is None
            failure = failure or tries.failing("http", ip, f"{ip}:{port}")
            where = ip if port == 80 else f"{ip}:{port}"
            tries.ask(f"http://{where}/", failure, method="POST", code=501)
            failures.append(failure)
    ((name, ip),) = TELEGRAM_WEB.items()
    web = tries.fetch(name, ip, code=200)
    conclusions = {
        "telegram_http_blocking": None not in failures,
        "telegram_tcp_blocking": not connected,
        "telegram_web_failure": web,
        "telegram_web_status": "blocked" if web else "ok",
    }
    version = {2020: "0.0.4", 2022: "0.3.0"}.get(era, "0.3.1")
    return _record("telegram", version, tries.keys() | conclusions, number, start, era)


def whatsapp(
    number: int = 0, *, trouble: Trouble | None = None, era: int = 2025, start: datetime = START
) -> Record:
    """All endpoints on both ports, registration, the web page."""
    tries = _Tries(era, trouble or {})
    blocked = []
    for name, ip in WHATSAPP.items():
        failed = [tries.look_up(name, ip) or tries.connect(ip, port, name) for port in (443, 5222)]
        if all(failed):
            blocked.append(name)
    fetched = [
        tries.fetch(name, ip, path=path, code=400)
        for names, path in ((REGISTRATION, "v2/register"), (WHATSAPP_WEB, ""))
        for name, ip in names.items()
    ]
    conclusions = {
        "registration_server_failure": fetched[0],
        "registration_server_status": "blocked" if fetched[0] else "ok",
        "whatsapp_endpoints_blocked": blocked,
        "whatsapp_endpoints_dns_inconsistent": [],
        "whatsapp_endpoints_status": "blocked" if len(blocked) == len(WHATSAPP) else "ok",
        "whatsapp_web_failure": fetched[1],
        "whatsapp_web_status": "blocked" if fetched[1] else "ok",
    }
    version = {2020: "0.7.0", 2022: "0.9.0"}.get(era, "0.12.0")
    return _record("whatsapp", version, tries.keys() | conclusions, number, start, era)


def signal(
    number: int = 0,
    *,
    trouble: Trouble | None = None,
    era: int = 2025,
    start: datetime = START,
    status: str = "127.0.0.1",
) -> Record:
    """The servers of that time, and what Signal says of itself."""
    tries = _Tries(era, trouble or {})
    servers = SIGNAL if era >= 2025 else SIGNAL_OLD
    failures = [tries.fetch(name, ip) for name, ip in servers.items()]
    tries.look_up("uptime.signal.org", status)
    failure = next(filter(None, failures), None)
    conclusions = {
        "signal_backend_failure": failure,
        "signal_backend_status": "blocked" if failure else "ok",
    }
    version = {2020: "0.2.0", 2022: "0.2.2"}.get(era, "0.2.5")
    return _record("signal", version, tries.keys() | conclusions, number, start, era)


def facebook_messenger(
    number: int = 0, *, trouble: Trouble | None = None, era: int = 2025, start: datetime = START
) -> Record:
    """Seven names, six connects; the keys of 2016 (era below 2020) have dashes."""
    tries = _Tries(max(era, 2020), trouble or {})
    keys: Record = {}
    for endpoint, (name, ip) in MESSENGER.items():
        consistent = tries.look_up(name, ip) is None
        reachable = None
        if consistent and endpoint != "stun":
            reachable = tries.connect(ip, 443, name) is None
        keys[f"facebook_{endpoint}_dns_consistent"] = consistent
        keys[f"facebook_{endpoint}_reachable"] = reachable
    keys["facebook_dns_blocking"] = False in [
        keys[f"facebook_{endpoint}_dns_consistent"] for endpoint in MESSENGER
    ]
    keys["facebook_tcp_blocking"] = False in [
        keys[f"facebook_{endpoint}_reachable"] for endpoint in MESSENGER
    ]
    if era < 2020:
        keys = {name.replace("_", "-"): value for name, value in keys.items()}
        for row in tries.connects:
            row["status"]["failure"] = row["status"]["failure"] or False
    arrays = tries.keys()
    if era <= 2020:
        arrays = {name: arrays[name] for name in ("queries", "tcp_connect")}
    version = {2016: "0.3.0", 2020: "0.5.0", 2022: "0.2.0"}.get(era, "0.2.1")
    return _record("facebook_messenger", version, arrays | keys, number, start, max(era, 2020))


_TARGETS = {
    "dir_port": ("128.31.0.39:9131", "204.13.164.118:80"),
    "or_port_dirauth": ("128.31.0.39:9101", "204.13.164.118:443"),
    "obfs4": ("193.11.166.194:27015",),
}


def tor(
    number: int = 0, *, trouble: Trouble | None = None, era: int = 2025, start: datetime = START
) -> Record:
    """Authorities, a public bridge, and (since 2022) a private one; in 2019 targets are a list.

    The handshake of an obfs4 bridge is the layer `obfs4`.
    """
    trouble = trouble or {}
    targets: Record = {}
    for protocol, addresses in _TARGETS.items():
        for address in addresses:
            target = _target(address, protocol, trouble, era)
            key = f"{protocol}{len(targets):x}" if protocol == "obfs4" else address
            targets[key] = target
    if era >= 2022:
        target = _target(PRIVATE_BRIDGE, "obfs4", trouble, era)
        targets["f" * 64] = _scrubbed(target) | {"target_source": "bridgedb"}
    keys: Record = {"targets": list(targets.values()) if era < 2020 else targets}
    for protocol in (*_TARGETS, "or_port"):
        mine = [item for item in targets.values() if item["target_protocol"] == protocol]
        keys[f"{protocol}_total"] = len(mine)
        keys[f"{protocol}_accessible"] = len([item for item in mine if not item["failure"]])
    version = {2019: "0.0.1", 2020: "0.1.0", 2022: "0.3.0"}.get(era, "0.4.0")
    record = _record("tor", version, keys, number, start, max(era, 2020))
    for name in ("agent", "failed_operation", "failure"):
        keys.pop(name, None)
    return record


def _target(address: str, protocol: str, trouble: Trouble, era: int) -> Record:
    """One target with arrays of its own, whose transactions begin anew."""
    tries = _Tries(era, trouble)
    ip, _, port = address.rpartition(":")
    failure = tries.connect(ip, int(port))
    shaken = failure
    if failure is None and protocol.startswith("or_port"):
        failure = shaken = _relay_handshake(tries, address)
    elif failure is None and protocol == "obfs4":
        failure = shaken = tries.failing("obfs4", address)
    elif protocol == "dir_port":
        failure = failure or tries.failing("http", address)
        tries.ask(f"http://{address}/tor/status-vote/current/consensus.z", failure, code=200)
    summary = {"connect": {"failure": tries.connects[0]["status"]["failure"]}}
    if protocol != "dir_port":
        summary["handshake"] = {"failure": shaken}
    arrays: Record = {name: rows or None for name, rows in tries.keys().items()}
    target = arrays | {
        "agent": "redirect",
        "failure": failure,
        "target_address": address,
        "target_protocol": protocol,
    }
    return target if era < 2020 else target | {"summary": summary}


def _relay_handshake(tries: _Tries, address: str) -> str | None:
    """A relay's handshake: no name, a certificate of its own."""
    tries.shake(address.rpartition(":")[0], "")
    row = tries.handshakes[-1]
    row |= {"failure": tries.failing("tls", address), "server_name": ""}
    del row["no_tls_verify"]  # as the first versions wrote it
    if tries.era > 2020:
        row |= {"address": address, "no_tls_verify": True}
    failure: str | None = row["failure"]
    return failure


def _scrubbed(target: Record) -> Record:
    """A private target as a careful probe writes it."""
    target["target_address"] = "[scrubbed]"
    for row in target["tcp_connect"]:
        row["ip"] = "[scrubbed]"
    return target


MAKERS: dict[str, Any] = {
    "facebook_messenger": facebook_messenger,
    "signal": signal,
    "telegram": telegram,
    "tor": tor,
    "whatsapp": whatsapp,
}
_TIMEOUT, _RESET = "generic_timeout_error", "connection_reset"

# By name: reachable and blocked, old and new. What each test's own parser tests say is about these.
VARIANTS: dict[str, Record] = {
    **{
        f"{name}_{era}": maker(era=era)
        for name, maker in MAKERS.items()
        for era in (2020, 2022, 2025)
    },
    "facebook_messenger_2016": facebook_messenger(era=2016),
    "tor_2019": tor(era=2019),
    "telegram_tcp": telegram(trouble=dict.fromkeys(ACCESS_POINTS, ("tcp", _TIMEOUT))),
    "telegram_one_left": telegram(trouble=dict.fromkeys(ACCESS_POINTS[1:], ("tcp", _TIMEOUT))),
    "telegram_web_tls": telegram(trouble={"web.telegram.org": ("tls", _RESET)}),
    "telegram_web_dns": telegram(trouble={"web.telegram.org": ("dns", "dns_nxdomain_error")}),
    "whatsapp_tcp": whatsapp(trouble=dict.fromkeys(WHATSAPP, ("tcp", _TIMEOUT))),
    "whatsapp_registration": whatsapp(trouble={"v.whatsapp.net": ("tls", _RESET)}),
    "signal_chat": signal(trouble={"chat.signal.org": ("tls", _TIMEOUT)}),
    "signal_down": signal(trouble=dict.fromkeys(SIGNAL, ("http", _TIMEOUT)), status="127.0.0.2"),
    "messenger_tcp": facebook_messenger(trouble={"edge-mqtt.facebook.com": ("tcp", _TIMEOUT)}),
    "tor_authorities": tor(
        trouble=dict.fromkeys(_TARGETS["or_port_dirauth"], ("tls", _RESET)),
    ),
    "tor_bridges": tor(
        trouble={
            "193.11.166.194:27015": ("obfs4", _TIMEOUT),
            PRIVATE_BRIDGE: ("obfs4", "eof_error"),
        }
    ),
}
