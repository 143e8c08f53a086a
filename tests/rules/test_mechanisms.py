"""The list of mechanisms: what ships is sound, and what is not sound is refused at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import CuratedFileError
from fanous.rules.mechanisms import load_mechanisms, prefixes
from fanous.rules.registry import RULES

_RULES = [rule for layer in RULES.values() for rule in layer.rules]

# Ids are contracts: what one release named, every later one knows. Add to this, never take away.
_RELEASED = """
dns dns.injection dns.injection.blockpage dns.injection.bogon dns.injection.other dns.nxdomain
dns.servfail dns.no_answer dns.refused dns.timeout ip ip.unreachable tcp tcp.reset tcp.timeout
tcp.refused tls tls.reset tls.reset.sni tls.reset.other tls.eof tls.timeout tls.mitm
tls.mitm.self_signed tls.mitm.ca_signed tls.mitm.wrong_name tls.throttle tls.throttle.sni http
http.blockpage http.redirect http.error http.reset http.reset.host http.eof http.timeout
http.throttle http.throttle.host quic
""".split()

_GOOD = """\
[[mechanism]]
id = "dns"
sentence = "Look-ups are interfered with."
rfc9505 = ["5.1.1"]

[[mechanism]]
id = "dns.refused"
sentence = "Look-ups are refused."
rfc9505 = ["5.1.1"]
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "mechanisms.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.id)
def test_every_mechanism_that_a_rule_names_exists(rule: object) -> None:
    mechanism = getattr(rule, "mechanism", None)
    assert mechanism is None or mechanism in load_mechanisms()


def test_a_rule_names_mechanisms_of_its_own_layer() -> None:
    strangers = [
        rule.id
        for rule in _RULES
        if rule.mechanism and rule.mechanism.split(".")[0] != rule.id.split(".")[0]
    ]
    assert strangers == []


def test_nothing_that_was_released_is_gone() -> None:
    assert set(_RELEASED) <= set(load_mechanisms())


def test_every_prefix_is_a_mechanism() -> None:
    known = load_mechanisms()
    assert all(prefix in known for name in known for prefix in prefixes(name))


def test_every_sentence_ends_with_a_full_stop_and_says_something_of_its_own() -> None:
    sentences = [mechanism.sentence for mechanism in load_mechanisms().values()]
    assert all(sentence.endswith(".") for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


def test_prefixes_run_from_the_layer_down() -> None:
    assert prefixes("tls.reset.sni") == ("tls", "tls.reset", "tls.reset.sni")


def test_a_sound_file_is_read_in_order(tmp_path: Path) -> None:
    found = load_mechanisms(_file(tmp_path, _GOOD))
    assert list(found) == ["dns", "dns.refused"]
    assert found["dns"].rfc9505 == ("5.1.1",)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('id = "dns.refused"', 'id = "dns"', 7, "occurs twice"),
        ('id = "dns.refused"', 'id = "tcp.refused"', 7, "has no 'tcp' above it"),
        ('id = "dns.refused"', 'id = "DNS refused"', 7, "no mechanism's id"),
        ('id = "dns.refused"', 'id = "wifi"', 7, "no mechanism's id"),
        ('id = "dns.refused"', "id = 5", 7, "no mechanism's id"),
        ("Look-ups are refused.", "Look-ups are refused", 8, "no sentence"),
        ("Look-ups are refused.", "look-ups are refused.", 8, "no sentence"),
        ('rfc9505 = ["5.1.1"]\n\n', 'rfc9505 = ["6.1"]\n\n', 4, "no sections"),
        ('rfc9505 = ["5.1.1"]\n\n', "rfc9505 = []\n\n", 4, "no sections"),
        ('rfc9505 = ["5.1.1"]\n\n', "rfc9505 = 5.1\n\n", 4, "no sections"),
        ('rfc9505 = ["5.1.1"]\n\n', "\n", 1, "'rfc9505' is missing"),
        ('sentence = "Look-ups are refused."', 'why = "no"', 6, "'sentence' is missing"),
        ('id = "dns.refused"', 'note = "x"\nid = "dns.refused"', 7, "'note' is unknown"),
        ('id = "dns.refused"', "id = dns.refused", 7, "not TOML"),
        ("[[mechanism]]\n", "[[mechanisms]]\n", 1, "something other"),
    ],
)
def test_what_is_not_sound_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    path = _file(tmp_path, _GOOD.replace(old, new, 1))
    with pytest.raises(CuratedFileError, match=what) as raised:
        load_mechanisms(path)
    assert (raised.value.path, raised.value.line) == (str(path), line)
    assert raised.value.remedy


def test_a_file_that_is_not_text_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mechanisms.toml"
    with pytest.raises(CuratedFileError, match="cannot be read"):
        load_mechanisms(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CuratedFileError, match="not UTF-8"):
        load_mechanisms(path)
