from __future__ import annotations

from fanous.sources.signals.ioda_words import IODA_SIGNALS, entity_of, signal_of_title


def test_methods_of_one_operator_are_one_operator() -> None:
    methods = {IODA_SIGNALS[name].operator for name in ("gtr", "gtr-norm", "gtr-sarima")}
    assert methods == {"Google"}
    assert IODA_SIGNALS["merit-nt"].operator != IODA_SIGNALS["bgp"].operator


def test_titles_of_the_page() -> None:
    found = signal_of_title("Google (Search)")
    assert found is not None and found[1] == "search"
    assert signal_of_title("Weather (°C)") is None


def test_entities() -> None:
    assert entity_of("country", "IR") == "country:IR"
    assert entity_of("asn", "58224") == "asn:58224"
