from __future__ import annotations

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from fanous.evaluation.verdicts.intervals import Share
from fanous.evaluation.verdicts.labels import Label
from fanous.evaluation.verdicts.opinions import VERDICTS, Opinion
from fanous.evaluation.verdicts.score import Figures, Scored, families, figures, judges
from fanous.model.outcome import LAYERS
from fanous.rules.mechanisms import load_mechanisms
from tests.evaluation.verdicts.labelling import label, opinion, scored, working
from tests.making import FUZZ


def counts(found: Figures) -> dict[str, tuple[int, int] | None]:
    plain: dict[str, tuple[int, int] | None] = {}
    for field in fields(found):
        value: Share | None = getattr(found, field.name)
        plain[field.name] = None if value is None else (value.n, value.of)
    return plain


def test_each_figure_by_hand() -> None:
    thin = label("c", acceptable=("blocked", "insufficient"), layers=(frozenset(), frozenset("x")))
    both = label("d", layers=(frozenset({"tls", "http"}), frozenset({"http"})))
    items = [
        scored(label("a"), fanous=opinion("blocked", "tls.reset.sni")),  # right, and too deep
        scored(working("b"), fanous=opinion("blocked", "dns")),  # a false accusation
        scored(thin, fanous=opinion("insufficient")),  # missed, and acceptable
        scored(both, fanous=opinion("blocked", "tls.reset")),  # acceptable, other layers
        scored(label("e"), fanous=opinion("ok")),  # missed
        scored(working("f"), fanous=opinion("ok")),
    ]
    assert counts(figures(items, "fanous")) == {
        "acceptable": (4, 6),
        "false_accusations": (1, 2),
        "missed": (2, 4),
        "right_layers": (2, 4),
        "layers_anywhere": (3, 6),
        "mechanism_precision": (4, 6),
        "mechanism_recall": (4, 8),
    }


def test_where_blocked_is_acceptable_it_is_no_false_accusation() -> None:
    relay = working(acceptable=("ok", "blocked"), layers=(frozenset({"dns"}),))
    item = scored(relay, fanous=opinion("blocked", "dns.injection"))
    assert not item.is_false_accusation("fanous")
    assert item.has_right_layers("fanous")
    assert counts(figures([item], "fanous"))["false_accusations"] == (0, 0)


def test_right_layers_need_an_acceptable_verdict() -> None:
    item = scored(working(layers=(frozenset({"tls"}),)), fanous=opinion("blocked", "tls"))
    assert item.has_right_layers("fanous") is False


def test_who_names_no_layers_gets_no_figure_of_them() -> None:
    items = [
        scored(label("a"), fanous=opinion("blocked", "tls"), probe=Opinion("blocked")),
        scored(working("b"), fanous=opinion("ok")),
    ]
    assert judges(items) == ["fanous", "probe"]
    found = counts(figures(items, "probe"))
    assert found["acceptable"] == (1, 1)
    assert found["right_layers"] is found["mechanism_precision"] is None
    assert items[0].has_right_layers("probe") is None


def test_families_share_out_the_situations() -> None:
    items = [scored(label("a")), scored(working("b")), scored(label("c"))]
    found = families(items)
    assert list(found) == ["none", "tls"]
    assert [item.label.name for item in found["tls"]] == ["a", "c"]


WORDS = st.lists(st.sampled_from(VERDICTS), min_size=1, unique=True).map(tuple)
LAYER_SETS = st.frozensets(st.sampled_from([str(layer) for layer in LAYERS]))
MECHANISMS = st.lists(st.sampled_from(sorted(load_mechanisms())), max_size=3).map(tuple)


@st.composite
def situations(draw: st.DrawFn) -> Scored:
    truth = {"overall": draw(st.sampled_from(VERDICTS))}
    found: Label = label(
        truth=truth,
        acceptable=draw(WORDS),
        layers=draw(st.lists(LAYER_SETS, min_size=1).map(tuple)),
        mechanisms=draw(MECHANISMS),
    )
    said = Opinion(draw(st.sampled_from(VERDICTS)), draw(LAYER_SETS), draw(MECHANISMS))
    return scored(found, fanous=said)


@given(st.lists(situations()))
@FUZZ
def test_no_figure_counts_more_than_there_is(items: list[Scored]) -> None:
    found = figures(items, "fanous")
    assert found.acceptable.of == len(items)
    assert found.false_accusations.n <= len(items) - found.acceptable.n
    if found.layers_anywhere is not None:
        assert found.layers_anywhere.n <= found.acceptable.n
        assert found.right_layers is None or found.right_layers.n <= found.layers_anywhere.n


@given(st.lists(situations(), min_size=1))
@FUZZ
def test_order_changes_nothing_and_families_add_up(items: list[Scored]) -> None:
    assert figures(items, "fanous") == figures(items[::-1], "fanous")
    parts = [figures(part, "fanous").acceptable for part in families(items).values()]
    assert sum(part.n for part in parts) == figures(items, "fanous").acceptable.n


@given(st.lists(situations(), min_size=1))
@FUZZ
def test_saying_what_the_label_says_is_perfect(items: list[Scored]) -> None:
    told = [
        scored(
            item.label,
            fanous=Opinion(item.label.acceptable[0], item.label.layers[0], item.label.mechanisms),
        )
        for item in items
    ]
    found = figures(told, "fanous")
    assert found.acceptable.n == len(items) and found.false_accusations.n == 0
    for share in (found.layers_anywhere, found.mechanism_precision, found.mechanism_recall):
        assert share is not None and share.n == share.of
