"""Hand-written measurements of web_connectivity 0.5, piece by piece.

Decides the shape of a record in which all is well; `named` bends it into situations. Names end in
`.example`; addresses are of real providers' public space, since documentation addresses are bogons.
"""

from __future__ import annotations

from typing import Any

from tests.situations.certificates import peer_certificates

__all__ = ["connect", "control", "handshake", "query", "record", "request", "tags", "working"]

Json = dict[str, Any]

SITE, OTHER_SITE, FORGED, DEAD = "1.2.3.4", "1.2.3.5", "5.6.7.8", "5.6.7.9"
SITE_ASN, FORGED_ASN = 64500, 64501
HOST = "news.example"
RESOLVER = "9.9.9.9:53"


def tags(depth: int = 0, fetch_body: bool | None = None) -> list[str]:
    """Tags of a step; only connections say whether they fetch the body."""
    found = ["classic", "tcptls_experiment", f"depth={depth}"]
    return found if fetch_body is None else [*found, f"fetch_body={str(fetch_body).lower()}"]


def query(
    engine: str,
    addresses: list[str],
    *,
    host: str = HOST,
    query_type: str | None = None,
    failure: str | None = None,
    depth: int = 0,
    cname: str | None = None,
    resolver: str | None = None,
) -> Json:
    """One look-up: of the system (getaddrinfo), a public resolver (udp), an encrypted one."""
    answers: list[Json] = [
        {
            "answer_type": "AAAA" if ":" in ip else "A",
            ("ipv6" if ":" in ip else "ipv4"): ip,
            "asn": FORGED_ASN if ip in (FORGED, DEAD) else SITE_ASN,
        }
        for ip in addresses
    ]
    if cname:
        answers.append({"answer_type": "CNAME", "hostname": cname})
    where = {"udp": RESOLVER, "doh": "https://dns.example/dns-query"}.get(engine, "")
    return {
        "engine": engine,
        "hostname": host,
        "query_type": query_type or ("ANY" if engine == "getaddrinfo" else "A"),
        "resolver_address": where if resolver is None else resolver,
        "failure": failure,
        "answers": answers or None,
        "tags": tags(depth)[2:] if engine != "getaddrinfo" else ["classic", f"depth={depth}"],
        "transaction_id": {"getaddrinfo": 10001, "udp": 20001, "doh": 30001}[engine] + depth,
        "t0": 0.001,
        "t": 0.02,
    }


def connect(
    ip: str = SITE,
    port: int = 443,
    *,
    failure: str | None = None,
    transaction: int = 50001,
    depth: int = 0,
    fetch_body: bool = True,
) -> Json:
    """One TCP connect."""
    return {
        "ip": ip,
        "port": port,
        "status": {"success": failure is None, "failure": failure},
        "tags": tags(depth, fetch_body),
        "transaction_id": transaction,
        "t0": 0.05,
        "t": 0.1,
    }


def handshake(
    ip: str = SITE,
    *,
    failure: str | None = None,
    host: str = HOST,
    transaction: int = 50001,
    depth: int = 0,
    fetch_body: bool = True,
    chain: str | None = None,
) -> Json:
    """One TLS handshake on port 443. `chain` names what the server showed (`certificates`)."""
    return {
        "network": "tcp",
        "address": f"[{ip}]:443" if ":" in ip else f"{ip}:443",
        "server_name": host,
        "failure": failure,
        "no_tls_verify": False,
        "tls_version": "" if failure else "TLSv1.3",
        "peer_certificates": peer_certificates(chain) if chain else None,
        "tags": tags(depth, fetch_body),
        "transaction_id": transaction,
        "t0": 0.1,
        "t": 0.2,
    }


