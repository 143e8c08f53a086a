"""Spells → events: what a person would call one."""
