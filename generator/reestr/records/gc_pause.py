"""Pauses Python's garbage collector during work that creates millions of objects and no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Run the block without garbage collection. Collections of a growing registry would take quadratic time.

    Objects made inside are frozen at the end, and later collections skip them. Blocks may be nested.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
