"""The services that people know: what ships is well formed, and a wrong line is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import CuratedFileError
from fanous.paths import data_folder
from fanous.reference.targets import FOLDER, Targets, domain_of, load_targets, targets
from fanous.sources.registry import NETTESTS

GOOD = """id = "chat"
names = { en = "Chat", fa = "گفتگو" }
category = "COMT"
rule = "any_of"

[[member]]
test = "telegram"
core = true

[[member]]
domain = "chat.example"
core = true

[[member]]
domain = "blog.chat.example"
"""


def load(folder: Path, **files: str) -> Targets:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load_targets(folder)


@pytest.mark.parametrize(
    "path", sorted((data_folder() / FOLDER).glob("*.toml")), ids=lambda path: path.stem
)
def test_each_service_that_ships_is_whole(path: Path) -> None:
    known = targets()
    service = known.services[f"service:{path.stem}"]
    assert service.target == f"service:{service.id}" == f"service:{path.stem}"
    assert set(service.names) >= {"en", "fa"}
    assert any(member.core for member in service.members)
    for member in service.members:
        assert known.find(member.target) == (service, member)
        kind, _, name = member.target.partition(":")
        assert kind in ("service", "domain")
        if kind == "service":
            assert name in NETTESTS
        assert known.group(member.target) == (service.target if member.core else member.target)


def test_those_that_were_promised_ship() -> None:
    promised = (
        "telegram whatsapp signal facebook instagram x youtube wikipedia google tor app_store"
    )
    assert {f"service:{name}" for name in promised.split()} <= set(targets().services)


@pytest.mark.parametrize(
    ("target", "group"),
    [
        ("domain:twitter.com", "service:x"),
        ("domain:x.com", "service:x"),
        ("domain:www.facebook.com", "service:facebook"),
        ("domain:a.b.facebook.com", "service:facebook"),
        ("domain:fa.wikipedia.org", "service:wikipedia"),
        ("domain:web.telegram.org", "service:telegram"),
        ("domain:t.me", "service:telegram"),
        ("service:telegram", "service:telegram"),
        ("domain:www.google.com", "service:google"),
        ("domain:play.google.com", "service:google_play"),
        ("domain:notfacebook.com", "domain:notfacebook.com"),
        ("domain:www.shop.example", "domain:shop.example"),
        ("domain:www.example", "domain:example"),
        ("service:nobody", "service:nobody"),
        ("address:192.0.2.1", "address:192.0.2.1"),
        ("domain:com", "domain:com"),
    ],
)
def test_what_a_target_is_told_under(target: str, group: str) -> None:
    assert targets().group(target) == group


def test_a_part_that_is_not_core_is_told_where_it_is(tmp_path: Path) -> None:
    known = load(tmp_path, chat=GOOD)
    assert known.group("domain:app.chat.example") == "service:chat"
    assert known.group("domain:blog.chat.example") == "domain:blog.chat.example"
    assert known.group("domain:www.blog.chat.example") == "domain:blog.chat.example"
    found = known.find("domain:new.blog.chat.example")
    assert found is not None and not found[1].core


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("x", "service:x"),
        ("service:x", "service:x"),
        ("x.com", "domain:x.com"),
        ("domain:x.com", "domain:x.com"),
        ("nobody", "domain:nobody"),
    ],
)
def test_names_as_people_write_them(written: str, target: str) -> None:
    assert targets().named(written) == target


def test_one_member_of_an_all_of_service_says_nothing_of_the_service(tmp_path: Path) -> None:
    known = load(tmp_path, chat=GOOD.replace("any_of", "all_of"))
    assert known.group("domain:www.chat.example") == "domain:chat.example"
    assert load(tmp_path, chat=GOOD).group("domain:www.chat.example") == "service:chat"


def test_names_in_the_readers_language() -> None:
    assert targets().name("service:telegram") == "Telegram"
    assert targets().name("service:telegram", "fa") == "تلگرام"
    assert targets().name("service:telegram", "xx") == "Telegram"
    assert targets().name("domain:shop.example") == "domain:shop.example"
    assert domain_of("domain:www.shop.example") == "domain:shop.example"
    assert domain_of("service:www.x") == "service:www.x"


def test_an_empty_folder_knows_no_service(tmp_path: Path) -> None:
    assert load_targets(tmp_path) == Targets({}, {})


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('rule = "any_of"', 'rule = "any_of"\nowner = "me"', 5, "'owner' is unknown"),
        ('rule = "any_of"', 'rule = "some_of"', 4, "'some_of' is no rule"),
        ('rule = "any_of"\n', "", 1, "'rule' is missing"),
        ('id = "chat"', 'id = "talk"', 1, "not the file's name"),
        ('category = "COMT"', 'category = "chat"', 3, "is no category"),
        ('{ en = "Chat", fa = "گفتگو" }', '{ fa = "گفتگو" }', 2, "names nothing"),
        ('domain = "chat.example"', 'domain = "www.chat.example"', 11, "is no domain"),
        ('domain = "chat.example"', 'domain = "chat"', 11, "is no domain"),
        ('domain = "chat.example"', 'domain = "Chat.example"', 11, "is no domain"),
        ('domain = "chat.example"', 'domain = "https://chat.example"', 11, "is no domain"),
        ('domain = "chat.example"', 'test = "a"\ndomain = "a.example"', 10, "one test or one"),
        ('domain = "blog.chat.example"', "core = false", 14, "one test or one"),
        ('domain = "blog.chat.example"', 'domain = "b.example"\nhost = "b"', 16, "'host' is"),
        ("core = true", 'core = "yes"', 8, "is no core"),
        ("core = true", "core = false", 1, "no core member"),
        ('domain = "blog.chat.example"', 'domain = "chat.example"', 14, "a member of 'chat' alr"),
        ('id = "chat"', 'id = "chat', 1, "not TOML"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    text = GOOD.replace(old, new)
    with pytest.raises(CuratedFileError) as caught:
        load(tmp_path, chat=text)
    assert what in str(caught.value)
    assert caught.value.line == line
    assert caught.value.path.endswith("chat.toml")
    assert caught.value.remedy


def test_a_target_belongs_to_one_service(tmp_path: Path) -> None:
    other = GOOD.replace('"chat"', '"talk"').replace("telegram", "signal")
    with pytest.raises(CuratedFileError, match=r"'domain:chat.example' is a member of 'chat'"):
        load(tmp_path, chat=GOOD, talk=other)
