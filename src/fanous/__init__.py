"""Fanous: an open observatory for internet censorship and shutdowns."""

__version__ = "0.1.0"
