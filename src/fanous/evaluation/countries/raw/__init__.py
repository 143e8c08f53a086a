"""A drawing as raw OONI files: the same schedule as `sightings`, acted out and written down.

`world` makes the places and sites of a scenario, `sessions` who measures, `acting` lets each visit
meet what was drawn for it, `telegram` does the same for the service, `write` puts files on disk.
"""

from fanous.evaluation.countries.raw.write import RawSummary, simulate_raw

__all__ = ["RawSummary", "simulate_raw"]
