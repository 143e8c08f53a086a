from __future__ import annotations

from fanous.evaluation.countries.presets import find_scenario
from fanous.evaluation.events.evaluate import evaluate_scenarios, evaluate_seeds, windows_of

SEEDS = range(40, 52)


def test_ours_is_better_than_the_baselines_on_random_countries() -> None:
    ours, cusum, average = evaluate_seeds(SEEDS)
    assert ours.true.total() >= 8
    assert ours.precision.n >= 0.8 * ours.precision.of
    assert ours.recall().n >= 0.8 * ours.recall().of
    for other in (cusum, average):
        assert ours.false.total() <= other.false.total()
        assert ours.recall(enough=None).n >= other.recall(enough=None).n - 2
    assert (ours.onset_errors().median or 99) < (cusum.onset_errors().median or 0)


def test_processes_change_no_figure() -> None:
    alone = evaluate_seeds(range(3), ["fanous"])
    spread = evaluate_seeds(range(3), ["fanous"], workers=2)
    assert alone == spread


def test_a_quiet_month_raises_nothing_on_targets() -> None:
    quiet = find_scenario("quiet-month", 5)
    (score,) = evaluate_scenarios([(quiet, 5)], ["fanous"])
    assert score.drawings == 1
    assert score.series_years > 0
    assert score.false["blocking"] == score.false["recurring"] == 0


def test_windows_are_of_the_days_of_the_scenario() -> None:
    windows, truth = windows_of(find_scenario("national-block", 1), 1)
    assert windows
    for window in windows:
        assert window.since == int(truth.start.timestamp())
        assert window.until == int(truth.end.timestamp())
        assert window.synthetic
