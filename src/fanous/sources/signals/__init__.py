"""Signals from files: one module a format, found by content, each with its manifest."""
