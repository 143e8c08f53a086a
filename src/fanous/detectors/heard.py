"""One level of a window with its votes and the noise around them: what searches are given.

Decides nothing; puts together what belongs together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fanous.detectors.levels import Level
from fanous.detectors.noise import Noise
from fanous.detectors.votes import Votes
from fanous.detectors.window import Window

__all__ = ["Heard"]


@dataclass(frozen=True, slots=True)
class Heard:
    """The votes of a level."""

    window: Window
    level: Level
    votes: Votes
    noise: Noise

    def noise_of(self, part: tuple[int, int, int]) -> NDArray[np.float64]:
        """The share of wrong votes to expect in each hour of a part of the votes."""
        number, start, end = part
        label = self.level.labels[number]
        return self.noise.of(label.asn, label.group, self.votes.hour[start:end])
