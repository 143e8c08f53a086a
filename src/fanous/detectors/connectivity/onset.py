"""Where a loss begins, in the steps that gave the evidence for it.

Decides that the onset is the first step that is low for certain, or up to an hour before it where
the fall begins gently; and, where counts are few, the most likely change. Routes that fall to what
they were for weeks are back, not lost: a leak that doubles them for days is no new level.
"""

from __future__ import annotations

import numpy as np

from fanous.detectors.connectivity.baseline import steps
from fanous.detectors.connectivity.evidence import ratio
from fanous.detectors.connectivity.returns import gain, share_left
from fanous.detectors.connectivity.weighing import Weighing

__all__ = ["find_onset"]

_FALL_HOURS = 1.0
_USUAL_HOURS = 28 * 24.0


def find_onset(weighing: Weighing, flagged: int, floor: int) -> int | None:
    """The first step of the loss that the evidence at `flagged` is for; None if it is none.

    `floor` is the first step that no earlier loss has taken.
    """
    last = min(weighing.size, flagged + max(weighing.window, weighing.longer))
    share = weighing.share(flagged, last)
    if weighing.is_sparse:
        return _sparse_onset(weighing, flagged, np.isnan(share).all())
    clearly = np.flatnonzero(share < min(weighing.threshold, weighing.edge(flagged)))
    low = clearly if len(clearly) else np.flatnonzero(share < weighing.threshold)
    if not len(low) or _is_usual(weighing, flagged, last):
        return None
    begun = _begun(weighing, _over_holes(weighing, flagged + int(low[0]), floor))
    return max(begun, floor)  # else a loss found once is found again and again


def _is_usual(weighing: Weighing, flagged: int, last: int) -> bool:
    """Whether a signal without a season stands where it stood for most of the last weeks."""
    if weighing.series.seasonal:
        return False
    before = weighing.history[max(0, flagged - steps(_USUAL_HOURS, weighing.series.step)) : flagged]
    before = before[~np.isnan(before)]
    if not len(before):
        return False
    share = ratio(weighing.values[flagged:last], np.full(last - flagged, np.median(before)))
    return not bool(np.any(share < weighing.threshold))


def _over_holes(weighing: Weighing, onset: int, floor: int) -> int:
    """Steps that are low for certain, before holes that kept them from being evidence.

    Else a step of the loss itself would be told as the last one that was as usual.
    """
    least = min(weighing.threshold, weighing.edge(onset))
    place = first = onset
    while place > floor:
        place -= 1
        if np.isnan(weighing.values[place]):
            continue
        if weighing.is_known_enough(place) or not weighing.share(place, place + 1)[0] < least:
            break
        first = place
    return first


def _begun(weighing: Weighing, onset: int) -> int:
    """A fall begins before it is deep: go back to its first step, if that is an hour at most.

    A longer stretch slightly below is a level of its own, and not this loss.
    """
    reach = steps(_FALL_HOURS, weighing.series.step)
    below = weighing.share(max(0, onset - reach - 1), onset) < weighing.edge(onset)
    length = len(below) if below.all() else int(np.argmin(below[::-1]))
    return onset - length if length <= reach else onset


def _sparse_onset(weighing: Weighing, flagged: int, is_silent: np.bool_) -> int | None:
    """Where counts are few, one empty step means nothing: the most likely change.

    The largest sum of log-likelihood ratios, of what remains against what was expected, over
    the steps from it on (Page 1954).
    """
    window = weighing.window
    reach = min(weighing.size, flagged + 2 * window)
    values, wanted = weighing.values[flagged:reach], weighing.baseline[flagged:reach]
    strongest = int(np.argmax(weighing.z[flagged : flagged + window]))
    after = slice(strongest, strongest + window)
    gains = gain(values, wanted, share_left(values[after], wanted[after]))
    tail = np.cumsum(gains[: strongest + window][::-1])[::-1]
    place = int(np.argmax(tail))
    if is_silent or tail[place] <= 0:
        return None
    known = np.flatnonzero(~np.isnan(values[place:]))
    return flagged + place + int(known[0]) if len(known) else None
