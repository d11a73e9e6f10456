"""Benchmarks: synthetic cities of any size, and a plain MkDocs project with the same pages."""
