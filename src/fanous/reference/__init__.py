"""Look-ups that observations and verdicts lean on, each by content hash."""
