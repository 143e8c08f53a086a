"""File names from hostile names: safe, readable where that is safe, and never shared."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanous.reports.slugs import country_slug, measurement_path, target_slug

SAFE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._~-]*")


@pytest.mark.parametrize(
    "host", ["news.example", "a.b-c.example", "192.0.2.1", "xn--mgby3bvk.example"]
)
def test_plain_hosts_keep_their_name(host: str) -> None:
    assert target_slug(f"domain:{host}") == host


@pytest.mark.parametrize(
    "target",
    ["domain:..", "domain:../../x", "domain:", "", "domain:index", "domain:con.txt", "domain:nul",
     "domain:lpt1", "domain:.hidden", "domain:a..b", "domain:UPPER.example", "domain:a/b",
     "domain:a\\b", "domain:<script>", "domain:\u202eabc", "domain:" + "a" * 300, "test:telegram",
     "domain:2001:db8::1", "domain:trailing.", "domain:a~b", "domain:فانوس.example"],
)  # fmt: skip
def test_other_names_are_hashed(target: str) -> None:
    slug = target_slug(target)
    assert re.fullmatch(r"x~[a-z0-9-]*~[0-9a-f]{20}", slug)


@given(st.text(), st.text())
def test_slugs_are_safe_and_never_shared(one: str, other: str) -> None:
    for prefix in ("domain:", "test:", ""):
        slugs = target_slug(prefix + one), target_slug(prefix + other)
        assert all(SAFE.fullmatch(slug) and len(slug) < 120 for slug in slugs)
        assert all(".." not in slug for slug in slugs)
        assert (slugs[0] == slugs[1]) is (one == other)
    assert (country_slug(one) == country_slug(other)) is (one == other)


def test_a_table_never_meets_another_targets_file() -> None:
    # A host's page and tables, and those of hosts made to look like them.
    names = ["a.example", "a.example~days", "a.example.days", "a.example-days"]
    files = [f"{target_slug(f'domain:{name}')}{end}" for name in names
             for end in (".html", "~days.csv", "~verdicts.csv")]  # fmt: skip
    assert len(set(files)) == len(files)


def test_countries() -> None:
    assert country_slug("XA") == "XA"
    assert country_slug("../") != country_slug("xa") != "xa"


def test_a_measurements_page_is_named_by_its_bytes() -> None:
    digest = "ab" * 32
    assert measurement_path(digest) == f"ab/{'ab' * 16}.html"
