"""The twelve sites that the probes of the two invented countries visit.

Decides names (`.example`, RFC 2606), titles and addresses. Several are here for a trap rather than
for a blocking: answers that rotate, a redirect to https://, a site without HTTPS, a name in Persian
script, addresses in both families.
"""

from __future__ import annotations

from fanous.evaluation.simulator.scenario import Site

__all__ = ["SITES"]

SITES = (
    Site(
        url="https://news.example/",
        title="The Example Morning News",
        category="NEWS",
        listed_in="xa",
        addresses=("198.51.100.10", "198.51.100.11"),
    ),
    Site(
        url="http://rights.example/",
        title="Rights Watch Example",
        category="HUMR",
        listed_in="xa",
        addresses=("198.51.100.20",),
    ),
    Site(
        url="https://chat.example/",
        title="Chat Example",
        category="COMT",
        listed_in="global",
        addresses=("198.51.100.140", "2001:db8:120::140"),
    ),
    Site(
        url="https://forum.example/",
        title="Forum Example: Talk Freely",
        category="GRP",
        listed_in="xb",
        addresses=("198.51.100.30", "198.51.100.31"),
    ),
    Site(
        url="https://video.example/",
        title="Video Example",
        category="MMED",
        listed_in="xb",
        addresses=("198.51.100.150",),
    ),
    Site(
        url="https://shop.example/",
        title="Shop Example",
        category="COMM",
        listed_in="global",
        addresses=("198.51.100.160",),
    ),
    Site(
        url="https://media.example/",
        title="Media on a Rotating Network",
        category="MMED",
        listed_in="global",
        addresses=tuple(f"203.0.113.{number}" for number in range(16, 112, 3)),
        rotation=2,
        alias="media.example.edge.mosaic.example",
    ),
    Site(
        url="https://فانوس.example/",
        title="فانوس: مجله‌ای برای آزمون",
        category="CULTR",
        listed_in="xa",
        addresses=("198.51.100.40",),
        language="fa",
    ),
    Site(
        url="https://weather.example/",
        title="Weather Example",
        category="PUBH",
        listed_in="global",
        addresses=("198.51.100.50", "2001:db8:100::50"),
    ),
    Site(
        url="http://library.example/",
        title="The Example Library",
        category="CULTR",
        listed_in="global",
        addresses=("198.51.100.60", "2001:db8:100::60"),
        redirects_to="https://library.example/",
    ),
    Site(
        url="http://mail.example/",
        title="Mail Example",
        category="COMT",
        listed_in="global",
        addresses=("198.51.100.170", "198.51.100.171"),
        redirects_to="https://mail.example/",
    ),
    Site(
        url="http://archive.example/",
        title="Old Papers Archive",
        category="CULTR",
        listed_in="xb",
        addresses=("198.51.100.70",),
        serves_https=False,
    ),
)
