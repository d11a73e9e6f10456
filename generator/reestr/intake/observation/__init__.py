"""Reads pages of networks and sites by machine, keeps every answer as evidence, and writes the facts into records."""
