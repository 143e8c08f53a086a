"""How far below its expectation a signal is, in units of its own noise.

Decides the measure: the signed root of the deviance of a count, per unit of expectation,
q(r) = √(2 (r ln r − r + 1)) for the ratio r of value to expectation, positive below it. It depends
on the ratio alone, so the scale of a normalised series changes nothing. q is √2 for a total loss
and close to the relative loss for a small one. The noise is what q usually is (its robust spread
over past days), at least √(φ/b) for counts, with the over-dispersion φ from history and never below
1: scaling a count up only adds certainty. Few things counted need more steps together: `window`.
Source of the deviance: McCullagh and Nelder, Generalized Linear Models, 1989, section 2.3.
"""

from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.config import DAY, HOUR, ConnectivityConfig
from fanous.model.series import FloatArray, Scale

__all__ = [
    "averaged",
    "deviance",
    "forward_sum",
    "least_window",
    "noise_by_day",
    "quantum",
    "ratio",
    "window_steps",
]

_MAD_TO_SIGMA = 1.4826
_P90_TO_SIGMA = 1 / 1.645
_Q35_TO_SIGMA = 1 / 0.4538
_SPARE = 1.3  # how far above the threshold a total loss should come out
_FEWEST_RESIDUALS = 6
_FEW_VALUES = 40
_YOUNG_DAYS = 2
_DAY_QUANTILE = 0.6  # of the days: a signal is as noisy as its noisier days


def ratio(values: FloatArray, baseline: FloatArray) -> FloatArray:
    """Values as a share of the baseline; NaN where either is missing or the baseline is zero."""
    usable = baseline > 0
    found = np.full(len(values), np.nan)
    np.divide(values, baseline, out=found, where=usable)
    return found


def deviance(share: FloatArray) -> FloatArray:
    """q(r): positive below the expectation, negative above."""
    positive = np.maximum(share, 1e-12)
    inner = np.maximum(share * np.log(positive) - share + 1.0, 0.0)
    return np.sqrt(2.0 * inner) * np.sign(1.0 - share)


def forward_sum(values: FloatArray, count: int) -> FloatArray:
    """Sum of each step and the next `count - 1`; NaN counts as nothing."""
    known = np.where(np.isnan(values), 0.0, values)
    if count == 1:
        return known
    total = np.concatenate(([0.0], np.cumsum(known)))
    found: FloatArray = total[-1] - total[:-1]
    whole = max(0, len(values) - count + 1)
    found[:whole] = total[count : count + whole] - total[:whole]
    return found


def least_window(step: int, config: ConnectivityConfig) -> int:
    """How many steps must be low together, whatever the evidence."""
    return 1 if step >= 6 * HOUR else config.least_points


