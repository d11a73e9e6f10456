"""The past of a registry, read from Git commit by commit: its changes, its weekly verdicts, what is gone."""
