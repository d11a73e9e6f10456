"""The past of a registry as Git keeps it: all access to Git, and what changed between two states in registry terms."""
