"""Validates records one by one and against each other; every problem becomes a diagnostic with a place and, if certain,
a fix.
"""