def request(
    ip: str = SITE,
    *,
    url: str = f"https://{HOST}/",
    failure: str | None = None,
    status: int = 200,
    body: str = "<html><title>The News</title><p>All is well today.</p></html>",
    headers: Json | None = None,
    transaction: int = 50001,
    depth: int = 0,
    truncated: bool = False,
) -> Json:
    """One request and its response; a failed request has status 0 unless given."""
    port = 443 if url.startswith("https") else 80
    return {
        "network": "tcp",
        "address": f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}",
        "failure": failure,
        "request": {"method": "GET", "url": url, "headers": {}},
        "response": {
            "code": status,
            "body": body,
            "body_is_truncated": truncated,
            "headers": {"Content-Type": "text/html", "X-News": "1"} if headers is None else headers,
        },
        "tags": tags(depth, True),
        "transaction_id": transaction,
        "t0": 0.21,
        "t": 0.4,
    }


def control(
    *,
    addresses: list[str] | None = None,
    endpoints: dict[str, tuple[str | None, str | None]] | None = None,
    ip_info: dict[str, tuple[int, int]] | None = None,
    dns_failure: str | None = None,
    http_failure: str | None = None,
    status: int = 200,
    length: int = 60,
) -> Json:
    """What the helper saw. `endpoints`: failures of (TCP, TLS) by `ip:port`; TLS only on 443.

    `ip_info`: (AS number, flags) by address; flags 11 are resolved by both and valid.
    """
    found = [SITE] if addresses is None else addresses
    tried = {f"{ip}:443": (None, None) for ip in found} if endpoints is None else endpoints
    described = dict.fromkeys(found, (SITE_ASN, 11)) if ip_info is None else ip_info
    return {
        "tcp_connect": {
            where: {"status": tcp is None, "failure": tcp} for where, (tcp, _) in tried.items()
        },
        "tls_handshake": {
            where: {"server_name": HOST, "status": tls is None, "failure": tls}
            for where, (tcp, tls) in tried.items()
            if tcp is None and where.endswith(":443")
        },
        "quic_handshake": {},
        "http_request": {
            "failure": http_failure,
            "status_code": -1 if http_failure else status,
            "body_length": -1 if http_failure else length,
            "title": "" if http_failure else "The News",
            "headers": {} if http_failure else {"Content-Type": "text/html", "X-News": "1"},
        },
        "dns": {"failure": dns_failure, "addrs": found},
        "ip_info": {ip: {"asn": asn, "flags": flags} for ip, (asn, flags) in described.items()},
    }


def record(url: str = f"https://{HOST}/", *, probe_cc: str = "XA", **keys: Any) -> Json:
    """A whole record around its test keys."""
    return {
        "data_format_version": "0.2.0",
        "annotations": {"platform": "linux", "network_type": "wifi", "synthetic": "true"},
        "input": url,
        "measurement_start_time": "2026-01-05 12:00:00",
        "test_start_time": "2026-01-05 11:59:58",
        "probe_asn": "AS64510",
        "probe_cc": probe_cc,
        "probe_ip": "127.0.0.1",
        "probe_network_name": "Example Mobile",
        "report_id": "20260105T115958Z_webconnectivity_XA_64510_n1_situation",
        "resolver_asn": "AS64510",
        "resolver_ip": "9.9.9.10",
        "resolver_network_name": "Example Mobile",
        "software_name": "by-hand",
        "software_version": "1",
        "test_helpers": {"backend": {"address": "https://th.example/", "type": "https"}},
        "test_name": "web_connectivity",
        "test_runtime": 1.5,
        "test_version": "0.5.28",
        "test_keys": {"network_events": None, "control_failure": None, **keys},
    }


def working(**changed: Any) -> Json:
    """An https page that works everywhere, with some keys changed."""
    keys: Json = {
        "queries": [
            query("getaddrinfo", [SITE]),
            query("udp", [SITE]),
            query("udp", [], query_type="AAAA", failure="dns_no_answer"),
            query("doh", [SITE]),
        ],
        "tcp_connect": [connect()],
        "tls_handshakes": [handshake()],
        "requests": [request()],
        "control": control(),
    }
    return record(**{**keys, **changed})
