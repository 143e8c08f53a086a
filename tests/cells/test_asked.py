"""Names as people write them, and the measured targets that they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.cells.asked import ask
from fanous.errors import UsageError
from fanous.reference.targets import targets
from fanous.reference.test_lists import ListedUrl
from tests.making import FUZZ

MEASURED = [
    "domain:news.example",
    "domain:www.news.example",
    "domain:m.news.example",
    "domain:web.telegram.org",
    "domain:a.web.telegram.org",
    "service:telegram",
    "test:ndt",
]
LISTED = {
    host: ListedUrl(f"https://{host}/", host, category)
    for host, category in (("www.news.example", "NEWS"), ("b.example", "NEWS"), ("t.me", "GRP"))
}


@pytest.mark.parametrize(
    "name",
    [
        "news.example",
        "www.news.example",
        "domain:news.example",
        "https://www.News.example/page?q=1",
        "http://news.example:8080",
    ],
)
def test_a_site_is_its_host_with_and_without_www(name: str) -> None:
    asked = ask(name, MEASURED, targets(), {})
    assert asked.name == "domain:news.example"
    assert sorted(asked.members) == ["domain:news.example", "domain:www.news.example"]
    assert not asked.is_group


@pytest.mark.parametrize("name", ["telegram", "service:telegram"])
def test_a_service_is_its_members_and_every_host_beneath(name: str) -> None:
    asked = ask(name, MEASURED, targets(), {})
    assert asked.name == "service:telegram" and asked.rule == "any_of"
    assert asked.members == {
        "service:telegram": "service:telegram",
        "domain:web.telegram.org": "domain:web.telegram.org",
        "domain:a.web.telegram.org": "domain:web.telegram.org",
    }
    assert set(asked.members.values()) < set(asked.core)


def test_a_category_is_what_the_lists_put_under_it() -> None:
    asked = ask("category:news", MEASURED, targets(), LISTED)
    assert asked.name == "category:NEWS" and asked.rule is None
    assert asked.core == ("domain:b.example", "domain:news.example")
    assert set(asked.members) == {"domain:news.example", "domain:www.news.example"}


def test_a_target_of_another_kind_is_itself() -> None:
    assert ask("test:ndt", MEASURED, targets(), {}).members == {"test:ndt": "test:ndt"}


@pytest.mark.parametrize(
    ("name", "listed", "told"),
    [
        ("category:NEWS", {}, "--reference"),
        ("category:NWES", LISTED, "GRP, NEWS"),
        ("service:telegrm", {}, "telegram"),
        ("test:nothing", {}, "status"),
        ("https://", {}, "category:NEWS"),
    ],
)
def test_what_means_nothing_is_refused_with_what_to_do(
    name: str, listed: dict[str, ListedUrl], told: str
) -> None:
    with pytest.raises(UsageError) as refused:
        ask(name, MEASURED, targets(), listed)
    assert told in str(refused.value)


@given(st.text(max_size=30))
@FUZZ
def test_any_text_means_measured_targets_or_is_refused(name: str) -> None:
    try:
        asked = ask(name, MEASURED, targets(), LISTED)
    except UsageError as refused:
        assert refused.remedy
    else:
        assert set(asked.members) <= set(MEASURED)
