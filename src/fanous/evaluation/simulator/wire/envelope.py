"""The keys around `test_keys` (df-000): who measured, where, when, with what.

Decides the envelope of every simulated test, and marks each as synthetic in its annotations.
"""

from __future__ import annotations

from datetime import datetime

from fanous.evaluation.simulator.visit import Session
from fanous.evaluation.simulator.wire import Json

__all__ = ["envelope"]

SOFTWARE_NAME = "fanous-simulator"
_DATA_FORMAT_VERSION = "0.2.0"
_EXTENSIONS = ("dnst", "httpt", "netevents", "tcpconnect", "tlshandshake", "tunnel")


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _annotations(session: Session) -> Json:
    client = session.client
    return {
        "architecture": client.architecture,
        "engine_name": "fanous-simulator-engine",
        "engine_version": client.engine_version,
        "network_type": session.probe.network_type,
        "origin": "autorun",
        "platform": client.platform,
        "synthetic": "true",
    }


def envelope(
    session: Session,
    *,
    test_name: str,
    test_version: str,
    test_input: str | None,
    started: datetime,
    runtime: float,
    test_keys: Json,
    helper_url: str = "",
    uid: str | None = None,
) -> Json:
    """A whole measurement. Without a uid the key is left out, as in much of the archive."""
    probe = session.probe
    helpers: Json = {"backend": {"address": helper_url, "type": "https"}} if helper_url else {}
    return {
        "annotations": _annotations(session),
        "data_format_version": _DATA_FORMAT_VERSION,
        "extensions": dict.fromkeys(_EXTENSIONS, 0),
        "input": test_input,
        "measurement_start_time": _clock(started),
        **({"measurement_uid": uid} if uid else {}),
        "probe_asn": f"AS{probe.asn}",
        "probe_cc": probe.cc,
        **({"probe_id": probe.probe_id} if probe.probe_id else {}),
        "probe_ip": probe.address,
        "probe_network_name": probe.network_name,
        "report_id": session.report_id(test_name.replace("_", "")),
        "resolver_asn": f"AS{probe.resolver_asn}",
        "resolver_ip": probe.resolver_address,
        "resolver_network_name": probe.resolver_network_name,
        "software_name": SOFTWARE_NAME,
        "software_version": session.client.software_version,
        **({"test_helpers": helpers} if helpers else {}),
        "test_keys": test_keys,
        "test_name": test_name,
        "test_runtime": runtime,
        "test_start_time": _clock(session.started),
        "test_version": test_version,
    }
