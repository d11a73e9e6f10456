"""Benchmarks of the foundation: synthetic cities of any size, and a plain MkDocs project that does the same pages."""
