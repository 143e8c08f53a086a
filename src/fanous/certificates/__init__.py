"""Certificates: what they say, which roots were trusted on a day, and whether a chain was."""
