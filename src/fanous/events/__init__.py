"""Changepoints and episodes → events: what a person would call one."""
