"""OONI raw measurements: one file a nettest."""
