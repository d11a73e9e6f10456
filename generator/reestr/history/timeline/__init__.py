"""The past of a registry, read from Git commit by commit: changes, weekly verdicts, removed records."""
