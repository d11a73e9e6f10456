"""Judges the registry against the act. Reads the registry only: no files, clock, network or Git."""
