"""Certificates: what they say. Validation against a trust store comes later."""
