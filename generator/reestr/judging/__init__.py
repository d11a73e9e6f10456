"""Judges the registry against the act. Reads the registry only: no files, no clock, no network, no Git."""
