"""The base of all exceptions that this package raises."""

from __future__ import annotations


class ReestrError(Exception):
    """Something that a caller of this package may want to handle: every exception of its own is one."""
