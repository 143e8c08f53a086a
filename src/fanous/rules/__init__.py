"""Facts, rules and the judge: from observations and their control to verdicts."""
