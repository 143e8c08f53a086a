"""The detector's numbers, each with its unit and its reason.

They were chosen on synthetic series (`fanous.evaluation.signals`), not on the files that the tests
look at. The same numbers hold for every signal, step and unit.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DAY", "DEFAULT", "HOUR", "WEEK", "ConnectivityConfig"]

HOUR, DAY, WEEK = 3_600, 86_400, 604_800


@dataclass(frozen=True, slots=True)
class ConnectivityConfig:
    """What counts as a loss, and as its end."""

    weeks: int = 4  # of history at the same time of the week
    fewest_weeks: int = 3
    days: int = 7  # of history at the same time of day, where weeks are too few
    fewest_days: int = 2
    days_over_holes: int = 28  # where those few days are missing
    plain_hours: float = 72.0  # trailing window of signals without a season, and the last fallback
    warmup_hours: float = 24.0  # of history before anything is said of a seasonal signal
    routes_warmup_hours: float = 6.0
    least_drop: float = 0.10  # of the baseline; smaller losses are the signals' own weather
    least_noise: float = 0.02  # of the baseline; no signal is better known than this
    young_noise: float = 0.05  # of a seasonal signal whose weekends are not known yet
    replaced_below: float = 0.7  # a loss this deep is no history; a milder one may be the weekend
    onset_z: float = 4.5  # deviance over noise; scale-free
    single_z: float = 6.0  # where one step alone has to do
    noise_days: int = 28  # of residuals that tell a signal's noise
    least_points: int = 2  # low in a row (k = n); 1 for steps of six hours and more
    most_window_hours: float = 24.0  # a total loss that needs longer to be seen can't be seen
    most_long_steps: int = 3  # … unless its steps are of six hours and more
    return_share: float = 0.8  # of known points that are back, for a return to count
    return_of_duration: float = 0.25  # how long a return must last, as a share of the loss …
    return_hours: tuple[float, float] = (1.0, 24.0)  # … and between which bounds
    recovered_share: float = 2 / 3  # of what was lost: back to this, and no more, …
    recovered_days: float = 7.0  # … for so long is a level to live with
    frozen_days: float = 180.0  # after which a loss without return is taken for a new level
    total_depth: float = 0.5  # of the baseline lost by some signal; less is `partial`
    partial_rise: float = 0.05  # of the baseline, above the floor and lasting: `partial` from then
    weak_share: float = 0.5  # a straggler at or above this does not hold an event open alone
    onset_hours: float = 6.0  # signals that fall within this belong to the onset, others before
    gap_hours: float = 24.0  # of silence of an entity, or of a network while its feed goes on
    fewest_occurrences: int = 3  # of a recurring pattern
    recurring_hours: float = 1.5  # how far occurrences may lie from the pattern's time of day
    recurring_z: float = 2.5  # evidence an occurrence needs once the pattern is known


DEFAULT = ConnectivityConfig()
