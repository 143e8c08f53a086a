"""whatsapp (OONI ts-018), all versions: WhatsApp's endpoints, its registration, its web page.

Decides which keys are read. The endpoints e1 to e16.whatsapp.net are looked up and connected to on
443 and 5222 (until 2020-07 only one of them); v.whatsapp.net and web.whatsapp.com are fetched by
HTTPS, and the latter by HTTP too until 0.9. A connect row holds no name: it belongs to the name
whose answer it is. The HTTP status says nothing here: 400 is usual.
`whatsapp_endpoints_dns_inconsistent` is left out: by ts-018 it is broken since 2020-02.
"""

from __future__ import annotations

from fanous.sources.ooni.service import COMMON_IGNORED, ServiceMessage, ServiceTest
from fanous.sources.ooni.wire import Evidence, Failure

__all__ = ["Whatsapp", "WhatsappTest"]


class WhatsappKeys(Evidence, gc=False):
    whatsapp_endpoints_status: str | None = None
    whatsapp_endpoints_blocked: list[str] | None = None
    registration_server_status: str | None = None
    registration_server_failure: Failure = None
    whatsapp_web_status: str | None = None
    whatsapp_web_failure: Failure = None


class Whatsapp(ServiceMessage, gc=False):
    """A whatsapp measurement, all versions."""

    test_keys: WhatsappKeys | None = None


class WhatsappTest(ServiceTest[Whatsapp]):
    """The parser of whatsapp."""

    test_name = "whatsapp"
    struct = Whatsapp
    ignored = COMMON_IGNORED | {"test_keys.whatsapp_endpoints_dns_inconsistent"}
    conclusions = (
        "whatsapp_endpoints_status",
        "whatsapp_endpoints_blocked",
        "registration_server_status",
        "registration_server_failure",
        "whatsapp_web_status",
        "whatsapp_web_failure",
    )
