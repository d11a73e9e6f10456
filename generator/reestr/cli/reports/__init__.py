"""Renders diagnostics, changes and findings for people and for programs."""
