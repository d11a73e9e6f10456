"""Compares two states of a registry and returns typed changes."""
