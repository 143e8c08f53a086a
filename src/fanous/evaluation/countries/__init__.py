"""Invented countries by script: who measures what, what is done to them, and what goes wrong.

A scenario (`scenario`, read from TOML by `document`, or made by `random_country`) is drawn once
(`drawing`: probes, schedule, events, nuisances) and can be written two ways: as sightings, which
detectors read (`sightings`), and as raw OONI files (`raw`). `truth` says what was true of it.
Everything in it is synthetic: user-assigned country codes, private AS numbers, `.example` names.
"""

from fanous.evaluation.countries.presets import find_scenario, preset_names
from fanous.evaluation.countries.random_country import random_country
from fanous.evaluation.countries.raw import RawSummary, simulate_raw
from fanous.evaluation.countries.scenario import Scenario
from fanous.evaluation.countries.sightings import simulate_sightings
from fanous.evaluation.countries.truth import Disturbance, Event, Truth
from fanous.evaluation.countries.truth_file import read_truth_file

__all__ = [
    "Disturbance",
    "Event",
    "RawSummary",
    "Scenario",
    "Truth",
    "find_scenario",
    "preset_names",
    "random_country",
    "read_truth_file",
    "simulate_raw",
    "simulate_sightings",
]
