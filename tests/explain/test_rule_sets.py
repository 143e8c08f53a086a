"""Rule sets by name: found, checked before they are run, or refused with what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanous.errors import InputError, UsageError
from fanous.explain.rule_sets import rule_set_named
from fanous.model.outcome import Layer
from fanous.rules.rule_set import RuleSet
from fanous.store.store import Store
from tests.explain.changing import with_fact, without_rule

OTHER = without_rule("tls.reset_control_ok")


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", create=True)


def test_by_word_digest_version_and_file(empty: Store, tmp_path: Path) -> None:
    assert rule_set_named("current", empty) == RuleSet.current()
    empty.keep_rules(OTHER)
    for name in (OTHER.digest, OTHER.digest[:8], OTHER.version):
        assert rule_set_named(name, empty) == OTHER
    path = tmp_path / "mine.json"
    path.write_bytes(OTHER.to_json())
    assert rule_set_named(str(path), empty) == OTHER


def test_what_is_not_clear_is_refused(empty: Store) -> None:
    with pytest.raises(UsageError, match="no rule set is called so") as caught:
        rule_set_named("7", empty)
    assert "none yet" in caught.value.remedy
    for rules in (OTHER, RuleSet.current()):
        empty.keep_rules(rules)
    with pytest.raises(UsageError, match="more than one") as caught:
        rule_set_named(OTHER.version, empty)
    assert OTHER.digest[:12] in caught.value.remedy


def test_what_was_changed_or_does_more_is_refused(empty: Store, tmp_path: Path) -> None:
    evil = with_fact(Layer.TCP, "CONNECTED", "true) FROM tcp; DROP TABLE tcp; SELECT (true")
    path = tmp_path / "evil.json"
    path.write_bytes(evil.to_json())
    with pytest.raises(InputError, match="fact CONNECTED"):
        rule_set_named(str(path), empty)
    empty.keep_rules(OTHER)
    kept = empty.folder / "rules" / f"{OTHER.digest}.json"
    kept.write_bytes(evil.to_json())
    with pytest.raises(InputError, match="not what its name says"):
        rule_set_named(OTHER.digest, empty)
    path.write_bytes(b"{}")
    with pytest.raises(InputError, match="not a rule set"):
        rule_set_named(str(path), Store(tmp_path / "second", create=True))
