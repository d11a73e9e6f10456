"""Judging the registry against the act: imports the model and nothing else of ours."""
