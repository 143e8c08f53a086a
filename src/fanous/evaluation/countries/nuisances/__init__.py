"""What goes wrong without anybody's blocking: one function a kind, in families.

`scope` says whom a nuisance touches; `coverage` what is not measured or not kept; `surroundings`
what happens to sites and networks; `instruments` what happens to probes and helpers; `records`
what happens to a record on its way; `flood` what was made up.
"""

from __future__ import annotations

from fanous.evaluation.countries.nuisances.coverage import lost_to_gaps, unlisted
from fanous.evaluation.countries.nuisances.records import disturb_records
from fanous.evaluation.countries.nuisances.visits import disturb_visits

__all__ = ["disturb_records", "disturb_visits", "lost_to_gaps", "unlisted"]
