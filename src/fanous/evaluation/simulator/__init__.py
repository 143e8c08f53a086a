"""A small invented world: OONI-format measurements of two countries, and the truth about them.

`simulate()` writes what an archive, a reference folder and an all-knowing witness would hold. All
of it is synthetic: user-assigned country codes, private AS numbers, `.example` names, documentation
addresses, and every measurement is annotated `synthetic: true`.

One module decides one thing: `scenario` the nouns, `two_countries` the world that ships, `schedule`
who measures when, `encounter` what a probe meets, `wire` how a measurement is written down, `truth`
and `reference` what goes beside the archive.
"""

from fanous.evaluation.simulator.simulate import SimulationSummary, simulate

__all__ = ["SimulationSummary", "simulate"]
