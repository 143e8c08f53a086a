"""Rows of OONI's tables by hand: invented measurements in the columns of its exports.

Names are under `.example` and addresses nobody's in particular, but for Telegram's own, which are
public facts and must meet their declaration. Nothing is copied from anybody's rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from tests.making import HOST, START, pack
from tests.making_services import ACCESS_POINTS

__all__ = [
    "ANALYSIS_COLUMNS",
    "FASTPATH_COLUMNS",
    "OBS_COLUMNS",
    "SITE",
    "SITE6",
    "TIMEOUT",
    "Cells",
    "analysis",
    "fastpath",
    "table_bytes",
    "table_uid",
    "telegram_rows",
    "web_rows",
    "write_table",
]

Cells = dict[str, str]

SITE, SITE6 = "1.2.3.4", "2600:1::4"  # public space: a documentation address is a bogon
TIMEOUT = "generic_timeout_error"
OBS_COLUMNS = tuple(
    """report_id input test_name test_version measurement_uid probe_cc probe_asn probe_as_org_name
    network_type measurement_start_time hostname ip port ip_asn resolver_ip resolver_asn dns_engine
    dns_failure dns_answer tcp_success tcp_failure tls_handshake_time tls_handshake_read_count
    tls_handshake_write_count tls_handshake_read_bytes tls_handshake_write_bytes
    tls_handshake_last_operation tls_success tls_is_certificate_valid tls_failure http_request_url
    http_failure http_runtime probe_analysis""".split()
)
ANALYSIS_COLUMNS = tuple(
    """domain input test_name probe_asn probe_as_org_name probe_cc resolver_asn network_type
    measurement_start_time measurement_uid top_probe_analysis top_dns_failure top_tcp_failure
    top_tls_failure dns_blocked dns_down dns_ok tcp_blocked tcp_down tcp_ok tls_blocked tls_down
    tls_ok""".split()
)
FASTPATH_COLUMNS = tuple(
    """measurement_uid report_id input probe_cc probe_asn test_name test_start_time
    measurement_start_time platform anomaly confirmed msm_failure software_version
    blocking_type""".split()
)


def table_uid(number: int, test_name: str = "webconnectivity", start: datetime = START) -> str:
    """A published measurement_uid."""
    return f"{start:%Y%m%d%H%M%S}.000000_XA_{test_name}_{number:016x}"


def _envelope(number: int, test_name: str, start: datetime, asn: int) -> Cells:
    short = test_name.replace("_", "")
    return {
        "report_id": f"{start:%Y%m%dT%H%M%SZ}_{short}_XA_{asn}_n1_{number:016d}",
        "test_name": test_name,
        "test_version": "0.4.3" if test_name == "web_connectivity" else "0.3.1",
        "measurement_uid": table_uid(number, short, start),
        "probe_cc": "XA",
        "probe_asn": str(asn),
        "probe_as_org_name": "Home Net",
        "network_type": "wifi",
        "measurement_start_time": f"{start:%Y-%m-%d %H:%M:%S}+00:00",
        "resolver_ip": "198.51.100.53",
        "resolver_asn": "64501",
        "tls_success": "0",
    }


def web_rows(
    number: int = 0,
    *,
    asn: int = 64502,
    start: datetime = START,
    tls_failure: str = "",
    http_failure: str = "",
    tcp_failure: str = "",
    answer: str = SITE,
    ipv6_unreachable: bool = False,
) -> list[Cells]:
    """The rows of one web_connectivity: a request apart from the connection, as exports have it."""
    said = _envelope(number, "web_connectivity", start, asn) | {
        "input": f"https://{HOST}/",
        "hostname": HOST,
        "probe_analysis": "http-failure" if tls_failure or tcp_failure else "false",
    }
    looked_up = {"dns_engine": "system", "dns_answer": answer, "ip": answer, "port": "443.0"}
    connection = said | looked_up | {"ip_asn": "64500.0"}
    if tcp_failure:
        connection |= {"tcp_success": "0.0", "tcp_failure": tcp_failure}
    else:
        # tls_success says 1 of every handshake that was tried: a trap of this table.
        connection |= {
            "tcp_success": "1.0",
            "tls_success": "1",
            "tls_failure": tls_failure,
            "tls_is_certificate_valid": "" if tls_failure else "1.0",
            "tls_handshake_time": "10.003" if tls_failure else "0.2",
            "tls_handshake_read_count": "0.0" if tls_failure else "3.0",
            "tls_handshake_read_bytes": "0.0" if tls_failure else "5000.0",
            "tls_handshake_write_count": "1.0" if tls_failure else "4.0",
            "tls_handshake_write_bytes": "280.0" if tls_failure else "400.0",
            "tls_handshake_last_operation": "write_1" if tls_failure else "write_4",
        }
    failed = http_failure or tls_failure or tcp_failure
    rows = [connection, said | {"http_request_url": f"https://{HOST}/", "http_failure": failed}]
    if ipv6_unreachable:
        rows.append(
            said
            | looked_up
            | {"dns_answer": SITE6, "ip": SITE6, "tcp_success": "0.0"}
            | {"tcp_failure": "network_unreachable"}
        )
    return rows


def telegram_rows(
    number: int = 0,
    *,
    asn: int = 64502,
    start: datetime = START,
    tcp: Mapping[str, str] | None = None,
    http: Mapping[str, str] | None = None,
    web_tls: str = "",
) -> list[Cells]:
    """The rows of one telegram test; `tcp` and `http` say which addresses fail, and how."""
    said = _envelope(number, "telegram", start, asn)
    tcp_fails, http_fails = dict(tcp or {}), dict(http or {})
    rows = []
    for ip in ACCESS_POINTS:
        for port in (80, 443):
            tried = said | {"ip": ip, "port": f"{port}.0", "tcp_failure": tcp_fails.get(ip, "")}
            rows.append(tried | {"tcp_success": "0.0" if ip in tcp_fails else "1.0"})
            link = f"http://{ip}/" if port == 80 else f"http://{ip}:{port}/"
            failure = http_fails.get(ip) or tcp_fails.get(ip, "")
            rows.append(said | {"hostname": ip, "http_request_url": link, "http_failure": failure})
    web = said | {"hostname": "web.telegram.org"}
    rows.append(
        web
        | {"dns_engine": "system", "dns_answer": "149.154.167.99", "ip": "149.154.167.99"}
        | {"port": "443.0", "tcp_success": "1.0", "tls_success": "1", "tls_failure": web_tls}
        | {"tls_is_certificate_valid": "" if web_tls else "1.0", "tls_handshake_time": "0.3"}
    )
    rows.append(web | {"http_request_url": "https://web.telegram.org/", "http_failure": web_tls})
    return rows


def analysis(
    number: int = 0, share: Mapping[str, float] | None = None, failure: tuple[str, str] = ("", "")
) -> Cells:
    """One row of OONI's analysis; `failure` is a layer and its top failure."""
    said = _envelope(number, "web_connectivity", START, 64502)
    shares = {name: "0" for name in ANALYSIS_COLUMNS if name.endswith(("_blocked", "_down", "_ok"))}
    shares |= {name: str(value) for name, value in (share or {}).items()}
    layer, what = failure
    named = {f"top_{layer}_failure": what} if layer else {}
    return {
        **{name: said[name] for name in said if name in ANALYSIS_COLUMNS},
        "input": f"https://{HOST}/",
        "domain": HOST,
        "measurement_start_time": f"{START:%Y-%m-%d %H:%M:%S}.000",
        **shares,
        **named,
    }


def fastpath(number: int = 0, flags: Mapping[str, str] | None = None) -> Cells:
    """One row of OONI's fastpath; flags are `t` or `f`."""
    said = _envelope(number, "web_connectivity", START, 64502)
    return {
        **{name: said[name] for name in said if name in FASTPATH_COLUMNS},
        "input": f"https://{HOST}/",
        "measurement_start_time": f"{START:%Y-%m-%d %H:%M:%S}",
        "platform": "linux",
        "software_version": "3.26.0",
        "anomaly": "f",
        "confirmed": "f",
        "msm_failure": "f",
        **(flags or {}),
    }


def table_bytes(rows: Iterable[Cells], columns: Iterable[str] = OBS_COLUMNS) -> bytes:
    """Rows as CSV under a header; a column that a row lacks is empty."""
    sink = io.StringIO()
    writer = csv.DictWriter(sink, list(columns), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return sink.getvalue().encode()


def write_table(path: Path, rows: Iterable[Cells], columns: Iterable[str] = OBS_COLUMNS) -> Path:
    """A table as a file, packed as its name says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pack(table_bytes(rows, columns), path.name))
    return path
