from __future__ import annotations

from fanous.certificates.result import CERTAIN, MEANINGS, Result
from tests.conftest import ROOT


def test_every_word_is_explained_here_and_in_the_docs() -> None:
    assert set(MEANINGS) == set(Result)
    text = (ROOT / "docs" / "explanation" / "certificates.md").read_text(encoding="utf-8")
    for word, meaning in MEANINGS.items():
        assert f"| `{word}` |" in text, word
        assert meaning.partition(":")[0].partition(" (")[0] in text.replace("\n", " "), word


def test_doubt_is_never_certain() -> None:
    assert set(CERTAIN) == {"self_signed", "untrusted", "bad_signature", "wrong_name"}
