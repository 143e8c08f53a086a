"""How good detectors are: events found held against events that are known."""
