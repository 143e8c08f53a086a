from __future__ import annotations

from fanous.model.outcome import LAYERS, Evidence, Layer, Outcome, State


def test_vocabularies_are_closed_and_stored_as_these_words() -> None:
    assert [str(layer) for layer in LAYERS] == ["dns", "tcp", "tls", "http"]
    assert set(LAYERS) == set(Layer)
    assert [str(item) for item in Outcome] == ["ok", "down", "blocked", "unknown"]
    assert [str(item) for item in Evidence] == ["none", "discarded", "scored"]
    assert [str(item) for item in State] == [
        "blocked",
        "likely_blocked",
        "impaired",
        "down",
        "ok",
        "insufficient",
        "not_handled",
    ]


def test_silence_has_a_word_of_its_own() -> None:
    """An outcome that is not known is no state: it becomes `impaired` or `insufficient`."""
    assert set(Outcome) - {str(item) for item in State} == {Outcome.UNKNOWN}
