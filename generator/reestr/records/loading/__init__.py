"""Loads the files of a data folder into the registry and returns every diagnostic of every file."""
