"""What a reader asks cells of: which measured targets are meant by a name.

Decides how names are read: a URL or domain is its host with and without `www.`; a service is its
members of `data/targets`; a category is the hosts that test lists put under it. Leaves how members
make one answer to `profile`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fanous.errors import UsageError
from fanous.model.names import url
from fanous.reference.targets import DOMAIN, PREFIX, Service, Targets, domain_of
from fanous.reference.test_lists import ListedUrl

__all__ = ["CATEGORY", "Asked", "ask"]

CATEGORY = "category:"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that was asked for.

    `members` says of every measured target that is meant which member it is. `core`: the members
    that make the answer. `rule`: any_of or all_of for a service; None where nothing says how
    members make one answer (a category), or there is nothing to combine.
    """

    name: str
    members: Mapping[str, str]
    core: tuple[str, ...] = ()
    rule: str | None = None

    @property
    def is_group(self) -> bool:
        """Whether it is made of several, so that the answer is a profile."""
        return bool(self.core)


def ask(
    name: str, measured: Iterable[str], known: Targets, listed: Mapping[str, ListedUrl]
) -> Asked:
    """What a name means among the targets that were `measured`.

    `listed` are the test lists' hosts, as `Reference.listed`. Raises UsageError for a name that is
    neither a host, a known service, a category of the lists, nor a measured target.
    """
    if name.startswith(CATEGORY):
        return _category(name, measured, listed)
    full = known.named(name)
    if full in known.services:
        return _service(known.services[full], measured, known)
    if ":" in name and "://" not in name and not name.startswith(DOMAIN):
        return _as_it_is(name, measured, known)
    return _site(name, measured)


def _site(name: str, measured: Iterable[str]) -> Asked:
    """A host, with and without `www.`: people name either, and mean both."""
    text = name.removeprefix(DOMAIN)
    host = url(text if "://" in text else f"https://{text}").hostname
    if not host:
        raise UsageError(
            f"{name}: no host in it",
            remedy="Name a URL, a domain (example.org), a service (service:telegram) or a category "
            "(category:NEWS).",
        )
    label = domain_of(DOMAIN + host)
    return Asked(label, {each: label for each in measured if domain_of(each) == label})


def _service(service: Service, measured: Iterable[str], known: Targets) -> Asked:
    members = {}
    for each in measured:
        found = known.find(each)
        if found and found[0] == service:
            members[each] = found[1].target
    core = tuple(member.target for member in service.members if member.core)
    return Asked(service.target, members, core, service.rule)


def _category(name: str, measured: Iterable[str], listed: Mapping[str, ListedUrl]) -> Asked:
    code = name.removeprefix(CATEGORY).upper()
    if not listed:
        raise UsageError(
            f"{name}: no test list says what is in a category",
            remedy="Name a folder with testlist_*.csv by --reference.",
        )
    sites = {domain_of(DOMAIN + each.host) for each in listed.values() if each.category == code}
    if not sites:
        codes = ", ".join(sorted({each.category for each in listed.values()}))
        raise UsageError(
            f"{name}: no test list has this category", remedy=f"The lists have: {codes}."
        )
    members = {each: domain_of(each) for each in measured if domain_of(each) in sites}
    return Asked(CATEGORY + code, members, tuple(sorted(sites)))


def _as_it_is(name: str, measured: Iterable[str], known: Targets) -> Asked:
    if name not in measured:
        services = ", ".join(known.services)
        what = f"{name}: no such target, and nothing of that name was measured"
        remedy = f"The services are: {services}." if name.startswith(PREFIX) else ""
        raise UsageError(what, remedy=remedy or "`fanous status` says what the store holds.")
    return Asked(name, {name: name})
