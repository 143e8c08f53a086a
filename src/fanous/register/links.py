"""What must hold of links: what a test needs, and which elements no test can speak to.

Decides whether a link can be graded at all. Leaves grading to `grading`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fanous.model.names import SERVICES
from fanous.register.load import Register
from fanous.register.problem import Problem
from fanous.register.schema import Link

__all__ = ["UNTESTABLE", "wrong_links"]

UNTESTABLE = ("order", "intent", "use")
"""Elements that no network measurement can speak to, whatever the test."""

_ENTITY = re.compile(r"country:[A-Z]{2}|region:[A-Z]{2}-[A-Z0-9]{1,3}|asn:\d{1,10}")
_HOST = re.compile(r"domain:[a-z0-9-]+(\.[a-z0-9-]+)+")
_TARGETED = ("im-blocking", "web-blocking", "target-down-everywhere", "throttling")


def wrong_links(register: Register) -> Iterator[Problem]:
    """A link that no test can take, or that leaves out what its test needs."""
    for key, record in register.links.items():
        ids = [link.id for link in record.links]
        for n, link in enumerate(record.links):
            problems = list(_problems(link))
            if ids.index(link.id) != n or not link.id.startswith(f"{key}-"):
                problems.append(("id", f"the id {link.id!r} must be {key}-… and stand once"))
            for name, what in problems:
                at = ("links", n, name)
                remedy = "See docs/how-to/add-a-claim.md, under links."
                yield register.problem("links", key, at, "link", f"{name}: {what}", remedy)
    for key, claim in register.claims.items():
        unread = ("links", key) in register.unread
        if claim.measurable != "no" and key not in register.links and not unread:
            what = f"measurable is {claim.measurable!r}, and there is no link"
            remedy = f"Write links/{key}.yaml, or set 'measurable: no'."
            yield register.problem("claims", key, ("measurable",), "link", what, remedy)


def _problems(link: Link) -> Iterator[tuple[str, str]]:
    if link.test is None:
        if not link.reason:
            yield "reason", "without a test, say why none can speak to this"
        return
    if link.element in UNTESTABLE:
        yield "element", f"no test can speak to {link.element!r}; leave the test out, give a reason"
    if not _ENTITY.fullmatch(link.entity):
        yield "entity", "a test looks at country:IR, region:IR-06 or asn:58224"
    if not link.date_from:
        yield "date_from", "a test looks at a window: when does it begin?"
    if not link.rivals:
        yield "rivals", "name what else would look the same"
    if link.test in _TARGETED and not link.targets:
        yield "targets", f"{link.test} looks at targets, such as service:telegram"
    yield from _unfindable(link)
    if link.test in ("speed-compared", "reach-compared") and not link.compare_with:
        yield "compare_with", f"{link.test} compares with other windows"
    if link.test == "method-observed" and not link.mechanisms:
        yield "mechanisms", "name the mechanisms that would show it"
    known = {rival.strip() for rival in link.rivals}
    for text in link.excluded:
        if text.partition(":")[0].strip() not in known:
            yield "excluded", f"{text.partition(':')[0]!r} is none of the rivals"


def _unfindable(link: Link) -> Iterator[tuple[str, str]]:
    """Targets that no verdict is named by: a link with one would say "nobody measured this".

    `category:NEWS` stood in a link of ours. Tests compare names as they are.
    """
    services = [f"service:{name}" for name in sorted(SERVICES)]
    for name in ("targets", "control_targets"):
        for target in getattr(link, name):
            if not _HOST.fullmatch(target) and target not in services:
                what = f"no measurement is ever about {target!r}; name a site by its host, as in "
                yield name, f"{what}domain:www.example.org, or one of {', '.join(services)}"
