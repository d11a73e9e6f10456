"""The second fictional municipality: another act, other words, other networks."""
