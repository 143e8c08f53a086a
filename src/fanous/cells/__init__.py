"""Verdicts into cells: what is known of a target on a network in an hour, and how much."""
