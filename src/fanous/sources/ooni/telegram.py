"""telegram (OONI ts-020), all versions: Telegram's access points, and its web page.

Decides which keys are read. The access points are tried by address (`tcp_connect`, and a POST in
`requests` whose URL holds the address: their rows have no name); web.telegram.org by name. Any
response of an access point counts: 404 and 501 are usual. Until 0.2 http://web.telegram.org/ was
fetched too, and its redirect followed. Which addresses there are is declared in
`data/services/telegram.toml`.
"""

from __future__ import annotations

from fanous.sources.ooni.service import ServiceMessage, ServiceTest
from fanous.sources.ooni.wire import Evidence, Failure

__all__ = ["Telegram", "TelegramTest"]


class TelegramKeys(Evidence, gc=False):
    telegram_tcp_blocking: bool | None = None
    telegram_http_blocking: bool | None = None
    telegram_web_status: str | None = None
    telegram_web_failure: Failure = None


class Telegram(ServiceMessage, gc=False):
    """A telegram measurement, all versions."""

    test_keys: TelegramKeys | None = None


class TelegramTest(ServiceTest[Telegram]):
    """The parser of telegram."""

    test_name = "telegram"
    struct = Telegram
    conclusions = (
        "telegram_tcp_blocking",
        "telegram_http_blocking",
        "telegram_web_status",
        "telegram_web_failure",
    )
