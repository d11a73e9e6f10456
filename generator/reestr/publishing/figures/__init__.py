"""Figures shown on several pages and documents, each computed in one place."""
