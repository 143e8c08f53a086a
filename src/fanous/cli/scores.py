"""The tables that `fanous evaluate verdicts` prints.

Decides their order and their columns: a row a situation, so that a reader can check; the figures of
every judge; ours by family; and what each rule's word is worth. Leaves what is counted to
`fanous.evaluation.verdicts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from fanous.cli.output import say, table

if TYPE_CHECKING:
    from fanous.evaluation.verdicts import Evaluation
    from fanous.evaluation.verdicts.calibrate import RuleWeight
    from fanous.evaluation.verdicts.intervals import Ratio, Share
    from fanous.evaluation.verdicts.score import Scored

__all__ = ["print_scores"]

_NOTHING = "–"


def print_scores(evaluation: Evaluation) -> None:
    """Print every table."""
    from fanous.evaluation.verdicts.score import families, judges

    scored = evaluation.scored
    named = judges(scored)
    _print_section(say("Situations"), _situation_header(named), map(_situation, scored))
    _print_section(
        say("Figures, each with its Wilson interval"),
        ["", *map(_judge_word, named)],
        _figure_rows(scored, named),
    )
    _print_section(
        say("Fanous by family"),
        [say("family"), say("situations"), *_figure_words()],
        (
            [family, len(items), *map(_counted, _figures(items, "fanous"))]
            for family, items in families(scored).items()
        ),
    )
    _print_calibration(evaluation.weights)


def _print_section(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    print(f"{title}\n\n{table(header, rows)}\n")


def _judge_word(judge: str) -> str:
    return {
        "fanous": "Fanous",
        "probe": say("probe"),
        "ooni_v5": "OONI v5",
    }.get(judge, judge)


# --- a row a situation ---------------------------------------------------------------------------


def _situation_header(named: Sequence[str]) -> list[str]:
    return [
        say("situation"),
        "Fanous",
        say("accepted"),
        "",
        say("layers"),
        say("accepted layers"),
        "",
        say("mechanisms"),
        say("labelled mechanisms"),
        *map(_judge_word, named[1:]),
    ]


def _situation(item: Scored) -> list[object]:
    ours, label = item.opinions["fanous"], item.label
    others = (said.verdict for judge, said in item.opinions.items() if judge != "fanous")
    return [
        label.name,
        ours.verdict,
        "|".join(label.acceptable),
        _right(item.is_acceptable("fanous")),
        _layers(ours.layers or ()),
        "|".join(map(_layers, label.layers)),
        _right(bool(item.has_right_layers("fanous"))),
        ";".join(ours.mechanisms or ()),
        ";".join(label.mechanisms),
        *others,
    ]


def _right(is_right: bool) -> str:
    return say("right") if is_right else say("WRONG")


def _layers(layers: Iterable[str]) -> str:
    return "+".join(sorted(layers)) or _NOTHING


# --- figures -------------------------------------------------------------------------------------


def _figure_words() -> list[str]:
    return [
        say("acceptable"),
        say("false accusations"),
        say("missed"),
        say("right layers, of the blocked"),
        say("right layers, of all"),
        say("mechanism precision"),
        say("mechanism recall"),
    ]


def _figures(items: Iterable[Scored], judge: str) -> list[Share | None]:
    from fanous.evaluation.verdicts.score import figures

    found = figures(items, judge)
    return [
        found.acceptable,
        found.false_accusations,
        found.missed,
        found.right_layers,
        found.layers_anywhere,
        found.mechanism_precision,
        found.mechanism_recall,
    ]


def _figure_rows(scored: Sequence[Scored], named: Sequence[str]) -> Iterator[list[object]]:
    columns = [_figures(scored, judge) for judge in named]
    for place, word in enumerate(_figure_words()):
        yield [word, *(_with_interval(column[place]) for column in columns)]


def _counted(share: Share | None) -> str:
    return _NOTHING if share is None else say("{n} of {m}", n=share.n, m=share.of)


def _with_interval(share: Share | None) -> str:
    if share is None or share.low is None or share.high is None:
        return _counted(share)
    low, high = (round(100 * bound) for bound in (share.low, share.high))
    return say("{n} of {m} ({low}–{high} %)", n=share.n, m=share.of, low=low, high=high)


# --- calibration ---------------------------------------------------------------------------------


def _print_calibration(weights: Sequence[RuleWeight]) -> None:
    from fanous.evaluation.verdicts.calibrate import FEW

    _print_section(
        say("Rules that held: likelihood ratio, layer blocked against not"),
        [
            say("rule"),
            say("decided, blocked"),
            say("decided, not"),
            say("ratio"),
            say("held, blocked"),
            say("held, not"),
            say("ratio"),
            "",
        ],
        (_weight(weight) for weight in weights if weight.was_seen),
    )
    print(say("few: a group has fewer than {n} measurements; take no interval literally", n=FEW))
    unseen = sum(not weight.was_seen for weight in weights)
    print(say("{n} rules held nowhere in these measurements", n=unseen))


def _weight(weight: RuleWeight) -> list[object]:
    def counted(n: int, of: int) -> str:
        return say("{n} of {m}", n=n, m=of)

    return [
        weight.rule,
        counted(weight.decided_blocked, weight.blocked),
        counted(weight.decided_other, weight.other),
        _ratio(weight.decided),
        counted(weight.held_blocked, weight.blocked),
        counted(weight.held_other, weight.other),
        _ratio(weight.held),
        say("few") if weight.is_few else "",
    ]


def _ratio(ratio: Ratio) -> str:
    """Two digits are more than small counts carry."""
    if ratio.ratio is None or ratio.low is None or ratio.high is None:
        return _NOTHING
    values = {"ratio": ratio.ratio, "low": ratio.low, "high": ratio.high}
    return say("{ratio} ({low}–{high})", **{name: _short(n) for name, n in values.items()})


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 10 else f"{number:.2g}"
