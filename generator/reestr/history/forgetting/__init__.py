"""Removes a person's name from every commit, and keeps the addresses and feed ids by which others know the past."""