def averaged(values: FloatArray, step: int, scale: Scale, config: ConnectivityConfig) -> int:
    """How many steps of small counts are averaged for a baseline; 1 for all else."""
    known = values[~np.isnan(values)]
    if scale != "count" or not len(known):
        return 1
    typical = max(float(np.mean(known)), 1e-9)
    needed = (_SPARE * config.onset_z) ** 2 / (2.0 * typical)
    most = max(1, int(config.most_window_hours * HOUR // step))
    return int(min(max(1, np.ceil(needed)), most))


def quantum(values: FloatArray) -> float:
    """The smallest difference between values of a series that takes few values, else 0.

    Connectivity rounded to tens, or a count of cities: half of it is noise.
    """
    sample = values[~np.isnan(values)][: 50 * _FEW_VALUES]
    found = np.unique(sample)
    few = 1 < len(found) <= _FEW_VALUES and len(sample) >= 2 * len(found)
    return float(np.quantile(np.diff(found), 0.5)) if few else 0.0


def window_steps(
    values: FloatArray,
    baseline: FloatArray,
    width: int,
    kind: tuple[int, Scale],
    config: ConnectivityConfig,
) -> int:
    """How many steps are judged together: as many as a total loss needs to be seen.

    A total loss of n steps that expect b each has z = √(2 n b / φ). `width` is how many steps the
    baseline averages; `kind` is the step in seconds and the scale. Where one long step would do but
    for its noise (a volunteer's day without measurements), it takes some of them.
    """
    step, scale = kind
    least = least_window(step, config)
    known = ~np.isnan(values) & (baseline > 0)
    if scale != "count" or not known.any():
        return least
    typical = float(np.median(baseline[known]))
    dispersion = min(_dispersion(values, baseline, count) for count in {1, width})
    threshold = config.onset_z if least > 1 else config.single_z
    needed = (_SPARE * threshold) ** 2 * dispersion / (2.0 * max(typical, 1e-9))
    most = max(least, int(config.most_window_hours * HOUR // step))
    if least == 1:
        most = max(most, config.most_long_steps)
    return int(min(max(least, np.ceil(needed)), most))


def _dispersion(values: FloatArray, baseline: FloatArray, count: int) -> float:
    """φ on sums of some steps, at least 1.

    Single small counts are too coarse for a robust spread, sums hold more of the series' losses;
    of both, the smaller is nearer. Losses must not count as noise: the quieter steps tell.
    """
    known = ~np.isnan(values) & (baseline > 0)
    seen = forward_sum(np.where(known, values, 0.0), count)
    wanted = forward_sum(np.where(known, baseline, 0.0), count)
    spread = np.abs(deviance(ratio(seen, wanted))) * np.sqrt(np.maximum(wanted, 1e-9))
    return max(1.0, _Q35_TO_SIGMA * float(np.nanquantile(spread[known], 0.35))) ** 2


def noise_by_day(
    residual: FloatArray, first: int, last: int, step: int, config: ConnectivityConfig
) -> FloatArray:
    """Spread of past residuals for steps `first` to `last`, one figure a day, from days before.

    On the first days, when there is no day before, from what there is so far.
    """
    per_day = max(1, round(DAY / step))
    found = np.full(last - first, np.nan)
    day, last_day = first // per_day, -(-last // per_day)
    first_day = max(0, day - config.noise_days)
    if per_day > 1:
        sigmas = _day_sigmas(residual, first_day, last_day, per_day)
        daily = _trailing_quantile(sigmas, config.noise_days)[day - first_day :]
        spread = np.repeat(daily, per_day)[first - day * per_day :]
        found[:] = spread[: last - first]
    young = last if per_day == 1 else min(last, (first_day + _YOUNG_DAYS) * per_day)
    low = first
    while low < young:  # too few days to speak of days: whatever there is so far
        high = min(young, (low // per_day + 1) * per_day)
        before = residual[max(0, low - config.noise_days * per_day) : low]
        before = np.abs(before[~np.isnan(before)])
        found[low - first : high - first] = (
            _sigma(before) if len(before) >= _FEWEST_RESIDUALS else np.nan
        )
        low = high
    return found


def _trailing_quantile(sigmas: FloatArray, days: int) -> FloatArray:
    """The usual figure of the days before each day; NaN where there is none."""
    padded = np.concatenate((np.full(days, np.nan), sigmas))[:-1]
    table = np.sort(np.lib.stride_tricks.sliding_window_view(padded, days), axis=1)
    counts = (~np.isnan(table)).sum(axis=1)
    place = np.round(_DAY_QUANTILE * np.maximum(counts - 1, 0)).astype(int)
    return np.where(counts > 0, table[np.arange(len(table)), place], np.nan)


def _sigma(absolute: FloatArray) -> float:
    return float(
        max(
            _MAD_TO_SIGMA * np.median(absolute),
            _P90_TO_SIGMA * np.quantile(absolute, 0.9),
        )
    )


def _day_sigmas(residual: FloatArray, first: int, last: int, per_day: int) -> FloatArray:
    """A figure a day; NaN for a day with fewer than a quarter of its steps."""
    part = np.abs(residual[first * per_day : last * per_day])
    padded = np.full((last - first) * per_day, np.nan)
    padded[: len(part)] = part
    ordered = np.sort(padded.reshape(-1, per_day), axis=1)
    counts = (~np.isnan(ordered)).sum(axis=1)
    rows = np.arange(len(ordered))
    middle = ordered[rows, np.maximum(counts - 1, 0) // 2]
    upper = ordered[rows, np.maximum(np.ceil(0.9 * counts).astype(int) - 1, 0)]
    sigma = np.maximum(_MAD_TO_SIGMA * middle, _P90_TO_SIGMA * upper)
    return np.where(counts * 4 >= per_day, sigma, np.nan)
