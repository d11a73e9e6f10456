"""Python's garbage collector, out of the way of work that makes millions of objects and no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """No collection inside the block: each would walk a registry that only grows, so that time grows with its square.

    What was made inside is set apart at the end, and later collections leave it alone. Blocks may lie in one another.
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
