"""Diagnostics and findings in the forms people and machines read them."""
