"""Every detector, one line each. The first is the one that makes events; the others are baselines.

The shared tests of detectors run over all of them.
"""

from __future__ import annotations

from fanous.detectors.cusum import CusumDetector
from fanous.detectors.moving_average import MovingAverageDetector
from fanous.detectors.odds import OddsDetector
from fanous.detectors.spell import Detector

__all__ = ["DETECTORS", "DETECTORS_VERSION"]

DETECTORS_VERSION = "1"  # raised when the same sightings would give other events

_LISTED: tuple[Detector, ...] = (OddsDetector(), CusumDetector(), MovingAverageDetector())
DETECTORS: dict[str, Detector] = {detector.name: detector for detector in _LISTED}
