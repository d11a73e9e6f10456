"""The base class of all exceptions that this package raises."""

from __future__ import annotations


class ReestrError(Exception):
    """Base of every exception that the package defines: a failure that the calling code may want to handle."""
